"""Totals in the graph: one field for each noun, whose types follow from what may be asked of it (`totals_shape`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, Signature
from typing import Annotated, Any

import strawberry
from strawberry.federation.schema_directives import ListSize

from hub.domain.small_cell import least_told
from hub.domain.span import Span
from hub.domain.term import Term, Title
from hub.domain.unfiled import Counting
from hub.errors import BadRequest
from hub.schema.expose import Exposed, exposed
from hub.schema.filters import condition_of
from hub.schema.kinds import MaskReason, described
from hub.schema.relations import asking
from hub.schema.totals_kinds import HubMaskedSum, HubMaskedTally, HubPeriod, HubSum, HubTally, period_of
from hub.store.kinds import TermText
from hub.store.plan import Record
from hub.store.totals_from import PERIOD, ROWS, key, known_of
from hub.store.totals_read import TotalsRead
from hub.store.totals_shape import SHAPES, Dimension, Shape, type_at
from hub.store.totals_statement import MOST_CELLS, SUPPRESSED, masked_of, withheld_of
from hub.store.unfiled import is_of_studio

TOTALS: dict[str, Shape] = {f"{name}_totals": shape for name, shape in SHAPES.items()}
"""Root fields that answer totals, by their Python names."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of an answer: the columns that the store told."""

    read: TotalsRead
    row: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Totals:
    """An answer."""

    cells: Sequence[Cell]


def totals_fields() -> dict[str, Any]:
    """The root fields of totals, as strawberry fields by Python name."""
    return {name: _root_field(shape) for name, shape in TOTALS.items()}


def totals_read(shape: Shape, given: Mapping[str, Any]) -> TotalsRead:
    """The read that the arguments of a totals field describe."""
    by = tuple(str(one).lower() for one in given["by"])
    if len(set(by)) != len(by):
        raise BadRequest("BAD_BY", "by 中各项不能重复", "by names each thing once", at="by")
    return TotalsRead(
        facts=shape.facts,
        by=by,
        span=given.get("period") or None,
        condition=condition_of(given.get("where") or None, shape.facts),
        counted=given.get("counted") or Counting.ALL,
    )


def _root_field(shape: Shape) -> Any:  # a strawberry field
    one = exposed()[shape.facts]
    title, access = one.model.title, one.model.access

    async def resolve(root: Any, info: strawberry.Info, **given: Any) -> Totals:
        read = totals_read(shape, given)
        return Totals(cells=[Cell(read=read, row=row) for row in await asking(info).totals(read)])

    _with_arguments(resolve, shape, one)
    return strawberry.field(
        resolver=resolve,
        description=(
            f"{title.en}: how many there are within reach, by what they have in common; refused above {MOST_CELLS} "
            f"cells · {title.zh}：权限内分组统计，超过 {MOST_CELLS} 格即拒绝"
        ),
        metadata={"noun": access.noun if access is not None else None},
        directives=[
            ListSize(
                assumed_size=MOST_CELLS,
                slicing_arguments=[],
                sized_fields=["cells"],
                require_one_slicing_argument=False,
            )
        ],
    )


def _with_arguments(resolve: Any, shape: Shape, one: Exposed) -> None:
    """Give a resolver its arguments, since their types exist only at run time."""
    by = strawberry.argument(
        description="what the rows of a cell have in common; their order is the answer's; none: one cell · 分组依据"
    )
    shown: dict[str, Any] = {"by": Annotated[list.__class_getitem__(_by(shape, one)), by]}
    if shape.dated is not None:
        title = shape.meaning(shape.dated).title
        period = strawberry.argument(description=f"also by period, of: {title.en} · 再按期间分组，依据{title.zh}")
        shown["period"] = Annotated[Span | None, period]
    shown["where"] = Annotated[
        one.where | None, strawberry.argument(description="which rows count, as in lists · 筛选条件，与列表相同")
    ]
    if is_of_studio(shape.facts):
        text = "all facts, or the official count; a studio's work counts once it is filed · 统计口径，缺省为全部记录"
        counted = strawberry.argument(description=text)
        shown["counted"] = Annotated[described(Counting, name="HubCounting") | None, counted]
    parameters = [Parameter("root", Parameter.POSITIONAL_OR_KEYWORD, annotation=Any)]
    parameters.append(Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info))
    for name, kind in shown.items():
        default = Parameter.empty if name == "by" else strawberry.UNSET
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind))
    answer = _answer(shape, one)
    setattr(resolve, "__signature__", Signature(parameters, return_annotation=answer))
    resolve.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": answer}


def _by(shape: Shape, one: Exposed) -> Any:  # an enum that exists only at run time
    words = {each.name.upper(): (each.name.upper(), each.title.zh, each.title.en) for each in shape.dimensions}
    make: Any = Term
    term = strawberry.enum(
        make(f"{one.cls.__name__}TotalsBy", words),
        description=f"What the rows of a cell have in common · {one.model.title.zh}分组依据",
    )
    for value in getattr(term, "__strawberry_definition__").values:
        value.description = term[value.name].titles.both()
    return term


@cache
def _answer(shape: Shape, one: Exposed) -> type:
    """The type of an answer, with its type of cells."""
    title = one.model.title
    cells = strawberry.field(description="the cells that hold any row, in the order of `by` · 各格，按 by 的次序")
    namespace = {"__annotations__": {"cells": list.__class_getitem__(_cell(shape, one))}, "cells": cells}
    return strawberry.type(
        type(f"{one.cls.__name__}Totals", (), namespace), description=f"Totals by what was asked · {title.zh}统计"
    )


def _cell(shape: Shape, one: Exposed) -> type:
    fields: dict[str, tuple[Any, Any]] = {each.name: _key(shape, each) for each in shape.dimensions}
    if shape.dated is not None:
        text = "period; null unless grouped by it, and where the day is not known · 期间"
        fields["period"] = HubPeriod | None, strawberry.field(resolver=_period, description=text)
    fields |= _counts(shape)
    fields |= {name: _number(shape, name) for name in shape.sums}
    namespace = {"__annotations__": {}, **{name: field for name, (_, field) in fields.items()}}
    return strawberry.type(
        type(f"{one.cls.__name__}Total", (), namespace),
        description=f"Rows that have in common what was asked: how many there are · {one.model.title.zh}统计格",
    )


def _key(shape: Shape, dimension: Dimension) -> tuple[Any, Any]:
    """The field of a dimension; null says that nothing is known or within reach, or that it was not asked for."""
    name = key(dimension.name)
    end = dimension.end
    text = f"{dimension.title.en}; null unless grouped by it · {dimension.title.zh}；未按此分组时为空"
    if end is not None:
        shown: Any = exposed()[end].cls

        async def there(root: Cell, info: strawberry.Info) -> Record | None:
            return await asking(info).one(end, root.row.get(name))

        _annotate(there, shown | None, info=True)
        tags = {"noun": end.access.noun if end.access is not None else None}
        return shown | None, strawberry.field(resolver=there, description=text, metadata=tags)
    kind = type_at(dimension, shape.facts)
    value: Any = described(kind.term) if isinstance(kind, TermText) else bool

    def here(root: Cell) -> Any:
        return root.row.get(name)

    _annotate(here, value | None)
    return value | None, strawberry.field(resolver=here, description=text)


def _counts(shape: Shape) -> dict[str, tuple[Any, Any]]:
    access = shape.facts.access
    least = None if access is None else least_told(access.noun)
    if least is None:
        return {"count": (int, strawberry.field(resolver=_count(int), description="how many rows · 条数"))}
    text = (
        f"how many rows; null where suppressed. A cell of fewer than {least} is suppressed, and so is the next "
        "smallest of those that differ from it in one key alone, since the total of both would tell it. Other "
        f"comparisons of answers are not guarded against · 条数；少于 {least} 条的格不予显示；与其仅一项不同的各格中，"
        "次小的一格也不显示，以免由合计反推；对不同查询结果的其他比较不在防护之内"
    )
    suppressed = strawberry.field(resolver=_suppressed, description="too small to be told · 因过小而不显示")
    return {
        "count": (int | None, strawberry.field(resolver=_count(int | None), description=text)),
        "suppressed": (bool, suppressed),
    }


def _number(shape: Shape, name: str) -> tuple[Any, Any]:
    """The field of a number that adds up."""
    meaning = shape.meaning(name)
    is_tally, is_open = shape.is_tally(name), shape.is_open(name)
    access = shape.facts.access
    may_be_withheld = access is not None and least_told(access.noun) is not None
    kinds = {(True, True): HubTally, (True, False): HubMaskedTally, (False, True): HubSum, (False, False): HubMaskedSum}
    kind: Any = kinds[is_tally, is_open]

    def resolve(root: Cell) -> Any:
        row = root.row
        if may_be_withheld and row[withheld_of(name)]:
            return None
        found = {"yes" if is_tally else "total": row[name], "known": row[known_of(name)]}
        if not is_open:
            masked = bool(row[masked_of(name)])
            found |= {"masked": masked, "reason": MaskReason.OUT_OF_REACH if masked else None}
        return kind(**found)

    shown = kind | None if may_be_withheld else kind
    _annotate(resolve, shown)
    title = meaning.title
    if may_be_withheld:
        rule = Title("“是”“否”或未填过少时为空", "null where yes, no or not stated would be a small cell")
        title = Title(f"{title.zh}；{rule.zh}", f"{title.en}; {rule.en}")
    return shown, strawberry.field(resolver=resolve, description=title.both(), metadata={"meaning": meaning})


def _count(shown: Any) -> Any:  # a resolver
    def resolve(root: Cell) -> Any:
        return root.row[ROWS]

    _annotate(resolve, shown)
    return resolve


def _suppressed(root: Any) -> bool:
    return bool(root.row[SUPPRESSED])


def _period(root: Any) -> HubPeriod | None:
    first_day = root.row.get(PERIOD)
    return None if first_day is None else period_of(root.read.span, first_day)


def _annotate(resolve: Any, shown: Any, *, info: bool = False) -> None:
    context = {"info": strawberry.Info} if info else {}
    resolve.__annotations__ = {"root": Any, **context, "return": shown}
