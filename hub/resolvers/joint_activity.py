"""Joint activities: how one is recorded, once for its lead and with what each party reads of it."""

from __future__ import annotations

from collections.abc import Mapping

from hub.domain.command import Command, Refusal, absent
from hub.domain.joint_activity import RecordJointActivity, judged, judged_link, named_together
from hub.domain.registry_words import PartyRole
from hub.store.acting import Acting, Actions, Do
from hub.store.joint_activity import kind_of, linkage, parties_named, write_joint
from hub.store.models.arrangement import Arrangement
from hub.store.models.base import Base
from hub.store.models.facts import ActivityKind


async def record(acting: Acting, command: RecordJointActivity) -> str | Refusal:
    """Record a joint activity; its owner is the body of the studio that led."""
    if (refusal := named_together(command.parties)) is not None:
        return refusal
    parties = await parties_named(acting, command.parties)
    if isinstance(parties, Refusal):
        return parties
    refusal = judged(command, parties, today=acting.today)
    if refusal is not None:
        return refusal
    kind = await kind_of(acting, command.kind_code)
    if kind is None:
        return absent(ActivityKind.title, at="input.kindCode")
    if command.arrangement_id is not None:
        link = await linkage(acting, command.arrangement_id)
        if link is None:
            return absent(Arrangement.title, at="input.arrangementId")
        lead = next(one for one in parties if one.role is PartyRole.LEAD)
        if (refusal := judged_link(link, lead)) is not None:
            return refusal
    return write_joint(acting, command, parties, kind=kind)


DEEDS: Mapping[type[Command], Do] = {RecordJointActivity: record}
ACTIONS: Mapping[type[Base], Actions] = {}
