"""The figures of a period over all units: gross, net, and the lines that explain the difference."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.schema.figures import Figure, opened
from hub.schema.relations import asking
from hub.schema.sizes import at_most
from hub.schema.totals_kinds import HubLong
from hub.store.rollup_sums import PeriodSum, PeriodSums

_MOST_FIGURES = 500
_MOST_SHARED = 50


async def _shared(root: Any, info: strawberry.Info) -> Any:  # opened lines stand for the type
    return await opened(info, root.found.shared[:_MOST_SHARED])


def _shared_field() -> Any:  # a strawberry field
    _shared.__annotations__ = {"root": Any, "info": strawberry.Info, "return": list[Figure]}
    return strawberry.field(
        resolver=_shared,
        description="the lines that make gross and net differ, each opened to the shared records · "
        f"毛数与净数之差所在的数据行，可逐行打开，最多列 {_MOST_SHARED} 行",
        directives=[at_most(_MOST_SHARED)],
    )


@strawberry.type(description="A figure of all units of a period together · 一期各单位合计数")
class PeriodFigure:
    """Counted once in the net, credited to each party in the gross (I5)."""

    found: strawberry.Private[PeriodSum]
    indicator: str = strawberry.field(description="code of the indicator · 指标代码")
    first_key: str = strawberry.field(description="value of its first dimension, or empty · 第一分组值")
    second_key: str = strawberry.field(description="value of its second dimension, or empty · 第二分组值")
    units: int = strawberry.field(description="units that have such a line · 有此项的单位数")
    claimed: HubLong = strawberry.field(description="what they state together · 上报数合计")
    gross: HubLong = strawberry.field(description="what the records credit to each of them, added up · 毛数合计")
    net: HubLong = strawberry.field(description="the same with everything counted once · 净数合计")
    difference: HubLong = strawberry.field(description="gross less net: what is shared · 毛数减净数，即共享部分")
    shared = _shared_field()


@strawberry.type(description="The figures of a period over the units within reach · 一期合计")
class PeriodFigures:
    """Only what was received counts; drafts and withdrawn versions do not."""

    units: int = strawberry.field(description="units within reach that owe the report · 权限内应报单位数")
    reported: int = strawberry.field(description="of these, units whose report was received · 其中已收到的单位数")
    figures: list[PeriodFigure] = strawberry.field(
        description="every figure, ordered by indicator and keys · 各项数字", directives=[at_most(_MOST_FIGURES)]
    )


async def _resolve(root: Any, info: strawberry.Info, period: Any) -> PeriodFigures | None:
    found: PeriodSums | None = await asking(info).period_sums(str(period))
    if found is None:
        return None
    return PeriodFigures(
        units=found.units,
        reported=found.reported,
        figures=[_figure(one) for one in found.figures[:_MOST_FIGURES]],
    )


def _figure(one: PeriodSum) -> PeriodFigure:
    indicator, first, second = one.place
    return PeriodFigure(
        found=one,
        indicator=indicator,
        first_key=first,
        second_key=second,
        units=one.units,
        claimed=HubLong(one.claimed),
        gross=HubLong(one.gross),
        net=HubLong(one.net),
        difference=HubLong(one.gross - one.net),
    )


def sums_field() -> Any:  # a strawberry field
    """The root field; null where there is no such period."""
    _resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "period": Annotated[strawberry.ID, strawberry.argument(description="identifier of the period · 期次标识")],
        "return": PeriodFigures | None,
    }
    return strawberry.field(
        resolver=_resolve,
        description="what the units of a period state together, gross and net · 一期各单位合计，毛数与净数",
        metadata={"noun": Noun.ROLLUP},
    )
