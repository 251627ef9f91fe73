"""A totals field, planned: what its arguments ask for, and what is shown of its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLNamedType, GraphQLObjectType, get_named_type
from graphql.execution.values import VariableValues

from hub.resolvers.collected import Collector
from hub.resolvers.given import Taken, converted, definition_of
from hub.resolvers.plan_lists import constant_name
from hub.schema.contracts import ContractSchema
from hub.schema.kinds import MaskReason
from hub.schema.totals import TOTALS, totals_read
from hub.store.models.base import Base
from hub.store.plan import ListRead, Piece
from hub.store.read_plan import (
    CellCount,
    CellField,
    CellNumber,
    Cells,
    Constant,
    KeyPeriod,
    KeyRow,
    KeyValue,
    NumberPart,
    PeriodPart,
    Shown,
)
from hub.store.slots import opened
from hub.store.totals_read import TotalsRead, sources_of
from hub.store.totals_shape import shape_of

RowPlan = Callable[[list[FieldNode], type[Base]], Shown]
_NULL = Constant(text="null")
_NUMBER = {"total": NumberPart.TOTAL, "yes": NumberPart.TOTAL, "known": NumberPart.KNOWN}
_NUMBER |= {"masked": NumberPart.MASKED, "reason": NumberPart.REASON}


@dataclass(frozen=True, kw_only=True)
class TotalsArguments:
    """The arguments of a totals field."""

    schema: ContractSchema
    field: GraphQLField
    node: FieldNode
    prefix: str

    def taken(self, variables: VariableValues) -> Taken:
        """The read they describe and the cells that can say it: which these are may hang on the values of days."""
        given = converted(self.schema, self.field, self.node, variables)
        read = totals_read(TOTALS[definition_of(self.field).python_name], given)
        listed = ListRead(model=read.facts, condition=read.condition, piece=Piece(limit=0))
        found = opened(listed, prefix=self.prefix)
        return Taken(structure=(replace(read, condition=found.read.condition), sources_of(read)), values=found.values)


def totals_parts(
    nodes: list[FieldNode], kind: GraphQLNamedType, collector: Collector, read: TotalsRead, *, row: RowPlan
) -> tuple[tuple[str, Cells | Constant], ...]:
    """What is asked of an answer."""
    answer = _object(kind)
    plan = _CellPlan(read=read, collector=collector, row=row)
    return tuple(
        (key, constant_name(answer) if _name(below) == "__typename" else plan.cells(below, answer))
        for key, below in collector.fields([node.selection_set for node in nodes], answer).items()
    )


@dataclass(frozen=True, kw_only=True)
class _CellPlan:
    read: TotalsRead
    collector: Collector
    row: RowPlan

    def cells(self, nodes: list[FieldNode], answer: GraphQLObjectType) -> Cells:
        kind = _object(get_named_type(answer.fields[_name(nodes)].type))
        found = self.collector.fields([node.selection_set for node in nodes], kind)
        return Cells(shown=tuple((key, self._field(below, kind)) for key, below in found.items()))

    def _field(self, nodes: list[FieldNode], kind: GraphQLObjectType) -> CellField:
        if _name(nodes) == "__typename":
            return constant_name(kind)
        shown = kind.fields[_name(nodes)]
        name, shape = definition_of(shown).python_name, shape_of(self.read.facts)
        if name in ("count", "suppressed"):
            return CellCount(name)
        if name in shape.sums:
            parts = self._parts(nodes, shown, lambda part: _NUMBER[part])
            return CellNumber(name=name, parts=parts, reason=MaskReason.OUT_OF_REACH.name)
        if name == "period":
            parts = self._parts(nodes, shown, PeriodPart)
            return _NULL if self.read.span is None else KeyPeriod(parts=parts)
        if name not in self.read.by:
            return _NULL
        end = shape.dimension(name).end
        return KeyValue(dimension=name) if end is None else KeyRow(dimension=name, shown=self.row(nodes, end))

    def _parts(self, nodes: list[FieldNode], shown: GraphQLField, part: Callable[[str], Any]) -> Any:
        """The fields of a fixed shape, each as a part or the name of the type."""
        kind = _object(get_named_type(shown.type))
        found = self.collector.fields([node.selection_set for node in nodes], kind)
        return tuple(
            (
                key,
                constant_name(kind)
                if _name(below) == "__typename"
                else part(definition_of(kind.fields[_name(below)]).python_name),
            )
            for key, below in found.items()
        )


def _name(nodes: list[FieldNode]) -> str:
    return nodes[0].name.value


def _object(kind: GraphQLNamedType) -> GraphQLObjectType:
    if not isinstance(kind, GraphQLObjectType):
        raise TypeError(f"{kind} is no object")
    return kind
