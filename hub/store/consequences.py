"""What follows by itself when a seat ends or a studio does, whoever recorded it: a command or a sync (W6, W7, A-55)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.people_leaving import CAUSES, seat_ended
from hub.domain.registry_words import StudioEventKind
from hub.domain.words import ENDED, LIVING, QuarantineStatus, SeatStatus, StudioStatus
from hub.store.dialect import insert_ignore, table_of
from hub.store.endings import after_end, business_day, studio_of
from hub.store.landing import Hold
from hub.store.leaving import Leaving
from hub.store.models.history import StudioEvent
from hub.store.models.member import Membership
from hub.store.models.source import EndedSeat, QuarantinedRow
from hub.store.models.studio import Studio
from hub.store.party_places import party_copies
from hub.store.write import Author, Change, Insert, Update, write

_ENDED, _SEAT, _ASIDE = (table_of(model) for model in (EndedSeat, Membership, QuarantinedRow))


async def write_all(connection: AsyncConnection, changes: Sequence[Change], *, author: Author) -> None:
    """Write changes and what follows from them; where no seat and no studio ends, nothing is read for it."""
    await write(connection, changes, author=author)
    await _follow(connection, _ended_seats(changes), changes, author=author)


async def write_landed(connection: AsyncConnection, hold: Hold, changes: Sequence[Change], *, author: Author) -> None:
    """Write what a batch of a run comes to.

    What the end of a seat comes to is told by `draw_ended_seats` when the run closes: the seat of the next term may
    stand in a later batch or in another stream.
    """
    await write(connection, [*changes, *await party_copies(connection, changes)], author=author)
    ended = [
        {"membership_id": one.id, "source_id": hold.source_id, "run_id": hold.run_id} for one in _ended_seats(changes)
    ]
    if ended:
        await insert_ignore(connection, _ENDED, rows=ended)
    await _follow(connection, [], changes, author=author)


async def draw_ended_seats(connection: AsyncConnection, hold: Hold, *, streams: Sequence[str], author: Author) -> None:
    """What follows from the seats of which the runs of a source have recorded the end, once it has told everything.

    `streams` are those that bring seats: while a row of theirs is set aside nobody knows whose seat it is, and nothing
    is drawn. A seat that holds again by now comes to nothing. Each end is drawn once, with the run's own close.
    """
    mine = select(_ENDED.c.membership_id).where(_ENDED.c.source_id == hold.source_id)
    if not streams or await _set_aside(connection, hold, streams):
        return
    chosen = select(_SEAT).where(_SEAT.c.id.in_(mine), _SEAT.c.seat_status.in_(sorted(CAUSES)))
    found = (await connection.execute(chosen.where(_SEAT.c.deleted_at.is_(None)).order_by(_SEAT.c.id))).mappings()
    seats = [Update(model=Membership, before=dict(row), values={}) for row in found]
    await _follow(connection, seats, [], author=author)
    await connection.execute(delete(_ENDED).where(_ENDED.c.source_id == hold.source_id))


async def _set_aside(connection: AsyncConnection, hold: Hold, streams: Sequence[str]) -> bool:
    chosen = select(_ASIDE.c.id).where(
        _ASIDE.c.source_id == hold.source_id,
        _ASIDE.c.stream.in_(streams),
        _ASIDE.c.status == QuarantineStatus.OPEN,
    )
    return (await connection.execute(chosen.limit(1))).first() is not None


async def _follow(
    connection: AsyncConnection, seats: Sequence[Update], changes: Sequence[Change], *, author: Author
) -> None:
    """Write what ended seats come to, and what studios leave that end by these changes or by themselves."""
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


def _ended_seats(changes: Sequence[Change]) -> list[Update]:
    return [one for one in changes if isinstance(one, Update) and one.model is Membership and _seat_ends(one)]


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
