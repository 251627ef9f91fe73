"""The receiving side of the quarter: return, accept, close, exempt, mark what is missing (A7 to A9, A12)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Actor, Refusal, needed, wrong_state
from hub.domain.due import missing_after
from hub.domain.rollup_digest import Line, LineKey
from hub.domain.rollup_facts import Duty, Terms, Version, in_state, keeper, reviewer
from hub.domain.rollup_findings import NO_EVIDENCE, Finding, is_explained, outcome
from hub.domain.rollup_reconcile import Evidence
from hub.domain.rollup_words import ObligationStatus, PeriodStatus, Severity, VersionKind, VersionStatus

SETTLED = frozenset({ObligationStatus.ACCEPTED, ObligationStatus.MISSING, ObligationStatus.EXEMPT})
"""States in which an obligation does not hold up the closing of its period (A9)."""

AWAITED = frozenset({ObligationStatus.EXPECTED, ObligationStatus.IN_PROGRESS, ObligationStatus.OVERDUE})
"""States in which nothing lies with the receiving side."""

_RECEIPTED = frozenset({VersionStatus.RECEIPTED})
_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class ReturnItem:
    """Why a version comes back: at which line, or none for all of it, with a code and in words."""

    code: str
    text: str
    key: LineKey | None = None


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What closing a period comes to: whose versions are locked, and the state of each obligation."""

    locked: frozenset[str]
    obligations: Mapping[str, ObligationStatus]


def begin_review(actor: Actor, version: Version, terms: Terms) -> Version | Refusal:
    """The version once somebody looks into it; from here on it is not withdrawn any more."""
    refusal = _reviewing(actor, version, terms, "审核", "reviewing")
    return refusal if refusal is not None else replace(version, in_review=True)


def returning(
    actor: Actor,
    duty: Duty,
    version: Version,
    terms: Terms,
    *,
    items: Sequence[ReturnItem],
    lines: Collection[LineKey],
    correct_by: date | None,
    today: date,
) -> Version | Refusal:
    """The version as returned, with at least one item (A7); a day for the correction is given, never made up."""
    refusal = _reviewing(actor, version, terms, "退回", "returning") or _open(duty, version)
    if refusal is not None:
        return refusal
    if not items:
        return needed(
            "退回事项：至少写明一项", "what is to be corrected, at least one item", at="input.items", rule="A7"
        )
    for number, item in enumerate(items):
        at = f"input.items.{number}"
        if not item.code.strip() or not item.text.strip():
            return needed("退回事项的代码和说明", "code and text of what is to be corrected", at=at, rule="A7")
        if item.key is not None and item.key not in lines:
            return no_such_line(terms, item.key, at=at)
    if correct_by is not None and correct_by < today:
        return Refusal(
            code="DAY_PAST",
            zh="更正期限不得早于今天，请重新填写",
            en="the day for the correction has passed",
            at="input.correctBy",
            rule="A7",
        )
    return replace(version, status=VersionStatus.RETURNED)


def accepting(
    actor: Actor,
    duty: Duty,
    version: Version,
    terms: Terms,
    *,
    lines: Iterable[Line],
    evidence: Mapping[LineKey, Evidence],
    explanations: Collection[LineKey] = (),
    waivers: Mapping[LineKey, str],
) -> Version | Refusal:
    """The version as accepted (A8): each line agrees, its explanation is accepted, or it is waived with a reason."""
    refusal = _reviewing(actor, version, terms, "接受", "accepting") or _open(duty, version)
    return refusal or _settled(version, duty, terms, {one.key: one for one in lines}, evidence, explanations, waivers)


def auto_accepting(
    duty: Duty,
    version: Version,
    terms: Terms,
    *,
    lines: Iterable[Line],
    evidence: Mapping[LineKey, Evidence],
    findings: Iterable[Finding],
) -> Version | Refusal:
    """The version as accepted by the hub itself (A8'), where the definition lets it and there is no difference."""
    refusal = in_state(version, _RECEIPTED, "自动接受", "accepting it automatically", rule="A8'") or _open(
        duty, version
    )
    if refusal is not None:
        return refusal
    asks = any(one.severity is not Severity.INFO for one in findings)
    differs = any(outcome(one, evidence.get(one.key, NO_EVIDENCE), terms).difference for one in lines)
    if not terms.auto_accept or asks or differs or version.kind is VersionKind.AMENDMENT:
        return Refusal(
            code="NEEDS_REVIEW",
            zh="本报表须由人员审核后接受",
            en="this report is accepted by a person",
            rule="A8'",
        )
    return replace(version, status=_accepted(duty))


def closing(actor: Actor, duties: Sequence[Duty], *, issuer: str) -> Closing | Refusal:
    """What closing a period comes to (A9); it waits for every obligation, and nothing forces it."""
    refusal = keeper(actor, issuer, "结清期次", "closing a period")
    if refusal is not None:
        return refusal
    if any(one.period is PeriodStatus.CLOSED for one in duties):
        return wrong_state("该期次已结清", "this period is closed already", rule="A9")
    left = [one for one in duties if one.status not in SETTLED]
    if left:
        counted = {status: sum(one.status is status for one in left) for status in ObligationStatus}
        zh = "、".join(f"{status.title_zh}{number}个" for status, number in counted.items() if number)
        en = ", ".join(f"{number} {status.value}" for status, number in counted.items() if number)
        return Refusal(
            code="OBLIGATIONS_LEFT",
            zh=f"尚有单位未办结（{zh}），请先接受、退回更正、标记缺报或注明免报",
            en=f"units are left ({en}); accept or return their reports, mark them missing, or exempt them",
            rule="A9",
        )
    locked = frozenset(one.id for one in duties if one.status is ObligationStatus.ACCEPTED)
    return Closing(
        locked=locked,
        obligations={one.id: ObligationStatus.CLOSED if one.id in locked else one.status for one in duties},
    )


def exempting(actor: Actor, duty: Duty, terms: Terms, *, reason: str) -> ObligationStatus | Refusal:
    """The state of an obligation that is waived, with a reason; it stays in every denominator (§2d)."""
    refusal = reviewer(actor, terms, "免报", "exempting a unit") or period_open(duty)
    if refusal is not None:
        return refusal
    if not reason.strip():
        return needed("免报理由", "the reason of the exemption", at="input.reason", rule="behaviour §2a")
    if duty.status in AWAITED or duty.status is ObligationStatus.MISSING:
        return ObligationStatus.EXEMPT
    return wrong_state(
        f"该单位本期为“{duty.status.title_zh}”，不能免报；已收到的请先接受或退回",
        f"this obligation is {duty.status.value}; what was received is accepted or returned first",
        rule="behaviour §2a",
    )


def marking_missing(
    duty: Duty, *, today: date, grace: int | None, calendar: WorkingCalendar
) -> ObligationStatus | Refusal:
    """The state of an obligation of which nothing came until the days of grace were over (A12)."""
    refusal = period_open(duty)
    if refusal is not None:
        return refusal
    if duty.status not in AWAITED:
        return wrong_state(
            f"该单位本期为“{duty.status.title_zh}”，不是未报送",
            f"this obligation is {duty.status.value}; it is not one of which nothing came",
            rule="A12",
        )
    if duty.timing.first_received_at is not None:
        return wrong_state("该单位本期已报送过，不作缺报处理", "something was received of this unit", rule="A12")
    last = missing_after(duty.timing, grace=grace, calendar=calendar)
    if isinstance(last, Refusal):
        return last
    if last is None:
        return Refusal(
            code="NO_DUE_DAY",
            zh="该报送没有规定期限，不作缺报处理；确无须报送的，请注明理由免报",
            en="this report has no due day, so that none is missing; exempt the unit with a reason if nothing is owed",
            rule="A-43",
        )
    if today <= last:
        return Refusal(
            code="GRACE_RUNS",
            zh=f"宽限期至 {last.isoformat()}，尚未届满",
            en=f"the days of grace run until {last.isoformat()}",
            rule="A12",
        )
    return ObligationStatus.MISSING


def _reviewing(actor: Actor, version: Version, terms: Terms, zh: str, en: str) -> Refusal | None:
    return reviewer(actor, terms, zh, en, submitted_by=version.submitted_by) or in_state(
        version, _RECEIPTED, zh, en, rule="I2"
    )


def period_open(duty: Duty) -> Refusal | None:
    """Why nothing changes any more in the period of an obligation."""
    if duty.period is PeriodStatus.OPEN:
        return None
    return wrong_state("本期已结清，不再变动", "the period is closed; nothing changes in it any more", rule="A9")


def _open(duty: Duty, version: Version) -> Refusal | None:
    return None if version.kind is VersionKind.AMENDMENT else period_open(duty)


def _accepted(duty: Duty) -> VersionStatus:
    """An amendment of a closed period is locked at once, since nothing closes that period again."""
    return VersionStatus.LOCKED if duty.period is PeriodStatus.CLOSED else VersionStatus.ACCEPTED


def _settled(
    version: Version,
    duty: Duty,
    terms: Terms,
    lines: Mapping[LineKey, Line],
    evidence: Mapping[LineKey, Evidence],
    explanations: Collection[LineKey],
    waivers: Mapping[LineKey, str],
) -> Version | Refusal:
    for key, reason in sorted(waivers.items()):
        if key not in lines:
            return no_such_line(terms, key, at="input.waivers")
        if not reason.strip():
            return needed(f"{terms.name(key).zh}的豁免理由", f"the reason of waiving {terms.name(key).en}",
                          at="input.waivers", rule="A8")  # fmt: skip
    left = [
        key
        for key, line in sorted(lines.items())
        if key not in waivers
        and not (key in explanations and is_explained(line))
        and not outcome(line, evidence.get(key, NO_EVIDENCE), terms).agrees
    ]
    if not left:
        return replace(version, status=_accepted(duty))
    names = [terms.name(key) for key in left[:_NAMED]]
    return Refusal(
        code="LINES_UNSETTLED",
        zh=f"有{len(left)}项差异未处理：{'；'.join(one.zh for one in names)}；请逐项接受说明、注明理由豁免，或退回",
        en=f"{len(left)} lines are not settled: {'; '.join(one.en for one in names)}; "
        "accept their explanations, waive them with a reason, or return the report",
        at="input.explanations",
        rule="A8",
    )


def no_such_line(terms: Terms, key: LineKey, *, at: str) -> Refusal:
    """The answer for a line that a version does not have."""
    name = terms.name(key)
    return Refusal(
        code="NO_SUCH_LINE", zh=f"该版本没有此项：{name.zh}，请核对", en=f"there is no such line: {name.en}", at=at
    )
