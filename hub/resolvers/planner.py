"""From a validated operation to a read plan, or to the reason why the general path has to answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
)
from graphql.execution.values import VariableValues

from hub.domain.access import Sensitivity
from hub.domain.ids import prefix_of
from hub.resolvers.collected import Collector, fragments_of
from hub.resolvers.declined import Declined, Why
from hub.resolvers.given import (
    Arguments,
    EntityArguments,
    KeyArgument,
    ListArguments,
    definition_of,
    list_of,
    varies,
)
from hub.resolvers.plan_computed import Computed, Computing
from hub.resolvers.plan_lists import connection_parts, constant_name, guarded_parts
from hub.resolvers.plan_told import TOLD, Told, told
from hub.resolvers.plan_totals import TotalsArguments, totals_parts
from hub.schema.contracts import ContractSchema
from hub.schema.expose import Exposed, exposed
from hub.schema.kinds import MaskReason
from hub.schema.paging import order_text
from hub.schema.query import BY_CODE, LISTS
from hub.schema.totals import TOTALS
from hub.store.ages import AGES
from hub.store.fetch import Link
from hub.store.json_text import LATER
from hub.store.models.base import Base, meaning_of
from hub.store.models.catalogue import by_prefix
from hub.store.models.places import Division
from hub.store.models.source import Source, SyncRun
from hub.store.plan import Slot
from hub.store.read_plan import (
    Aged,
    ByKey,
    Column,
    Constant,
    Entities,
    Field,
    Given,
    Guarded,
    Later,
    Listing,
    Many,
    One,
    Origin,
    ReadPlan,
    Root,
    Shown,
    Totals,
    Wanted,
)

_KEYED: dict[str, type[Base]] = {**BY_CODE, "division": Division}


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A plan, what has to be read, told or computed anew for each request, and the values of the rest."""

    plan: ReadPlan
    told: tuple[Told, ...]
    computed: tuple[Computed, ...]
    ways: tuple[Wanted, ...]  # of showing rows that computed fields name
    varying: tuple[Arguments, ...]
    structures: tuple[Any, ...]  # of the varying arguments, as they were for this plan
    values: dict[str, Any]


def planned(
    schema: ContractSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: VariableValues
) -> Planned:
    """The plan of an operation, or Declined."""
    query = schema._schema.query_type
    if operation.operation is not OperationType.QUERY or query is None:
        raise Declined(Why.NOT_A_QUERY)
    collector = Collector(schema=schema._schema, fragments=fragments_of(document), variables=variables)
    planner = _Planner(schema=schema, collector=collector, operation=operation)
    fields = collector.fields([operation.selection_set], query)
    roots = tuple((key, planner.root(nodes, query)) for key, nodes in fields.items())
    return Planned(
        plan=ReadPlan(fields=roots),
        told=tuple(planner.told),
        computed=tuple(planner.computing.computed),
        ways=tuple(planner.computing.ways),
        varying=tuple(planner.varying),
        structures=tuple(planner.structures),
        values=planner.values,
    )


@dataclass(kw_only=True)
class _Planner:
    schema: ContractSchema
    collector: Collector
    operation: OperationDefinitionNode
    told: list[Told] = field(default_factory=list)
    varying: list[Arguments] = field(default_factory=list)
    structures: list[Any] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.computing = Computing(self.schema, self.collector, row=self._row)

    def root(self, nodes: list[FieldNode], query: GraphQLObjectType) -> Root:
        name = nodes[0].name.value
        if name == "__typename":
            return constant_name(query)
        if name in TOLD:
            return self._told(nodes)
        shown = query.fields[name]
        python_name = definition_of(shown).python_name
        if python_name in LISTS:
            return self._listing(nodes, shown, _by_class()[LISTS[python_name]])[0]
        if python_name in TOTALS:
            return self._totals(nodes, shown)
        if python_name in _KEYED:
            return self._by_key(nodes, shown, _KEYED[python_name], column="code")
        if python_name == "node":
            return self._node(nodes, shown)
        if name == "_entities":
            return self._entities(nodes, shown)
        return self._computed(nodes, query)

    def _computed(self, nodes: list[FieldNode], query: GraphQLObjectType) -> Given:
        slot = self._prefix()
        self.values[slot] = f"{LATER}{self.computing.number(nodes, query)}{LATER}"
        return Given(value=Slot(name=slot))

    def _told(self, nodes: list[FieldNode]) -> Given:
        slot = self._prefix()
        fragments = self.collector.fragments
        self.told.append(told(nodes, schema=self.schema, operation=self.operation, fragments=fragments, slot=slot))
        return Given(value=Slot(name=slot))

    def _totals(self, nodes: list[FieldNode], shown: GraphQLField) -> Totals:
        argument = TotalsArguments(schema=self.schema, field=shown, node=nodes[0], prefix=self._prefix())
        read, sources = self._take(argument).structure
        kind = get_named_type(shown.type)
        parts = totals_parts(nodes, kind, self.collector, read, row=lambda below, end: self._row(below, exposed()[end]))
        return Totals(read=read, sources=sources, parts=parts)

    def _entities(self, nodes: list[FieldNode], shown: GraphQLField) -> Entities:
        kept = [(one, column) for one in exposed().values() for column in one.keys]
        ways = tuple((one.cls.__name__, column) for one, column in kept)
        argument = EntityArguments(schema=self.schema, field=shown, node=nodes[0], ways=ways, prefix=self._prefix())
        self._take(argument)
        rows = {one.model: self._row(nodes, one) for one in exposed().values() if one.keys}
        wanted = tuple(Wanted(model=one.model, column=column, shown=rows[one.model]) for one, column in kept)
        return Entities(ways=wanted, value=Slot(name=argument.prefix))

    def _node(self, nodes: list[FieldNode], shown: GraphQLField) -> Constant | ByKey:
        argument = KeyArgument(field=shown, node=nodes[0], name="id", prefix=self._prefix())
        taken = self._take(argument)  # refused or not, whatever it names
        model = by_prefix().get(prefix_of(taken.values[argument.prefix]) or "")
        if model is None or model not in exposed():
            return Constant(text="null")
        row = self._row(nodes, exposed()[model])
        return ByKey(model=model, column="id", value=Slot(name=argument.prefix), shown=row, past=taken.structure)

    def _by_key(self, nodes: list[FieldNode], shown: GraphQLField, model: type[Base], *, column: str) -> ByKey:
        argument = KeyArgument(field=shown, node=nodes[0], name=column, prefix=self._prefix())
        self._take(argument)
        row = self._row(nodes, exposed()[model])
        return ByKey(model=model, column=column, value=Slot(name=argument.prefix), shown=row)

    def _listing(self, nodes: list[FieldNode], shown: GraphQLField, one: Exposed) -> tuple[Listing, bool]:
        kind = get_named_type(shown.type)
        if not isinstance(kind, GraphQLObjectType):
            raise Declined(Why.FIELD)
        fields = self.collector.fields([node.selection_set for node in nodes], kind)
        names = frozenset(found[0].name.value for found in fields.values())
        arguments = ListArguments(
            schema=self.schema, field=shown, node=nodes[0], model=one.model, names=names, prefix=self._prefix()
        )
        read, branch = list_of(self._take(arguments))
        parts = connection_parts(fields, kind, self.collector, row=lambda below: self._row(below, one))
        return Listing(read=read, order_text=order_text(read.order), parts=parts), branch

    def _row(self, nodes: Iterable[FieldNode], one: Exposed) -> Shown:
        kind = self.schema._schema.get_type(one.cls.__name__)
        if not isinstance(kind, GraphQLObjectType):
            raise Declined(Why.FIELD)
        fields = self.collector.fields([node.selection_set for node in nodes], kind)
        return tuple((key, self._field(found, kind, one)) for key, found in fields.items())

    def _field(self, nodes: list[FieldNode], kind: GraphQLObjectType, one: Exposed) -> Field:
        name = nodes[0].name.value
        if name == "__typename":
            return constant_name(kind)
        shown = kind.fields[name]
        definition = definition_of(shown)
        python_name, model = definition.python_name, one.model
        if python_name == "provenance":
            return self._origin(nodes, shown)
        if (model, python_name) in AGES:
            return Aged(name=python_name)
        if python_name in model.__mapper__.columns and definition.base_resolver is None:
            return self._column(nodes, shown, model, python_name)
        edge = model.__mapper__.relationships.get(python_name)
        if edge is None or python_name not in one.names:
            return Later(number=self.computing.number(nodes, kind, model=model))
        target = exposed()[edge.mapper.class_]
        if not edge.uselist:
            key = str(next(iter(edge.local_columns)).key)
            return One(key=key, model=target.model, shown=self._row(nodes, target))
        listed, branch = self._listing(nodes, shown, target)
        return Many(link=Link(parent=model, relationship=python_name, branch=branch), listed=listed)

    def _column(self, nodes: list[FieldNode], shown: GraphQLField, model: type[Base], name: str) -> Column | Guarded:
        meaning = meaning_of(model.__mapper__.columns[name])
        if meaning is None or meaning.sensitivity is Sensitivity.OPEN:
            return Column(name=name)
        parts = guarded_parts(nodes, shown, self.collector)
        return Guarded(name=name, parts=parts, reason=MaskReason.OUT_OF_REACH.name)

    def _origin(self, nodes: list[FieldNode], shown: GraphQLField) -> Origin:
        kind = get_named_type(shown.type)
        if not isinstance(kind, GraphQLObjectType):
            raise Declined(Why.FIELD)
        ends: dict[str, type[Base]] = {"source": Source, "run": SyncRun}
        found: list[tuple[str, Field]] = []
        for key, below in self.collector.fields([node.selection_set for node in nodes], kind).items():
            name = below[0].name.value
            if name == "__typename":
                found.append((key, constant_name(kind)))
                continue
            python_name = definition_of(kind.fields[name]).python_name
            if python_name in ends:
                target = exposed()[ends[python_name]]
                one = One(key=f"{python_name}_id", model=target.model, shown=self._row(below, target))
                found.append((key, one))
            else:
                found.append((key, Column(name=python_name)))
        return Origin(guard="source_id", shown=tuple(found))

    def _take(self, arguments: Arguments) -> Any:  # what was taken
        taken = arguments.taken(self.collector.variables)
        self.values |= taken.values
        if varies(arguments):
            self.varying.append(arguments)
            self.structures.append(taken.structure)
        return taken

    def _prefix(self) -> str:
        self.count += 1
        return f"g{self.count}"


def _by_class() -> dict[type, Exposed]:
    return {one.cls: one for one in exposed().values()}
