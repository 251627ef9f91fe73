"""What a caller may do to joint work now, and why not."""

from __future__ import annotations

from collections.abc import Sequence

from hub.domain.access import Act
from hub.domain.arrangement_rules import (
    can_answer,
    can_change,
    can_end,
    can_publish,
    can_record,
    can_write_part,
    own_party,
)
from hub.domain.command import Allowed
from hub.domain.registry_words import Consent
from hub.store.acting import Acting, Row
from hub.store.arrangement_rows import held_with
from hub.store.models.arrangement import Arrangement


async def allowed(acting: Acting, row: Row) -> Sequence[Allowed]:
    """The actions on a linkage, for a caller that has a part in it; nobody else has any."""
    if await acting.within(Arrangement, row["id"], Act.RECORD) is None:
        return []
    link = (await held_with(acting, row)).facts
    actor = acting.actor
    found = [
        Allowed(action="changeArrangement", refusal=can_change(actor, link)),
        Allowed(action="recordResult", refusal=can_record(actor, link)),
        Allowed(action="endArrangement", refusal=can_end(actor, link)),
        Allowed(action="publishArrangement", refusal=can_publish(actor, link)),
    ]
    awaiting = own_party(actor, link, first=Consent.AWAITED)
    if awaiting is None:
        return found
    return [
        Allowed(action="giveConsent", refusal=can_answer(actor, link, awaiting)),
        Allowed(action="writePart", refusal=can_write_part(actor, link, awaiting)),
        *found,
    ]
