"""What may explain a figure whose claim and records differ, in the graph."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.rollup_figures import Contributed
from hub.domain.rollup_words import LineStatus, ReasonCode
from hub.schema.figure_contributions import FigureContribution, field, lineage_field
from hub.schema.figures import opened
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.source import QuarantinedRow
from hub.store.models import source as sources
from hub.store.plan import Record
from hub.store.rollup_explain import MOST_ROWS, Explained
from hub.store.rollup_lineage import unstored

described(ReasonCode)
described(LineStatus)

_FEW = 10


def _of(read: Any, shown: Any, text: str) -> Any:  # a strawberry field
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return read(root)

    return field(resolve, shown, text)


@strawberry.type(description="A reason that may explain a difference · 可能的差异原因")
class ReasonSuggestion:
    """What speaks for it; the unit decides what it gives."""

    code: ReasonCode = strawberry.field(description="reason code · 差异原因代码")
    why: str = strawberry.field(description="what speaks for it, in Chinese · 依据")
    why_en: str = strawberry.field(description="what speaks for it, in English · 依据（英文）")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A line with what may explain it."""

    line: Record
    found: Explained

    @property
    def is_underclaimed(self) -> bool:
        """Whether less is claimed than the records show."""
        return self.found.difference < 0


def _unstored(name: str, text: str) -> Any:  # a strawberry field
    def resolve(root: Any, info: strawberry.Info) -> Any:
        found: Sequence[Contributed] = getattr(root.found, name)
        return [
            unstored(
                kind=root.found.kind,
                fact=one.record.id,
                weight=one.weight,
                whole=one.whole,
                owned=one.owned,
                shared_with=one.shared_with,
            )
            for one in found
        ]

    return field(resolve, list[FigureContribution], f"{text}，最多列 {MOST_ROWS} 条", most=MOST_ROWS)


async def _quarantined(root: Any, info: strawberry.Info) -> Any:  # records stand for the type
    found = await asyncio.gather(*(asking(info).one(sources.QuarantinedRow, one) for one in root.found.waiting))
    return [one for one in found if one is not None]


def _suggested(root: Any, info: strawberry.Info) -> list[ReasonSuggestion]:
    return [ReasonSuggestion(code=one.code, why=one.why.zh, why_en=one.why.en) for one in root.found.suggestions]


@strawberry.type(description="What may explain a figure · 差异解释线索")
class DifferenceExplanation:
    """Nothing is decided by it: the unit settles the rows, corrects the figure or gives a reason."""

    status = _of(lambda root: root.line.status, LineStatus, "how claimed and computed compare · 核对状态")
    claimed = _of(lambda root: root.line.claimed, Decimal | None, "what the unit states · 上报数")
    computed = _of(lambda root: root.line.computed, Decimal | None, "from the records at the watermark · 计算数")
    difference = _of(lambda root: Decimal(root.found.difference), Decimal, "claimed less computed · 上报数减计算数")
    quarantined = field(
        _quarantined,
        list[QuarantinedRow],
        f"rows of the section and kind that wait, as far as the caller reads them · 隔离待处理的数据，限权限内，"
        f"最多列 {MOST_ROWS} 条",
        noun=Noun.QUARANTINED_ROW,
        most=MOST_ROWS,
    )
    quarantined_count = _of(
        lambda root: root.found.waiting_count, int, "how many rows wait, whoever asks · 隔离待处理的条数"
    )
    late = _unstored("late", "records that came after the watermark · 数据时点之后到达的记录")
    late_count = _of(lambda root: root.found.late_count, int, "how many came late · 迟到记录数")
    other_period = _unstored(
        "other_period", "records that came since the period began and are dated beside it · 日期属于相邻期次的记录"
    )
    other_period_count = _of(
        lambda root: root.found.other_period_count, int, "how many are dated beside it · 相邻期次记录数"
    )
    unclaimed = lineage_field(
        "the records that were computed, where less is claimed than they show; else none · 少报时的全部计算依据",
        when=lambda root: root.is_underclaimed,
    )
    joint = lineage_field("the records that others are credited with as well · 与其他单位共同计数的记录", shared=True)
    suggestions = field(_suggested, list[ReasonSuggestion], "reasons that something speaks for · 可能的原因", most=_FEW)


async def _explain(root: Any, info: strawberry.Info, figure: Any) -> Any:  # a Told stands for the type
    found = await opened(info, [str(figure)])
    return Told(line=found[0].line, found=await asking(info).figures.explained(found[0].line)) if found else None


def explain_field() -> Any:  # a strawberry field
    """The root field; null for a line that the caller does not read."""
    _explain.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "figure": Annotated[strawberry.ID, strawberry.argument(description="identifier of a line · 数据行标识")],
        "return": DifferenceExplanation | None,
    }
    return strawberry.field(
        resolver=_explain,
        description="what may explain a figure whose claim and records differ · 上报数与计算数不一致的可能原因",
        metadata={"noun": Noun.ROLLUP},
    )
