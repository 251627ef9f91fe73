"""Joint work of several parties: how it is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from hub.domain.access import Act
from hub.domain.arrangement import (
    ChangeArrangement,
    EndArrangement,
    GiveConsent,
    ProposeArrangement,
    PublishArrangement,
    RecordResult,
    WritePart,
)
from hub.domain.arrangement_rules import (
    PartyFacts,
    can_answer,
    can_change,
    can_end,
    can_publish,
    can_record,
    can_write_part,
    judged_answer,
    judged_change,
    judged_end,
    judged_result,
    standing,
)
from hub.domain.command import Command, Refusal, absent, needed
from hub.domain.registry_words import LinkStatus
from hub.resolvers.arrangement_actions import allowed
from hub.store.acting import Acting, Actions, Do
from hub.store.arrangement_effects import linked
from hub.store.arrangement_proposal import propose
from hub.store.arrangement_rows import change_link, held_link, held_party, results_of
from hub.store.models.arrangement import Arrangement, ArrangementOutput, ArrangementParty
from hub.store.models.base import Base
from hub.store.models.facts import Output


async def answer(acting: Acting, command: GiveConsent) -> str | Refusal:
    """Record a party's answer; the last consent lets the linkage take effect."""
    found = await held_party(acting, command.party_id)
    if isinstance(found, Refusal):
        return found
    held, party = found
    refusal = can_answer(acting.actor, held.facts, party) or judged_answer(
        command.answer, command.procedure, command.given_on, today=acting.today
    )
    if refusal is not None:
        return refusal
    acting.change(
        ArrangementParty,
        held.parties[party.id],
        consent=command.answer,
        consented_on=command.given_on,
        consent_note=command.procedure.strip(),
        consented_by=acting.caller.subject,
    )
    after = standing([_answered(one, party.id, command) for one in held.facts.parties])
    if after.status is not LinkStatus.PROPOSED:
        change_link(acting, held, status=after.status, agreed_on=after.agreed_on)
    studios = {one.studio_id for one in held.facts.parties if one.studio_id is not None}
    await linked(acting, held.row["id"], after, joint=held.row["studio_id"], studios=studios)
    return str(held.row["id"])


async def write_part(acting: Acting, command: WritePart) -> str | Refusal:
    """Write the part of the caller's own party."""
    found = await held_party(acting, command.party_id)
    if isinstance(found, Refusal):
        return found
    held, party = found
    if (refusal := can_write_part(acting.actor, held.facts, party)) is not None:
        return refusal
    if not command.part.strip():
        return needed("本方工作", "the part", at="input.part", rule="W8")
    acting.change(ArrangementParty, held.parties[party.id], part=command.part.strip())
    return str(held.row["id"])


async def change(acting: Acting, command: ChangeArrangement) -> str | Refusal:
    """Write new values of what the lead owns."""
    held = await held_link(acting, command.arrangement_id)
    if isinstance(held, Refusal):
        return held
    refusal = can_change(acting.actor, held.facts) or judged_change(command, held.facts, today=acting.today)
    if refusal is not None:
        return refusal
    names = (one.name for one in fields(command) if one.name != "arrangement_id")
    given = {name: value for name in names if (value := getattr(command, name)) is not None}
    change_link(acting, held, **given)
    return str(held.row["id"])


async def record_result(acting: Acting, command: RecordResult) -> str | Refusal:
    """Record what came of it; an output on record stays its owner's, counted there and nowhere else."""
    held = await held_link(acting, command.arrangement_id)
    if isinstance(held, Refusal):
        return held
    refusal = can_record(acting.actor, held.facts) or judged_result(command, today=acting.today)
    if refusal is not None:
        return refusal
    if command.output_id is not None and not await _own_output(acting, command.output_id):
        return absent(Output.title, at="input.outputId")
    acting.add(
        ArrangementOutput,
        arrangement_id=held.row["id"],
        lead_body_id=held.row["lead_body_id"],
        body_id=acting.actor.body_id,
        output_id=command.output_id,
        kind=command.kind,
        name=command.name.strip(),
        recipients=list(command.recipients),
        adoption=command.adoption,
        submitted_on=command.submitted_on,
        published=held.row["published"],
    )
    return str(held.row["id"])


async def end(acting: Acting, command: EndArrangement) -> str | Refusal:
    """End it; nothing of it is removed."""
    held = await held_link(acting, command.arrangement_id)
    if isinstance(held, Refusal):
        return held
    refusal = can_end(acting.actor, held.facts) or judged_end(held.facts, command.ended_on, today=acting.today)
    if refusal is not None:
        return refusal
    change_link(acting, held, status=LinkStatus.ENDED, ended_on=command.ended_on)
    return str(held.row["id"])


async def publish(acting: Acting, command: PublishArrangement) -> str | Refusal:
    """Show it to the public with its parties and results, or no longer."""
    held = await held_link(acting, command.arrangement_id)
    if isinstance(held, Refusal):
        return held
    if (refusal := can_publish(acting.actor, held.facts)) is not None:
        return refusal
    change_link(acting, held, published=command.published)
    for party in held.parties.values():
        acting.change(ArrangementParty, party, published=command.published)
    for one in await results_of(acting, held.row["id"]):
        acting.change(ArrangementOutput, one, published=command.published)
    return str(held.row["id"])


def _answered(one: PartyFacts, party: str, command: GiveConsent) -> PartyFacts:
    return replace(one, consent=command.answer, consented_on=command.given_on) if one.id == party else one


async def _own_output(acting: Acting, identifier: str) -> bool:
    row = await acting.within(Output, identifier, Act.READ)
    if row is None or row["deleted_at"] is not None:
        return False
    owner: str = row["owner_body_id"]
    return owner == acting.actor.body_id


DEEDS: Mapping[type[Command], Do] = {
    ProposeArrangement: propose,
    GiveConsent: answer,
    WritePart: write_part,
    ChangeArrangement: change,
    RecordResult: record_result,
    EndArrangement: end,
    PublishArrangement: publish,
}
ACTIONS: Mapping[type[Base], Actions] = {Arrangement: allowed}
