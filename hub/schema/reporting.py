"""How complete and how punctual a period is, in exact fractions over its frozen obligations (behaviour.md §2d)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.rollup_rates import Answering, Rates, Share, Turnaround, rates, turnaround
from hub.domain.rollup_words import Owes
from hub.domain.term import Term
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.reporting_rows import body_of
from hub.schema.sizes import at_most
from hub.schema.totals_kinds import HubLong
from hub.store.rollup_standing import Standing

_MOST_UNITS = 500
_PLACES = Decimal("0.0001")
_HALF, _MOST_PERCENT = 50, 90


class NoRate(Term):
    """Why a rate cannot be told."""

    NOTHING_OWED = "NOTHING_OWED", "权限内没有报送义务", "nothing within reach is owed"
    NO_DUE_DAY = "NO_DUE_DAY", "没有文件规定期限，不评价是否按时（A-43）", "no document gives a due day (A-43)"
    NOTHING_ACCEPTED = "NOTHING_ACCEPTED", "尚无已接受的报送", "nothing was accepted yet"
    NOTHING_REQUIRED = "NOTHING_REQUIRED", "没有必填数据项", "no figure is required, or no draft says which"
    NO_STUDIOS = "NO_STUDIOS", "没有存续且已备案的工作室", "no studio lived and was on file"
    NO_LINES = "NO_LINES", "尚未收到数据行", "no lines were received yet"
    NOTHING_CLAIMED = "NOTHING_CLAIMED", "有记录可核对的数据项均未填报数量", "nothing is claimed that has records"
    NOT_RECORDED = "NOT_RECORDED", "系统没有此类申请的记录", "the hub has no record of such requests"
    NOTHING_ANSWERED = "NOTHING_ANSWERED", "尚无办结的", "nothing was answered yet"
    NOTHING_LATE = "NOTHING_LATE", "没有逾期的", "nothing came late"


described(NoRate)
described(Owes)


@strawberry.type(description="A rate as an exact fraction · 比率（精确分数）")
class ReportingRate:
    """All three numbers, or the reason why there are none."""

    numerator: HubLong | None = strawberry.field(description="how much of it · 分子")
    denominator: HubLong | None = strawberry.field(description="of how much · 分母")
    decimal: Decimal | None = strawberry.field(description="the same rounded to four places · 四位小数")
    reason: NoRate | None = strawberry.field(description="why there is no rate · 无法计算的原因")


@strawberry.type(description="Days after the original due day, of what came late · 逾期天数")
class DaysLate:
    """Calendar days; nearest rank, so that each is a day of one of them."""

    count: int = strawberry.field(description="how many came late · 逾期报送数")
    p50: int | None = strawberry.field(description="half of them were not later · 中位天数")
    p90: int | None = strawberry.field(description="nine in ten of them were not later · 九成不超过的天数")
    reason: NoRate | None = strawberry.field(description="why there are none · 没有的原因")


@strawberry.type(description="How long the receiving side takes · 受理方用时")
class AnswerTime:
    """What still waits is told apart, so that none is hidden."""

    answered: int = strawberry.field(description="how many were answered · 已办结数")
    p50_seconds: HubLong | None = strawberry.field(description="half were answered within · 半数用时不超过（秒）")
    p90_seconds: HubLong | None = strawberry.field(
        description="nine in ten were answered within · 九成用时不超过（秒）"
    )
    waiting: int = strawberry.field(description="how many still wait · 尚待办理数")
    longest_waiting_seconds: HubLong | None = strawberry.field(
        description="how long the first of those waits already · 最久已等待（秒）"
    )
    reason: NoRate | None = strawberry.field(description="why there is no time · 没有用时的原因")


def _of(name: str, en: str, zh: str, empty: NoRate) -> Any:  # a strawberry field
    def resolve(root: Any) -> ReportingRate:
        found: Share = getattr(root.rates, name)
        return _rate(found.part, found.whole, _why(root.rates, name, found, empty))

    return strawberry.field(resolver=resolve, description=f"{en} · {zh}")


def _why(found: Rates, name: str, share: Share, empty: NoRate) -> NoRate | None:
    if not share.whole:
        return empty
    punctual = name in ("on_time", "on_time_extended")
    return NoRate.NO_DUE_DAY if punctual and not found.with_due_day else None


def _rate(part: int, whole: int, why: NoRate | None) -> ReportingRate:
    if why is not None:
        return ReportingRate(numerator=None, denominator=None, decimal=None, reason=why)
    return ReportingRate(
        numerator=HubLong(part), denominator=HubLong(whole), decimal=rounded(Fraction(part, whole)), reason=None
    )


def rounded(rate: Fraction) -> Decimal:
    """A fraction to four places."""
    return (Decimal(rate.numerator) / Decimal(rate.denominator)).quantize(_PLACES)


def _returns(root: Any) -> ReportingRate:
    accepted = root.rates.accepted.part
    return _rate(root.rates.returns, accepted, None if accepted else NoRate.NOTHING_ACCEPTED)


def _days_late(root: Any) -> DaysLate:
    found: Rates = root.rates
    none = NoRate.NOTHING_LATE if found.with_due_day else NoRate.NO_DUE_DAY
    return DaysLate(
        count=len(found.days_late),
        p50=found.late_by(_HALF),
        p90=found.late_by(_MOST_PERCENT),
        reason=None if found.days_late else none,
    )


def _exempt(root: Any) -> int:
    return int(root.rates.exempt)


def _owed(root: Any) -> int:
    return int(root.rates.received.whole)


@strawberry.type(description="The rates of some obligations · 报送完整性与及时性")
class ReportingRates:
    """Denominators are the obligations frozen when the period was opened; exempt ones stay in them."""

    rates: strawberry.Private[Rates]
    owed: int = strawberry.field(resolver=_owed, description="how many are owed · 应报数")
    exempt: int = strawberry.field(resolver=_exempt, description="of these exempt with a reason · 其中免报数")
    received = _of("received", "received", "收到率", NoRate.NOTHING_OWED)
    accepted = _of("accepted", "accepted", "接受率", NoRate.NOTHING_OWED)
    on_time = _of(
        "on_time", "first received by the original day, which no extension changes", "按原定期限率", NoRate.NOTHING_OWED
    )
    on_time_extended = _of(
        "on_time_extended", "first received by the day with its extension", "按延长期限率", NoRate.NOTHING_OWED
    )
    days_late: DaysLate = strawberry.field(resolver=_days_late, description="how late the late ones were · 逾期天数")
    content_completeness = _of(
        "content",
        "required figures with a number or a justified `not applicable`; what is not known, and what was not received, "
        "is not complete",
        "必填数据项完整率",
        NoRate.NOTHING_REQUIRED,
    )
    studio_coverage = _of(
        "studios",
        "studios on file with a record in the period, of those that lived on its last day",
        "工作室覆盖率",
        NoRate.NO_STUDIOS,
    )
    first_pass_yield = _of(
        "first_pass", "accepted without a return, of all accepted", "一次通过率", NoRate.NOTHING_ACCEPTED
    )
    returns_per_accepted: ReportingRate = strawberry.field(
        resolver=_returns, description="returns for each that was accepted; may exceed 1 · 每份接受的报送被退回次数"
    )
    explanation_rate = _of("explained", "lines with an explanation, of all lines", "说明率", NoRate.NO_LINES)
    evidence_coverage = _of(
        "evidence",
        "the smaller of claimed and computed added up, of all that is claimed where there are records",
        "依据覆盖率",
        NoRate.NOTHING_CLAIMED,
    )
    restated_share = _of(
        "restated", "lines that an amendment changed, of all accepted lines", "重述率", NoRate.NOTHING_ACCEPTED
    )


@strawberry.type(description="The rates of one body · 一个单位的报送情况")
class UnitRates:
    """Of its own report, or of those that its studios or committees owe."""

    body_id: strawberry.Private[str]
    rates: ReportingRates = strawberry.field(description="its rates · 各项比率")

    body = body_of(lambda root: root.body_id, "body that owes, or whose studios and committees do · 报送单位")


@strawberry.type(description="How long the receiving side takes with a period · 受理方办理用时")
class ReceivingClocks:
    """Of a report to the province office over all units, shown to each of them; of others within reach."""

    receipt_time: AnswerTime = strawberry.field(description="from submission to receipt · 签收用时")
    review_turnaround: AnswerTime = strawberry.field(
        description="from receipt to acceptance or return, of each version that its unit did not withdraw · 审核用时"
    )
    correction_answer_time: AnswerTime = strawberry.field(
        description="from the receipt of a correction to its acceptance or return · 更正版本答复用时"
    )
    amendment_answer_time: AnswerTime = strawberry.field(
        description="from asking for leave to amend to the answer; leave is given without a recorded request, so that "
        "there is nothing to measure from · 修订申请答复用时；许可不经系统申请，暂无起点可计"
    )


def _together(root: Any) -> ReportingRates:
    every = (one for mine in root.standing.bodies.values() for one in mine)
    return ReportingRates(rates=rates(every))


def _units(root: Any) -> list[UnitRates]:
    return [
        UnitRates(body_id=body, rates=ReportingRates(rates=rates(mine))) for body, mine in root.standing.bodies.items()
    ][:_MOST_UNITS]


def _clocks(root: Any) -> ReceivingClocks:
    def taken(kind: Answering) -> Turnaround:
        return turnaround(root.standing.waits, kind, now=root.now)

    return ReceivingClocks(
        receipt_time=_time(taken(Answering.RECEIPT)),
        review_turnaround=_time(taken(Answering.REVIEW)),
        correction_answer_time=_time(taken(Answering.CORRECTION)),
        amendment_answer_time=_time(taken(Answering.AMENDMENT), none=NoRate.NOT_RECORDED),
    )


@strawberry.type(description="Completeness and timeliness of a period · 一期报送的完整性与及时性")
class PeriodRates:
    """Within the caller's reach: a city sees itself, and how long the province office takes."""

    standing: strawberry.Private[Standing]
    now: strawberry.Private[datetime]
    owes: Owes = strawberry.field(description="who owes the report · 报送主体")
    together: ReportingRates = strawberry.field(resolver=_together, description="all within reach · 权限内合计")
    units: list[UnitRates] = strawberry.field(
        resolver=_units,
        description=f"each body, in the order of the tree, {_MOST_UNITS} at most · 各单位，按报送体系排列",
        directives=[at_most(_MOST_UNITS)],
    )
    clocks: ReceivingClocks = strawberry.field(resolver=_clocks, description="the receiving side's times · 受理方用时")


def rates_field() -> Any:  # a strawberry field
    """The root field."""

    async def resolve(root: Any, info: strawberry.Info, period: Any) -> PeriodRates | None:
        ask = asking(info)
        found = await ask.reporting_rates(str(period))
        return None if found is None else PeriodRates(standing=found, now=ask.now, owes=found.period.owes)

    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "period": Annotated[strawberry.ID, strawberry.argument(description="identifier of the period · 期次标识")],
        "return": PeriodRates | None,
    }
    return strawberry.field(
        resolver=resolve,
        description="how complete and punctual a period is, within reach; null where there is none · "
        "一期报送的完整性与及时性，限权限内",
        metadata={"noun": Noun.ROLLUP},
    )


def _time(found: Turnaround, *, none: NoRate = NoRate.NOTHING_ANSWERED) -> AnswerTime:
    return AnswerTime(
        answered=len(found.answered),
        p50_seconds=_seconds(found.within(_HALF)),
        p90_seconds=_seconds(found.within(_MOST_PERCENT)),
        waiting=found.waiting,
        longest_waiting_seconds=_seconds(found.longest_waiting),
        reason=None if found.answered else none,
    )


def _seconds(time: timedelta | None) -> HubLong | None:
    return None if time is None else HubLong(int(time.total_seconds()))
