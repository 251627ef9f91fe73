"""Units beside each other in one figure, and what the hub computed where one sent nothing (behaviour.md §3.3, A12)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.rollup_compared import NotRanked
from hub.domain.rollup_words import ObligationStatus
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.reporting import rounded
from hub.schema.reporting_rows import body_of, obligation_of
from hub.schema.sizes import at_most
from hub.schema.totals_kinds import HubLong
from hub.store.rollup_comparison import ComparisonRead, Shadow, Shadows, UnitCompared

_MOST_UNITS = 500
_MOST_FIGURES = 5_000

described(NotRanked)
described(ObligationStatus)


@strawberry.type(description="A unit in a comparison · 比较中的单位")
class ComparedUnit:
    """Between what is proved and what is claimed lies what the figure may be."""

    body_id: strawberry.Private[str]
    body = body_of(lambda root: root.body_id, "the unit · 报送单位")
    status: ObligationStatus = strawberry.field(description="where its report stands · 报送状态")
    evidence_only: HubLong | None = strawberry.field(
        description="what rests on records; the lower end; null where there is no version to read it from · "
        "仅计有依据的数（下限）"
    )
    claimed: HubLong | None = strawberry.field(
        description="what is claimed, or what records show where that is more; the upper end; null where nothing was "
        "received, or a part is not known · 上报数，记录更多时取记录数（上限）；未收到或部分未知时为空"
    )
    coverage: Decimal | None = strawberry.field(
        description="share of what it claims that rests on records; null where it claims nothing that has any · "
        "依据覆盖率"
    )
    computed_only: bool = strawberry.field(
        description="true where nothing was received: computed by the hub, no claim of the unit · "
        "仅为系统计算数，不是该单位上报数"
    )
    rank: int | None = strawberry.field(description="1 for the largest figure; equal figures share a rank · 名次")
    not_ranked: NotRanked | None = strawberry.field(description="why it has no rank · 不排序的原因")


@strawberry.type(description="Units beside each other in one figure · 各单位单项比较")
class CityComparison:
    """Ranks are for those who see all units, and only where intervals lie apart."""

    units: list[ComparedUnit] = strawberry.field(
        description="the units within reach, in the order of the tree · 权限内各单位，按报送体系排列",
        directives=[at_most(_MOST_UNITS)],
    )
    all_seen: bool = strawberry.field(description="whether these are all units of the period · 是否为全部单位")


@strawberry.type(description="A figure that the hub computed for a unit which sent nothing · 系统计算的影子数")
class ShadowFigure:
    """No claim of the unit."""

    figure: strawberry.Private[Shadow]
    indicator: str = strawberry.field(description="code of the indicator · 指标代码")
    first_key: str = strawberry.field(description="value of its first dimension · 第一分组值")
    second_key: str = strawberry.field(description="value of its second dimension · 第二分组值")
    computed: Decimal = strawberry.field(description="what the records gave · 计算数")

    unit = body_of(lambda root: root.figure.unit_body_id, "own level or county it is about · 分节单位")


def _figures(root: Any) -> list[ShadowFigure]:
    return [
        ShadowFigure(
            figure=one,
            indicator=one.indicator,
            first_key=one.first_key,
            second_key=one.second_key,
            computed=one.computed,
        )
        for one in root.shadows.figures[:_MOST_FIGURES]
    ]


@strawberry.type(description="What the hub computed for a missing report · 缺报单位的系统计算数")
class ShadowFigures:
    """They stay visible and say what they are; no rate and no sum takes them for a claim."""

    shadows: strawberry.Private[Shadows]
    notice: str = strawberry.field(description="what they are, in Chinese · 说明")
    notice_en: str = strawberry.field(description="what they are, in English · 英文说明")
    computed_at: datetime = strawberry.field(description="records up to this moment · 数据时点")

    obligation = obligation_of(lambda root: root.shadows.obligation, "what is missing · 报送义务")
    figures: list[ShadowFigure] = strawberry.field(
        resolver=_figures,
        description="the figures, in the order of the sections · 各项计算数",
        directives=[at_most(_MOST_FIGURES)],
    )


_NOTICE = "该单位本期缺报，以下仅为系统按记录计算的数字，不是该单位的上报数"
_NOTICE_EN = "this unit sent nothing: these figures are computed by the hub from records and are no claim of the unit"


def compared_fields() -> dict[str, Any]:
    """The root fields."""
    return {"city_comparison": _comparison(), "shadow_figures": _shadow_figures()}


def _said(kind: Any, text: str) -> Any:  # an annotation
    return Annotated[kind, strawberry.argument(description=text)]


def _comparison() -> Any:  # a strawberry field
    async def resolve(
        root: Any, info: strawberry.Info, period: Any, indicator: Any, first_key: Any = None, second_key: Any = None
    ) -> CityComparison | None:
        read = ComparisonRead(period=str(period), indicator=indicator, first_key=first_key, second_key=second_key)
        found = await asking(info).city_comparison(read)
        if found is None:
            return None
        units = [_unit(one) for one in found.units[:_MOST_UNITS]]
        return CityComparison(units=units, all_seen=found.all_seen)

    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "period": _said(strawberry.ID, "identifier of the period · 期次标识"),
        "indicator": _said(str, "code of the figure · 指标代码"),
        "first_key": _said(str | None, "only this value of its first dimension · 第一分组值，缺省为全部"),
        "second_key": _said(str | None, "only this value of its second dimension · 第二分组值，缺省为全部"),
        "return": CityComparison | None,
    }
    return strawberry.field(
        resolver=resolve,
        description="one figure of each unit as an interval from what rests on records to what is claimed · "
        "各单位单项比较：从有依据的数到上报数的区间",
        metadata={"noun": Noun.ROLLUP},
    )


def _shadow_figures() -> Any:  # a strawberry field
    async def resolve(root: Any, info: strawberry.Info, obligation: Any) -> ShadowFigures | None:
        found = await asking(info).shadow_figures(str(obligation))
        if found is None:
            return None
        return ShadowFigures(shadows=found, notice=_NOTICE, notice_en=_NOTICE_EN, computed_at=found.computed_at)

    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "obligation": _said(strawberry.ID, "identifier of the obligation · 报送义务标识"),
        "return": ShadowFigures | None,
    }
    return strawberry.field(
        resolver=resolve,
        description="what the hub computed where a report was found missing; null for every other · "
        "缺报单位的系统计算数，其他情形为空",
        metadata={"noun": Noun.ROLLUP},
    )


def _unit(one: UnitCompared) -> ComparedUnit:
    """Of what was not received there is no claim: a draft's figures are the hub's own."""
    found = one.figure
    claims = found is not None and found.is_received and not found.unknown
    coverage = None if found is None else found.coverage
    return ComparedUnit(
        body_id=one.body,
        status=one.status,
        evidence_only=None if found is None else HubLong(found.low),
        claimed=HubLong(found.high) if found is not None and claims else None,
        coverage=None if coverage is None else rounded(coverage),
        computed_only=found is not None and not found.is_received,
        rank=one.rank.rank,
        not_ranked=one.rank.why,
    )
