"""What follows by itself when a seat ends or a studio does, whoever recorded it: a command or a sync (W6, W7, A-55)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.people_leaving import ENDED, LIVING, seat_ended
from hub.domain.registry_words import StudioEventKind
from hub.domain.words import SeatStatus, StudioStatus
from hub.store.endings import after_end, business_day, studio_of
from hub.store.leaving import Leaving
from hub.store.models.history import StudioEvent
from hub.store.models.member import Membership
from hub.store.models.studio import Studio
from hub.store.write import Author, Change, Insert, Update, write


async def write_all(connection: AsyncConnection, changes: Sequence[Change], *, author: Author) -> None:
    """Write changes and what follows from them; where no seat and no studio ends, nothing is read for it."""
    await write(connection, changes, author=author)
    seats = [one for one in changes if isinstance(one, Update) and one.model is Membership and _seat_ends(one)]
    following = await Leaving(connection, at=author.at).follow(seats) if seats else []
    made = [*changes, *following]
    studios = [one for one in made if isinstance(one, Update) and one.model is Studio and _studio_ends(one)]
    if following:
        await write(connection, following, author=author)
    left: list[Change] = []
    for one in studios:
        studio = await studio_of(connection, one.id)
        event = _event(made, one.id)
        left += await after_end(connection, studio, event=event, on=business_day(author.at), at=author.at)
    if left:
        await write(connection, left, author=author)


def _seat_ends(change: Update) -> bool:
    after = change.values.get("seat_status")
    return after is not None and seat_ended(change.before["seat_status"], SeatStatus.of(str(after)))


def _studio_ends(change: Update) -> bool:
    after = change.values.get("status")
    return change.before["status"] in LIVING and after is not None and StudioStatus.of(str(after)) in ENDED


def _event(changes: Sequence[Change], studio: str) -> str | None:
    """The step by which a studio ended, where it is told."""
    kinds = {StudioEventKind.TERMINATED, StudioEventKind.PLAQUE_REMOVED}
    told = (one for one in changes if isinstance(one, Insert) and one.model is StudioEvent)
    return next((one.id for one in told if one.values["studio_id"] == studio and one.values["kind"] in kinds), None)
