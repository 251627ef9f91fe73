"""The rules of joint work: one owner, and each party answers and writes for itself only (domain.md W8, A-05, A-63)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from hub.domain.access import Role
from hub.domain.arrangement import ChangeArrangement, RecordResult
from hub.domain.command import Actor, Refusal, machines_never, needed, wrong_role, wrong_state
from hub.domain.level import Level
from hub.domain.registry_words import Consent, LinkStatus, PartyKind, PartyRole

SETTLED = frozenset({Consent.AGREED, Consent.NOT_NEEDED})
_AGREED_UPON = frozenset({LinkStatus.ACTIVE, LinkStatus.ENDED})
_ONE_OWNER = "A-05"
_OWN_PART = "W8"


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    """A party as the rules see it; `body_id` is the body that speaks for it here, if one does."""

    id: str = ""
    kind: PartyKind
    role: PartyRole
    level: Level | None = None
    body_id: str | None = None
    studio_id: str | None = None
    committee_id: str | None = None
    name: str
    consent: Consent = Consent.AWAITED
    consented_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LinkFacts:
    """A linkage as the rules see it."""

    lead_body_id: str
    status: LinkStatus
    parties: tuple[PartyFacts, ...]
    started_on: date | None = None
    agreed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the consents together bring a linkage."""

    status: LinkStatus
    agreed_on: date | None = None


def standing(parties: Sequence[PartyFacts]) -> Standing:
    """Agreed once nobody's answer is awaited; one party that declines is enough for it not to come about."""
    consents = {one.consent for one in parties}
    if Consent.DECLINED in consents:
        return Standing(status=LinkStatus.DECLINED)
    if not consents <= SETTLED:
        return Standing(status=LinkStatus.PROPOSED)
    days = [one.consented_on for one in parties if one.consented_on is not None]
    return Standing(status=LinkStatus.ACTIVE, agreed_on=max(days, default=None))


def speaks_for(actor: Actor, party: PartyFacts) -> bool:
    """Whether the caller's function speaks for a party: its body's managing department, or its own committee."""
    if party.body_id is None or party.body_id != actor.body_id:
        return False
    if Role.MANAGING_DEPARTMENT in actor.roles:
        return True
    return Role.SPECIAL_COMMITTEE in actor.roles and party.committee_id in actor.committees


def own_party(actor: Actor, link: LinkFacts, *, first: Consent) -> PartyFacts | None:
    """The party for which the caller speaks, one with this consent before the others; None where it is none's."""
    own = [one for one in link.parties if speaks_for(actor, one)]
    return min(own, key=lambda one: one.consent is not first, default=None)


def can_answer(actor: Actor, link: LinkFacts, party: PartyFacts) -> Refusal | None:
    """Why the caller cannot answer a proposal for a party now."""
    if actor.is_machine:
        return machines_never("对联动表态", "answering a proposal of joint work")
    if party.consent is Consent.NOT_NEEDED:
        return Refusal(
            code="CONSENT_NOT_NEEDED",
            zh=f"“{party.name}”在本系统没有账号，由牵头方登记，无须表态",
            en=f"{party.name} has no login here; the lead recorded it and no answer is needed",
            at="input.partyId",
            rule="A-63",
        )
    if (strange := _own_party(actor, party, "表态", "answer")) is not None:
        return strange
    if link.status is not LinkStatus.PROPOSED:
        return _not_in(link, "表态", "answers are given", "尚待同意", "while it is proposed")
    if party.consent is not Consent.AWAITED:
        return wrong_state(
            f"“{party.name}”已经表态，不能再次表态",
            f"{party.name} has already answered; it answers once",
            at="input.partyId",
            rule=_OWN_PART,
        )
    return None


def judged_answer(answer: Consent, procedure: str, given_on: date, *, today: date) -> Refusal | None:
    """What is wrong with an answer as it was given."""
    if answer not in (Consent.AGREED, Consent.DECLINED):
        return Refusal(
            code="WRONG_ANSWER",
            zh="表态只能是同意（AGREED）或不参加（DECLINED），请重选",
            en="an answer is AGREED or DECLINED; choose one of them",
            at="input.answer",
            rule=_OWN_PART,
        )
    if not procedure.strip():
        return needed("同意程序", "the procedure by which it was decided", at="input.procedure", rule=_OWN_PART)
    return not_after(given_on, today, at="input.givenOn")


def can_write_part(actor: Actor, link: LinkFacts, party: PartyFacts) -> Refusal | None:
    """Why the caller cannot write a party's own part now."""
    if (strange := _own_party(actor, party, "填写", "write its part")) is not None:
        return strange
    if link.status is not LinkStatus.ACTIVE:
        return _not_in(link, "填写本方工作", "parts are written", "生效", "while it is active")
    return None


def can_change(actor: Actor, link: LinkFacts) -> Refusal | None:
    """Why the caller cannot change what the lead owns now."""
    if (other := _lead_only(actor, link, "修改", "changed")) is not None:
        return other
    if link.status is LinkStatus.DECLINED:
        return _not_in(link, "修改", "it is changed", "提议、生效或结束", "unless it was declined")
    return None


def judged_change(command: ChangeArrangement, link: LinkFacts, *, today: date) -> Refusal | None:
    """What is wrong with a change; once it has ended only what became of it is still told."""
    given = {one.name for one in fields(command) if getattr(command, one.name) is not None} - {"arrangement_id"}
    if not given:
        return needed("要修改的内容", "what is to be changed", at="input", rule=_ONE_OWNER)
    if link.status is LinkStatus.ENDED and given != {"adoption"}:
        return wrong_state(
            "该联动已结束，只能补记采纳情况（adoption）",
            "it has ended; only its adoption may still be recorded",
            at="input",
            rule=_ONE_OWNER,
        )
    if command.topic is not None and not command.topic.strip():
        return needed("议题", "the topic", at="input.topic", rule=_ONE_OWNER)
    return not_after(command.agreement_signed_on, today, at="input.agreementSignedOn")


def can_record(actor: Actor, link: LinkFacts) -> Refusal | None:
    """Why the caller cannot record a result now."""
    if not any(speaks_for(actor, one) and one.consent is Consent.AGREED for one in link.parties):
        return Refusal(
            code="NOT_AN_AGREED_PARTY",
            zh="成果由已同意的参与方记录，请先表态",
            en="results are recorded by parties that have agreed; answer the proposal first",
            rule=_OWN_PART,
        )
    if link.status not in _AGREED_UPON:
        return _not_in(link, "记录成果", "results are recorded", "生效或结束", "once it is active or ended")
    return None


def judged_result(command: RecordResult, *, today: date) -> Refusal | None:
    """What is wrong with a result as it was given."""
    if not command.name.strip():
        return needed("题目", "the title", at="input.name", rule=_OWN_PART)
    return not_after(command.submitted_on, today, at="input.submittedOn")


def can_end(actor: Actor, link: LinkFacts) -> Refusal | None:
    """Why the caller cannot end a linkage now."""
    if actor.is_machine:
        return machines_never("结束联动", "ending joint work")
    if (other := _lead_only(actor, link, "结束", "ended")) is not None:
        return other
    if link.status is not LinkStatus.ACTIVE:
        return _not_in(link, "结束", "it is ended", "生效", "while it is active")
    return None


def judged_end(link: LinkFacts, ended_on: date, *, today: date) -> Refusal | None:
    """What is wrong with a last day as it was given."""
    if (late := not_after(ended_on, today, at="input.endedOn")) is not None:
        return late
    first = max((day for day in (link.started_on, link.agreed_on) if day is not None), default=None)
    if first is not None and ended_on < first:
        return Refusal(
            code="WRONG_DAY",
            zh=f"结束日期不能早于 {first}（开始或达成之日），请核对",
            en=f"the last day is not before {first}, when it began or was agreed; check it",
            at="input.endedOn",
            rule=_OWN_PART,
        )
    return None


def can_publish(actor: Actor, link: LinkFacts) -> Refusal | None:
    """Why the caller cannot show a linkage to the public, or take it back, now."""
    if actor.is_machine:
        return machines_never("公开联动", "publishing joint work")
    if (other := _lead_only(actor, link, "公开", "published")) is not None:
        return other
    if link.status not in _AGREED_UPON:
        return _not_in(link, "公开", "it is published", "生效或结束", "once it is active or ended")
    return None


def not_after(day: date | None, today: date, *, at: str) -> Refusal | None:
    """A day on which something was done does not lie ahead."""
    if day is None or day <= today:
        return None
    return Refusal(
        code="WRONG_DAY",
        zh=f"日期不能晚于今天（{today}），请核对",
        en=f"the day is not after today, {today}",
        at=at,
        rule=_OWN_PART,
    )


def _own_party(actor: Actor, party: PartyFacts, zh: str, en: str) -> Refusal | None:
    if party.body_id is None or party.body_id != actor.body_id:
        return Refusal(
            code="NOT_YOUR_PARTY",
            zh=f"“{party.name}”由其本方{zh}，请由该方办理",
            en=f"{party.name} itself may {en}, nobody for it; leave it to that party",
            at="input.partyId",
            rule=_OWN_PART,
        )
    if not speaks_for(actor, party):
        return wrong_role(
            Role.MANAGING_DEPARTMENT, f"代“{party.name}”{zh}", f"to {en} for {party.name}", rule=_OWN_PART
        )
    return None


def _lead_only(actor: Actor, link: LinkFacts, zh: str, en: str) -> Refusal | None:
    if link.lead_body_id != actor.body_id:
        return Refusal(
            code="LEAD_ONLY",
            zh=f"该联动由牵头方{zh}，请与牵头方联系",
            en=f"it is {en} by the lead alone; ask the lead",
            rule=_ONE_OWNER,
        )
    if not any(one.role is PartyRole.LEAD and speaks_for(actor, one) for one in link.parties):
        return wrong_role(Role.MANAGING_DEPARTMENT, f"该联动的{zh}", f"having it {en}", rule=_ONE_OWNER)
    return None


def _not_in(link: LinkFacts, what_zh: str, what_en: str, when_zh: str, when_en: str) -> Refusal:
    status = link.status
    return wrong_state(
        f"该联动现为“{status.title_zh}”，仅在{when_zh}时可以{what_zh}",
        f"{what_en} {when_en}; it now is: {status.title_en}",
        rule=_OWN_PART,
    )
