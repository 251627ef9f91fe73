"""Assessments, checks, reminders and violations: how they are carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.auth.scope import may
from hub.domain.access import Act, Noun, Role
from hub.domain.assessment import AssessStudio, RecordCheck, RecordViolation, RemindConvener
from hub.domain.assessment_rules import (
    Guided,
    Outcome,
    Past,
    Wish,
    at_work,
    failures_with,
    first_failed,
    guides,
    last_assessable,
    may_assess,
    not_ahead,
    outcome,
    supervises,
)
from hub.domain.command import Allowed, Command, Refusal, absent, needed
from hub.domain.dossier import dossier
from hub.domain.dossier_facts import Demands, Line
from hub.domain.dossier_holds import Hold
from hub.domain.registry_words import AssessmentResult, MeasureKind, StudioEventKind
from hub.resolvers.assessment_steps import add_measure, raise_removal, role_of, status_before_warning
from hub.store.acting import Acting, Actions, Do, Row
from hub.store.evidence import assessments_of, started_on, studio_year
from hub.store.evidence_holds import open_holds
from hub.store.evidence_rules import demands_on
from hub.store.models.assessment import Assessment, AssessmentItem
from hub.store.models.base import Base
from hub.store.models.studio import Studio

_ASSESSING = {"zh": "年度考核", "en": "the annual assessment", "rule": "R-112"}
_CHECKING = {"zh": "检查", "en": "a check", "rule": "R-111"}
_REMINDING = {"zh": "提醒督促", "en": "a reminder", "rule": "R-111"}
_FINDING = {"zh": "违规认定", "en": "the finding of a violation", "rule": "R-118"}


async def studio_for(acting: Acting, identifier: str) -> Row | None:
    """The studio, when the caller may record its supervision."""
    return await acting.within(Studio, identifier, Act.RECORD, noun=Noun.ASSESSMENT)


def guided(studio: Row) -> Guided:
    """A studio as the rules of its supervision see it."""
    return Guided(
        name=studio["name"],
        owner_body_id=studio["owner_body_id"],
        committee_id=studio["committee_id"],
        status=studio["status"],
        started_on=started_on(studio),
    )


async def demands_for(acting: Acting, studio: Row, *, year: int, on: date) -> Demands:
    """The standards in force at the end of the year, or on an earlier day."""
    return await demands_on(acting.connection, studio["owner_body_id"], on=min(on, date(year, 12, 31)))


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What an assessment stands on: earlier ones, the standards that bind, and data that are held up."""

    past: Sequence[Past]
    demands: Demands
    holds: Sequence[Hold]


async def assess(acting: Acting, command: AssessStudio) -> str | Refusal:
    """Record the committee's decision with its dossier, and what follows from it."""
    studio = await studio_for(acting, command.studio_id)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    on = command.happened_on or acting.today
    wish = Wish(year=command.year, result=command.result, opinion=command.opinion, on=on)
    ground = await _ground(acting, studio, wish)
    if isinstance(ground, Refusal):
        return ground
    failures = failures_with(ground.past, year=wish.year, result=wish.result)
    before = await status_before_warning(acting, studio)
    came = outcome(failures, ground.demands.thresholds, status=studio["status"], before_warning=before)
    identifier = _record(acting, studio, wish, ground.demands, came)
    await _add_dossier(acting, studio, wish, ground, assessment=identifier)
    await _follow(acting, studio, wish, came, ground.demands, assessment=identifier)
    return identifier


async def _ground(acting: Acting, studio: Row, wish: Wish) -> _Ground | Refusal:
    """What the assessment stands on, or why it cannot be recorded."""
    if refusal := guides(acting.actor, guided(studio), **_ASSESSING):
        return refusal
    # A year outside the calendar is refused by the rules; it must not break what is read before they are asked.
    year = min(max(wish.year, date.min.year), acting.today.year)
    past = await assessments_of(acting.connection, studio["id"])
    demands = await demands_for(acting, studio, year=year, on=wish.on)
    # A failure is counted with those before it: data of their years must be there too.
    since = first_failed(past, year=year) if wish.result is AssessmentResult.FAIL else year
    holds = await open_holds(acting.connection, studio["owner_body_id"], year=since)
    due = demands.summary_due
    refusal = may_assess(wish, guided(studio), past, holds, summary_due=due, today=acting.today)
    return refusal or _Ground(past=past, demands=demands, holds=holds)


def _record(acting: Acting, studio: Row, wish: Wish, demands: Demands, came: Outcome) -> str:
    return acting.add(
        Assessment,
        owner_body_id=studio["owner_body_id"],
        studio_id=studio["id"],
        committee_id=studio["committee_id"],
        rulebook_id=_book(demands),
        year=wish.year,
        result=wish.result,
        failures=came.failures,
        opinion=wish.opinion,
        assessed_on=wish.on,
        assessor=acting.actor.subject,
        # The managing department reads the hub, so that it has the result on the day it is recorded.
        reported_on=wish.on,
        recorded_at=acting.now,
    )


async def _add_dossier(acting: Acting, studio: Row, wish: Wish, ground: _Ground, *, assessment: str) -> None:
    year = await studio_year(
        acting.connection, studio, year=wish.year, as_of=wish.on, past=ground.past, holds=ground.holds
    )
    for position, line in enumerate(dossier(year, ground.demands), start=1):
        acting.add(AssessmentItem, assessment_id=assessment, position=position, **_columns(studio, line))


def _columns(studio: Row, line: Line) -> dict[str, Any]:
    return {
        "owner_body_id": studio["owner_body_id"],
        "studio_id": studio["id"],
        "committee_id": studio["committee_id"],
        "key": line.key,
        "rule": line.place.rule,
        "clause": line.place.clause,
        "source_sentence": line.place.sentence,
        "result": line.result,
        "expected": line.expected,
        "found": line.found,
        "missing": line.missing,
        "gap_owner": line.gap_owner,
    }


async def _follow(acting: Acting, studio: Row, wish: Wish, came: Outcome, demands: Demands, *, assessment: str) -> None:
    """Tell the studio's history what was decided and what follows; what is due is raised and never done by itself."""
    told: dict[str, Any] = {"on": wish.on, "role": Role.SPECIAL_COMMITTEE}
    after = came.status if wish.result is AssessmentResult.PASS else None
    rule = demands.assessing.rule if demands.assessing is not None else None
    await acting.tell(studio, StudioEventKind.ASSESSED, after=after, rule=rule, subject_id=assessment, **told)
    if came.measure is None:
        return
    streak = "首次" if came.failures == 1 else f"连续{came.failures}次"
    reason = f"{wish.year}年度考核未达标，{streak}"
    measure = add_measure(
        acting, studio, came.measure, on=wish.on, reason=reason, rule=came.rule, year=wish.year, assessment=assessment
    )
    if came.measure is MeasureKind.WARNING:
        event, status = StudioEventKind.WARNED, came.status
    else:
        event, status = StudioEventKind.REMOVAL_DUE, None
        await raise_removal(acting, studio, rule=came.rule, why=reason, subject=measure)
    await acting.tell(studio, event, after=status, rule=came.rule, subject_id=measure, **told)


def _book(demands: Demands) -> str | None:
    return demands.books[0].id if demands.books else None


async def check(acting: Acting, command: RecordCheck) -> str | Refusal:
    """Record a check; it changes no state."""
    seen = _Seen(
        kind=MeasureKind.CHECK, event=StudioEventKind.CHECKED, words=_CHECKING, text=command.findings,
        at="input.findings", scheduled=command.scheduled,
    )  # fmt: skip
    return await _record_seen(acting, command, seen)


async def remind(acting: Acting, command: RemindConvener) -> str | Refusal:
    """Record a reminder; it changes no state."""
    seen = _Seen(
        kind=MeasureKind.REMINDER, event=StudioEventKind.REMINDED, words=_REMINDING, text=command.reason,
        at="input.reason",
    )  # fmt: skip
    return await _record_seen(acting, command, seen)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What a committee saw or said between two assessments."""

    kind: MeasureKind
    event: StudioEventKind
    words: Mapping[str, str]
    text: str
    at: str
    scheduled: bool | None = None


async def _record_seen(acting: Acting, command: RecordCheck | RemindConvener, seen: _Seen) -> str | Refusal:
    studio = await studio_for(acting, command.studio_id)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    on = command.happened_on or acting.today
    number = seen.words["rule"]
    refusal = guides(acting.actor, guided(studio), **seen.words) or _told(
        studio, seen.text, on, acting.today, at=seen.at, rule=number
    )
    if refusal is not None:
        return refusal
    rule = await _rule_here(acting, studio, on, number)
    measure = add_measure(acting, studio, seen.kind, on=on, reason=seen.text, rule=rule, scheduled=seen.scheduled)
    await acting.tell(studio, seen.event, on=on, role=Role.SPECIAL_COMMITTEE, rule=rule, subject_id=measure)
    return measure


async def violation(acting: Acting, command: RecordViolation) -> str | Refusal:
    """Record a violation; people of the body that granted the plaque decide what becomes of it."""
    studio = await studio_for(acting, command.studio_id)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    on = command.happened_on or acting.today
    refusal = supervises(acting.actor, guided(studio), **_FINDING) or _told(
        studio, command.reason, on, acting.today, at="input.reason", rule=_FINDING["rule"]
    )
    if refusal is not None:
        return refusal
    rule = await _rule_here(acting, studio, on, _FINDING["rule"])
    measure = add_measure(acting, studio, MeasureKind.VIOLATION, on=on, reason=command.reason, rule=rule)
    if rule is not None:
        await raise_removal(acting, studio, rule=rule, why=command.reason, subject=measure)
        event, role = StudioEventKind.REMOVAL_DUE, role_of(acting)
        await acting.tell(studio, event, on=on, role=role, rule=rule, subject_id=measure)
    return measure


def _told(studio: Row, text: str, on: date, today: date, *, at: str, rule: str) -> Refusal | None:
    refusal = at_work(guided(studio)) or not_ahead(on, today=today)
    if refusal is None and not text.strip():
        return needed("情况说明", "what was found", at=at, rule=rule)
    return refusal


async def _rule_here(acting: Acting, studio: Row, on: date, rule: str) -> str | None:
    """The number of the rule where the standards that bind the studio say what follows; elsewhere none is cited."""
    demands = await demands_for(acting, studio, year=on.year, on=on)
    return rule if demands.thresholds.is_set else None


async def actions(acting: Acting, studio: Row) -> Sequence[Allowed]:
    """What the caller may do in supervising a studio, and why not."""
    if not may(acting.caller, Act.READ, Noun.HISTORY):
        return ()
    # Whoever supervises no studio at all is told whose this is; who does, that this one is out of reach.
    strange = may(acting.caller, Act.RECORD, Noun.ASSESSMENT) and await studio_for(acting, studio["id"]) is None
    seen = guided(studio)
    out = absent(Studio.title, at="input.studioId") if strange else None
    living = at_work(seen)
    return (
        Allowed(action="assessStudio", refusal=out or await _why_not_assess(acting, studio)),
        Allowed(action="recordCheck", refusal=out or guides(acting.actor, seen, **_CHECKING) or living),
        Allowed(action="remindConvener", refusal=out or guides(acting.actor, seen, **_REMINDING) or living),
        Allowed(action="recordViolation", refusal=out or supervises(acting.actor, seen, **_FINDING) or living),
    )


async def _why_not_assess(acting: Acting, studio: Row) -> Refusal | None:
    """Why the latest year that has come to its end cannot be assessed, whatever the result."""
    demands = await demands_for(acting, studio, year=acting.today.year, on=acting.today)
    year = last_assessable(acting.today, summary_due=demands.summary_due)
    wish = Wish(year=year, result=AssessmentResult.PASS, opinion=None, on=acting.today)
    ground = await _ground(acting, studio, wish)
    return ground if isinstance(ground, Refusal) else None


DEEDS: Mapping[type[Command], Do] = {
    AssessStudio: assess,
    RecordCheck: check,
    RemindConvener: remind,
    RecordViolation: violation,
}
ACTIONS: Mapping[type[Base], Actions] = {Studio: actions}
