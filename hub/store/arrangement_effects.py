"""What follows once all parties have agreed: a step in the life of every studio that takes part."""

from __future__ import annotations

from collections.abc import Collection

from hub.domain.access import Role
from hub.domain.arrangement_rules import Standing
from hub.domain.registry_words import LinkStatus, StudioEventKind
from hub.store.acting import Acting
from hub.store.dialect import table_of
from hub.store.models.studio import Studio


async def linked(
    acting: Acting, arrangement: str, after: Standing, *, joint: str | None, studios: Collection[str]
) -> None:
    """Tell the studios that a linkage took effect, each once; nothing else of them changes, least of all the owner."""
    if after.status is not LinkStatus.ACTIVE:
        return
    table = table_of(Studio)
    for identifier in sorted({*studios, *(() if joint is None else (joint,))}):
        studio = await acting.one(Studio, table.c.id == identifier)
        if studio is None:
            continue
        await acting.tell(
            studio,
            StudioEventKind.LINKED,
            on=after.agreed_on,
            # The history of another body's studio does not name who of this body acted.
            role=_role(acting) if studio["owner_body_id"] == acting.actor.body_id else None,
            rule="A-05" if identifier == joint else "A-62",
            subject_id=arrangement,
        )


def _role(acting: Acting) -> Role:
    managing = Role.MANAGING_DEPARTMENT
    return managing if managing in acting.actor.roles else Role.SPECIAL_COMMITTEE
