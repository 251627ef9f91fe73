"""The records behind a figure in the graph: each counted for whoever reads the figure, shown within reach alone."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from strawberry.federation.schema_directives import ListSize

from hub.domain.access import Noun
from hub.domain.ids import prefix_of
from hub.domain.rollup_lineage import Unseen
from hub.domain.rollup_words import FactKind
from hub.domain.term import Title
from hub.schema.body import Body
from hub.schema.kinds import described
from hub.schema.node import Node
from hub.schema.paging import DEFAULT_PAGE, Listed, PageRequest, connection_of, piece_of
from hub.schema.provenance import Provenance, provenance_of
from hub.schema.relations import asking
from hub.schema.rollup import RollupLine
from hub.schema.selection import selected_names
from hub.schema.sizes import SIZED, at_most
from hub.store.models import rollup as rollups
from hub.store.models.body import Body as BodyModel
from hub.store.models.rollup_more import Contribution
from hub.store.rollup_lineage import LineageRead
from hub.store.rollup_records import MODELS

described(FactKind)
described(Unseen)

_MOST_PARTIES = 100
_ROWS = {"nodes", "edges", "pageInfo"}


def sized() -> ListSize:
    """The rule of a connection that is read forwards only."""
    return ListSize(
        assumed_size=DEFAULT_PAGE,
        slicing_arguments=["first"],
        sized_fields=list(SIZED),
        require_one_slicing_argument=False,
    )


async def record_of(root: Any, info: strawberry.Info) -> Any:  # a record stands for the interface
    return await asking(info).one(MODELS[root.fact_kind], root.fact_id)


async def unseen_of(root: Any, info: strawberry.Info) -> Unseen | None:
    if await record_of(root, info) is not None:
        return None
    gone = await asking(info).figures.is_withdrawn(MODELS[root.fact_kind], root.fact_id)
    return Unseen.WITHDRAWN if gone else Unseen.OUT_OF_REACH


async def source_of(root: Any, info: strawberry.Info) -> Provenance | None:
    shown = await record_of(root, info)
    return None if shown is None else provenance_of(shown)


async def _beside(root: Any, info: strawberry.Info) -> Any:  # records stand for the type
    if await record_of(root, info) is None:
        return []
    bodies = [one for one in root.shared_with if prefix_of(one) == BodyModel.prefix]
    found = await asyncio.gather(*(asking(info).one(BodyModel, one) for one in bodies[:_MOST_PARTIES]))
    return [one for one in found if one is not None]


async def _outside(root: Any, info: strawberry.Info) -> list[str]:
    if await record_of(root, info) is None:
        return []
    return [one for one in root.shared_with if prefix_of(one) != BodyModel.prefix][:_MOST_PARTIES]


async def _counted_in(root: Any, info: strawberry.Info) -> Any:  # a record stands for the type
    return await asking(info).one(rollups.RollupLine, root.line_id)


def field(resolver: Any, shown: Any, text: str, *, noun: Noun | None = None, most: int | None = None) -> Any:
    """A field whose root may be anything and whose type is given here."""
    resolver.__annotations__ = {"root": Any, "info": strawberry.Info, "return": shown}
    return strawberry.field(
        resolver=resolver,
        description=text,
        metadata={} if noun is None else {"noun": noun},
        directives=[] if most is None else [at_most(most)],
    )


def plain(name: str, shown: Any, text: str) -> Any:  # a field of a contribution itself
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return getattr(root, name)

    return field(resolve, shown, text)


def _is_shared(root: Any, info: strawberry.Info) -> bool:
    return bool(root.shared_with)


@strawberry.type(description="A record behind a figure · 数字背后的一条记录")
class FigureContribution:
    """Whoever reads the figure is told of each record how much it counts; the record itself only within reach."""

    fact_kind = plain("fact_kind", FactKind, "kind of record · 记录种类")
    weight = plain("weight", Decimal, "how much of it is credited here · 计入数")
    whole = plain("whole", Decimal, "how much it is as a whole, counted once · 全数")
    owned = plain("owned", bool, "the section owns it: it counts here in the net · 归属本节，计入净数")
    is_shared = field(_is_shared, bool, "others are credited with it as well · 是否与其他单位共同计数")
    record = field(record_of, Node | None, "the record, where the caller reads it · 记录本身，限权限内")
    unseen = field(unseen_of, Unseen | None, "why the record is not shown · 未显示的原因")
    source_record = field(source_of, Provenance | None, "where the record came from · 来源记录", noun=Noun.SOURCE)
    counted_in = field(_counted_in, RollupLine | None, "line that it counts in; null while in none · 计入的数据行")
    also_credited_to = field(
        _beside,
        list[Body],
        "bodies credited beside; none for a record that is not shown · 共同计数的政协",
        most=_MOST_PARTIES,
    )
    also_credited_outside = field(
        _outside, list[str], "parties without a login here, by name · 共同计数的系统外单位", most=_MOST_PARTIES
    )


FigureContributionConnection: Any = connection_of(
    FigureContribution, name="FigureContribution", title=Title("数字背后的记录", "Records behind a figure")
)


def given(value: Any) -> Any:  # an argument of any type
    """An argument, or None where it was left out."""
    return None if value is strawberry.UNSET else value


def lineage_field(text: str, *, shared: bool = False, when: Any = None) -> Any:  # a strawberry field
    """A connection of the records behind the line of the root; `when` tells for which roots there are any."""

    async def resolve(
        root: Any, info: strawberry.Info, first: Any = strawberry.UNSET, after: Any = strawberry.UNSET
    ) -> Listed:
        request = PageRequest(first=given(first), after=given(after), last=None, before=None)
        names = selected_names(info._raw_info)
        piece = piece_of(
            request, model=Contribution, order=(), rows=not _ROWS.isdisjoint(names), count="totalCount" in names
        )
        line = root.line.id if when is None or when(root) else ""
        found = await asking(info).figures.lineage(LineageRead(line=line, piece=piece, shared=shared))
        return Listed(slice=found, order=())

    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "first": Annotated[int | None, strawberry.argument(description="how many · 条数")],
        "after": Annotated[str | None, strawberry.argument(description="after this cursor · 从该游标之后")],
        "return": FigureContributionConnection,
    }
    return strawberry.field(resolver=resolve, description=text, directives=[sized()])
