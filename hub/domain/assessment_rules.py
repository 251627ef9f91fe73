"""Who assesses a studio and when, what a failure brings, and when the data do not allow one (domain.md W5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, machines_never, needed, wrong_role, wrong_state
from hub.domain.dossier_holds import Hold, held_up
from hub.domain.registry_words import AssessmentResult, MeasureKind
from hub.domain.words import LIVING, StudioStatus

_LAST_MONTH = 12


@dataclass(frozen=True, kw_only=True)
class Guided:
    """A studio as the rules of its supervision see it."""

    name: str
    owner_body_id: str
    committee_id: str | None
    status: StudioStatus
    started_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Past:
    """An assessment that is on record."""

    year: int
    result: AssessmentResult


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """After how many failures what follows, and by which rule; without a number nothing follows."""

    warning: int | None = None
    removal: int | None = None
    warning_rule: str | None = None
    removal_rule: str | None = None

    @property
    def is_set(self) -> bool:
        """Whether the standards that bind the studio say what a failure brings."""
        return self.warning is not None or self.removal is not None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An assessment that is to be recorded."""

    year: int
    result: AssessmentResult
    opinion: str | None
    on: date


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an assessment brings: failures in a row, the measure that follows and by which rule, a new state."""

    failures: int
    measure: MeasureKind | None = None
    rule: str | None = None
    status: StudioStatus | None = None


def guides(actor: Actor, studio: Guided, *, zh: str, en: str, rule: str) -> Refusal | None:
    """Why this caller is not the committee that guides the studio; nothing when it is (R-112, R-72)."""
    if actor.is_machine:
        return machines_never(zh, en)
    if Role.SPECIAL_COMMITTEE not in actor.roles:
        return wrong_role(Role.SPECIAL_COMMITTEE, zh, en, rule=rule)
    if actor.body_id != studio.owner_body_id:
        return _other_level(zh, en)
    if studio.committee_id is None or studio.committee_id not in actor.committees:
        return Refusal(
            code="NOT_GUIDING_COMMITTEE",
            zh=f"{zh}由联系指导该工作室的专门委员会办理",
            en=f"{en} is for the committee that guides the studio",
            at="input.studioId",
            rule=rule,
        )
    return None


def supervises(actor: Actor, studio: Guided, *, zh: str, en: str, rule: str) -> Refusal | None:
    """Why this caller is neither the guiding committee nor the managing department of the studio's own body."""
    if actor.is_machine or Role.MANAGING_DEPARTMENT not in actor.roles:
        return guides(actor, studio, zh=zh, en=en, rule=rule)
    return None if actor.body_id == studio.owner_body_id else _other_level(zh, en)


def at_work(studio: Guided) -> Refusal | None:
    """Why nothing can be found on the studio any more."""
    if studio.status in LIVING:
        return None
    return wrong_state(
        f"工作室当前状态为“{studio.status.title_zh}”，不再考核、检查或提醒",
        f"the studio is in the state: {studio.status.title_en}; it is not assessed, checked or reminded",
        at="input.studioId",
        rule="R-112",
    )


def not_ahead(on: date, *, today: date, at: str = "input.happenedOn") -> Refusal | None:
    """Why a day cannot be the day on which something was done."""
    if on <= today:
        return None
    return Refusal(
        code="DAY_AHEAD",
        zh="日期晚于今天，请填写实际日期",
        en="the day lies ahead; give the day on which it was done",
        at=at,
        rule="W5",
    )


def known_year(year: int, *, today: date) -> Refusal | None:
    """Why a number cannot be the year of an assessment."""
    if 1 <= year <= today.year:
        return None
    return Refusal(
        code="YEAR_NOT_ENDED",
        zh="年度考核于年终进行，请核对年度",
        en="the assessment belongs to the end of the year; check the year",
        at="input.year",
        rule="R-112",
    )


def opens_on(year: int, *, summary_due: str | None) -> date:
    """The first day of a year's end: the day after the studio's summary is due, else the first of the last month."""
    if summary_due is None:
        return date(year, _LAST_MONTH, 1)
    month, _, day = summary_due.partition("-")
    return date(year, int(month), int(day)) + timedelta(days=1)


def last_assessable(today: date, *, summary_due: str | None) -> int:
    """The latest year whose end has come."""
    return today.year if today >= opens_on(today.year, summary_due=summary_due) else today.year - 1


def may_assess(
    wish: Wish, studio: Guided, past: Sequence[Past], holds: Sequence[Hold], *, summary_due: str | None, today: date
) -> Refusal | None:
    """Why this assessment cannot be recorded: state, day, one for each year, opinion, and data that are held up."""
    return (
        at_work(studio)
        or not_ahead(wish.on, today=today)
        or known_year(wish.year, today=today)
        or _in_time(wish, studio, opens=opens_on(wish.year, summary_due=summary_due))
        or _once(wish.year, past)
        or _reasoned(wish)
        or (held_up(holds) if wish.result is AssessmentResult.FAIL else None)
    )


def failures_with(past: Iterable[Past], *, year: int, result: AssessmentResult) -> int:
    """Failures in a row with this result; a pass resets, a year without assessment neither counts nor resets."""
    if result is AssessmentResult.PASS:
        return 0
    count = 1
    for one in sorted((one for one in past if one.year < year), key=lambda one: one.year, reverse=True):
        if one.result is AssessmentResult.PASS:
            break
        count += 1
    return count


def first_failed(past: Iterable[Past], *, year: int) -> int:
    """The first of the years in a row that a failure of this year would be counted with."""
    first = year
    for one in sorted((one for one in past if one.year < year), key=lambda one: one.year, reverse=True):
        if one.result is AssessmentResult.PASS:
            break
        first = one.year
    return first


def unassessed(past: Iterable[Past], *, year: int) -> tuple[int, ...]:
    """Years between the first assessment on record and this year for which there is none (A-54)."""
    known = {one.year for one in past if one.year < year}
    return tuple(one for one in range(min(known, default=year), year) if one not in known)


def outcome(failures: int, thresholds: Thresholds, *, status: StudioStatus, before_warning: StudioStatus) -> Outcome:
    """What so many failures in a row bring; a pass lifts a warning, and nothing is ever removed by itself (A-53)."""
    if failures == 0:
        return Outcome(failures=0, status=before_warning if status is StudioStatus.WARNED else None)
    if thresholds.removal is not None and failures >= thresholds.removal:
        return Outcome(failures=failures, measure=MeasureKind.REMOVAL_DUE, rule=thresholds.removal_rule)
    if thresholds.warning is not None and failures >= thresholds.warning:
        # A suspension is not lifted by a warning.
        warned = None if status is StudioStatus.SUSPENDED else StudioStatus.WARNED
        return Outcome(failures=failures, measure=MeasureKind.WARNING, rule=thresholds.warning_rule, status=warned)
    return Outcome(failures=failures)


def _other_level(zh: str, en: str) -> Refusal:
    return Refusal(
        code="WRONG_LEVEL",
        zh=f"谁审批谁负责：{zh}只能由工作室归属的本级政协办理",
        en=f"{en} is only for the body that owns the studio: who approves answers for it",
        at="input.studioId",
        rule="R-72",
    )


def _in_time(wish: Wish, studio: Guided, *, opens: date) -> Refusal | None:
    if wish.on < opens:
        return Refusal(
            code="YEAR_NOT_ENDED",
            zh=f"{wish.year}年度考核于年终进行，{opens.isoformat()} 起方可办理",
            en=f"the assessment for {wish.year} belongs to the end of the year, from {opens.isoformat()} on",
            at="input.year",
            rule="R-112",
        )
    if studio.started_on is not None and studio.started_on.year > wish.year:
        return Refusal(
            code="YEAR_BEFORE_STUDIO",
            zh=f"工作室于{studio.started_on.year}年启用，{wish.year}年度不考核",
            en=f"the studio began in {studio.started_on.year}; there is nothing to assess for {wish.year}",
            at="input.year",
            rule="R-112",
        )
    return None


def _once(year: int, past: Sequence[Past]) -> Refusal | None:
    if any(one.year == year for one in past):
        return Refusal(
            code="ALREADY_ASSESSED",
            zh=f"{year}年度已有考核结论，同一工作室每年考核一次",
            en=f"{year} has been assessed; a studio is assessed once for each year",
            at="input.year",
            rule="R-112",
        )
    if later := [one.year for one in past if one.year > year]:
        return Refusal(
            code="LATER_YEAR_ASSESSED",
            zh=f"{max(later)}年度已考核，不再补记{year}年度；缺考核的年度不计也不清零",
            en=f"{max(later)} has been assessed, so that {year} is not added; a missing year neither counts nor resets",
            at="input.year",
            rule="A-54",
        )
    return None


def _reasoned(wish: Wish) -> Refusal | None:
    if wish.result is AssessmentResult.FAIL and not (wish.opinion or "").strip():
        return needed("考核意见", "the opinion of the committee", at="input.opinion", rule="R-112")
    return None
