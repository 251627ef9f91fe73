"""How joint work is proposed: the parties are found, judged together, and written with the lead's own consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import or_, select

from hub.domain.access import Act
from hub.domain.arrangement import ProposeArrangement, ProposedParty
from hub.domain.arrangement_proposal import (
    JointStudio,
    can_propose,
    has_body_here,
    judged_proposal,
    levels_of,
    named_rightly,
)
from hub.domain.arrangement_rules import PartyFacts, standing
from hub.domain.command import Refusal, absent
from hub.domain.level import Level
from hub.domain.registry_words import Consent, LinkForm, PartyKind, PartyRole
from hub.domain.standard_words import StructureKind
from hub.store.acting import Acting, Row
from hub.store.arrangement_effects import linked
from hub.store.dialect import table_of
from hub.store.models.arrangement import Arrangement, ArrangementParty
from hub.store.models.body import Body, Committee
from hub.store.models.standard import Rulebook, StructureRule
from hub.store.models.studio import Studio


async def propose(acting: Acting, command: ProposeArrangement) -> str | Refusal:
    """Write a proposal; where no other party has a login here it takes effect at once."""
    if (refusal := can_propose(acting.actor)) is not None:
        return refusal
    lead = await _own_body(acting)
    if lead is None:
        return absent(Body.title, at="input.parties")
    parties = await _found(acting, command.parties)
    if isinstance(parties, Refusal):
        return parties
    studio = await _studio(acting, command.studio_id)
    if isinstance(studio, Refusal):
        return studio
    refusal = judged_proposal(
        command,
        parties,
        actor=acting.actor,
        today=acting.today,
        studio=None if studio is None else _joint(studio),
        takes_in=await _takes_in(acting, command, lead),
    )
    return refusal or await _written(acting, command, parties, studio)


async def _own_body(acting: Acting) -> Row | None:
    place = acting.caller.place
    narrow = acting.caller.narrow
    if place is None or (narrow and not any(one.branch.holds(place.position) for one in narrow)):
        return None
    return await acting.one(Body, table_of(Body).c.id == place.body_id, locked=False)


async def _found(acting: Acting, named: Sequence[ProposedParty]) -> list[PartyFacts] | Refusal:
    found: list[PartyFacts] = []
    for number, one in enumerate(named):
        at = f"input.parties.{number}"
        party = named_rightly(one, at=at) or await _party(acting, one, at=at)
        if isinstance(party, Refusal):
            return party
        found.append(party)
    return found


async def _party(acting: Acting, named: ProposedParty, *, at: str) -> PartyFacts | Refusal:
    match named.kind:
        case PartyKind.STUDIO:
            studio = await _readable_studio(acting, named.studio_id or "")
            if studio is None:
                return absent(Studio.title, at=f"{at}.studioId")
            # The committee that guides the studio speaks for it beside its body's managing department.
            return await _of_body(acting, named, studio["owner_body_id"], studio, committee=studio["committee_id"])
        case PartyKind.COMMITTEE:
            committee = await acting.one(Committee, table_of(Committee).c.id == named.committee_id, locked=False)
            if committee is None:
                return absent(Committee.title, at=f"{at}.committeeId")
            return await _of_body(acting, named, committee["body_id"], committee, committee=committee["id"])
        case PartyKind.BODY | PartyKind.GROUP:
            body = await acting.one(Body, table_of(Body).c.code == named.body_code, locked=False)
            if body is None:
                return absent(Body.title, at=f"{at}.bodyCode")
            return await _of_body(acting, named, body["id"], {"name": body["short_name"]})
    return await _outside(acting, named, at=at)


async def _of_body(
    acting: Acting, named: ProposedParty, body: str, called: Row, *, committee: str | None = None
) -> PartyFacts:
    found = await acting.one(Body, table_of(Body).c.id == body, locked=False)
    return PartyFacts(
        kind=named.kind,
        role=named.role,
        level=None if found is None else found["level"],
        body_id=body,
        studio_id=named.studio_id,
        committee_id=committee,
        name=(named.name or called["name"]).strip(),
        consent=Consent.AGREED if named.role is PartyRole.LEAD else Consent.AWAITED,
    )


async def _outside(acting: Acting, named: ProposedParty, *, at: str) -> PartyFacts | Refusal:
    name = (named.name or "").strip()
    body = table_of(Body)
    # Two bodies may go by one short name.
    if await acting.all(select(body.c.id).where(or_(body.c.name == name, body.c.short_name == name)).limit(1)):
        return has_body_here(name, at=f"{at}.name")
    return PartyFacts(kind=named.kind, role=named.role, level=named.level, name=name, consent=Consent.NOT_NEEDED)


async def _readable_studio(acting: Acting, identifier: str) -> Row | None:
    """A studio that the caller may read: whoever names one out of its reach must not learn that it is there."""
    row = await acting.within(Studio, identifier, Act.READ)
    return None if row is None or row["deleted_at"] is not None else row


async def _studio(acting: Acting, identifier: str | None) -> Row | Refusal | None:
    if identifier is None:
        return None
    return await _readable_studio(acting, identifier) or absent(Studio.title, at="input.studioId")


def _joint(studio: Row) -> JointStudio:
    return JointStudio(
        owner_body_id=studio["owner_body_id"], committee_id=studio["committee_id"], status=studio["status"]
    )


async def _takes_in(acting: Acting, command: ProposeArrangement, lead: Row) -> frozenset[Level] | None:
    """The levels whose studios may take in members of lower levels, by the nearest standards that say so (R-33)."""
    if command.form is not LinkForm.CROSS_MEMBERSHIP:
        return None
    body, book, rule = table_of(Body), table_of(Rulebook), table_of(StructureRule)
    at = lead["position"]
    chosen = (
        select(rule.c.levels)
        .join(book, book.c.id == rule.c.rulebook_id)
        .join(body, body.c.id == book.c.body_id)
        .where(rule.c.kind == StructureKind.LOWER_LEVEL_MEMBERS, body.c.position <= at, body.c.last >= at)
        .where(or_(book.c.effective_from.is_(None), book.c.effective_from <= acting.today))
        .where(or_(book.c.effective_to.is_(None), book.c.effective_to > acting.today))
        .order_by(body.c.position.desc())
    )
    found = await acting.all(chosen)
    return frozenset(Level.of(one) for one in found[0]["levels"]) if found else None


async def _written(
    acting: Acting, command: ProposeArrangement, parties: Sequence[PartyFacts], studio: Row | None
) -> str:
    parties = [_leading(acting, command, one, studio) if _leads(one) else one for one in parties]
    after = standing(parties)
    lead_body = acting.actor.body_id
    identifier = acting.add(
        Arrangement,
        lead_body_id=lead_body,
        studio_id=command.studio_id,
        direction=command.direction,
        form=command.form,
        status=after.status,
        topic=command.topic.strip(),
        year=command.year,
        recurrence=command.recurrence,
        levels=[level.value for level in levels_of(parties)],
        lead_person=command.lead_person,
        platform=command.platform,
        agreement_signed_on=command.agreement_signed_on,
        agreed_on=after.agreed_on,
        started_on=command.started_on,
        source_text=command.basis,
        changed_at=acting.now,
        revision=1,
    )
    for one in parties:
        acting.add(
            ArrangementParty, arrangement_id=identifier, lead_body_id=lead_body, **_columns(acting, command, one)
        )
    studios = {one.studio_id for one in parties if one.studio_id is not None}
    await linked(acting, identifier, after, joint=None if studio is None else studio["id"], studios=studios)
    return identifier


def _columns(acting: Acting, command: ProposeArrangement, party: PartyFacts) -> dict[str, Any]:
    return {
        "kind": party.kind,
        "role": party.role,
        "level": party.level,
        "body_id": party.body_id,
        "studio_id": party.studio_id,
        "committee_id": party.committee_id,
        "name": party.name,
        "consent": party.consent,
        "consented_on": party.consented_on,
        "consent_note": command.procedure.strip() if _leads(party) else None,
        "consented_by": acting.caller.subject if _leads(party) else None,
    }


def _leads(party: PartyFacts) -> bool:
    return party.role is PartyRole.LEAD


def _leading(acting: Acting, command: ProposeArrangement, party: PartyFacts, studio: Row | None) -> PartyFacts:
    """The lead's party with its day, and with the studio that is built, so that its own rooms read the linkage too."""
    party = replace(party, consented_on=command.given_on or acting.today)
    if studio is None:
        return party
    return replace(party, studio_id=studio["id"], committee_id=party.committee_id or studio["committee_id"])
