"""Answers what can be planned from one statement, with plans and statements kept for callers of the same structure."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from graphql import FieldNode, GraphQLError, OperationType, VariableNode
from graphql.execution.values import VariableValues

from hub.auth.caller import Caller
from hub.domain.ids import prefix_of
from hub.errors import HubFault
from hub.resolvers.asked import Asked
from hub.resolvers.budget import who
from hub.resolvers.collected import nodes_below, variables_in
from hub.resolvers.declined import Declined, Why
from hub.resolvers.documents import LONGEST_KEPT
from hub.resolvers.given import Arguments
from hub.resolvers.plan_computed import Computed
from hub.resolvers.plan_told import Texts, Told
from hub.resolvers.planner import Planned, planned
from hub.resolvers.variables import Plain, coerced, plain_variables
from hub.resolvers.walking import PLACES, Statements, computed_answer
from hub.store.ages import TODAY
from hub.store.json_text import MARK
from hub.store.plan import Slot
from hub.store.prepared import Driver, Prepared, prepare, prepare_rows
from hub.store.quick import ConnectionLost, StatementFailed, TooDeep
from hub.store.read_plan import Entities
from hub.store.recent import Recent
from hub.store.rowless import Rowless, rowless
from hub.store.session import Database
from hub.store.slots import caller_structure, caller_values
from hub.store.versions import business_day

log = structlog.get_logger()

_OPERATIONS = 500
_FORMS = 32
_STATEMENTS = 64
_CALLERS = 2_048
_MARK = MARK.encode()


@dataclass(frozen=True, kw_only=True)
class _Form:
    """An operation with its switches set: which arguments vary, the values of the others, the statements so far."""

    varying: tuple[Arguments, ...]
    told: tuple[Told, ...]
    computed: tuple[Computed, ...]
    values: Mapping[str, Any]
    statements: Recent[Hashable, Statements] = field(default_factory=lambda: Recent(_STATEMENTS))


@dataclass(frozen=True, kw_only=True)
class _Known:
    """An operation: which variables switch parts of it, and its forms so far."""

    switches: tuple[str, ...]
    identifiers: tuple[str, ...]  # variables that say of which type a root object is
    plain: tuple[Plain, ...] | None  # its variables, where none of them needs converting
    forms: Recent[Hashable, _Form | Declined] = field(default_factory=lambda: Recent(_FORMS))


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """A caller, the structure of its predicates, and the values of their slots."""

    caller: Caller
    structure: Hashable
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What answers an operation: statements, values of their slots, and the fields that are told or computed."""

    statements: Statements
    values: Mapping[str, Any]
    told: tuple[Told, ...]
    computed: tuple[Computed, ...]
    variables: VariableValues


class Fastpath:
    """The compiled way to answer reads over one database; it may always decline."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Recent[Hashable, _Known] = Recent(_OPERATIONS)
        self._standings: dict[int, _Standing] = {}
        self._turn = asyncio.Lock()
        self._texts = Texts()
        self.counts: Counter[str] = Counter()

    def compared(self, *, same: bool, request_id: str) -> None:
        """Count a comparison with the general path; a difference is recorded without any value of it."""
        self.counts["shadow_compared"] += 1
        if not same:
            self.counts["shadow_differences"] += 1
            log.error("shadow_difference", request_id=request_id)

    async def read(self, asked: Asked, *, caller: Caller) -> bytes | None:
        """The JSON text of the answer's `data`, or None when the general path has to answer."""
        try:
            found = await self._read(asked, caller)
        except Declined as declined:
            self.counts[f"declined_{declined.why.value.lower()}"] += 1
            return None
        self.counts["answered"] += 1
        return found

    async def statement(self, asked: Asked, *, caller: Caller) -> Ready:
        """The statement that answers an operation and the values of its slots, or Declined."""
        if asked.operation.operation is not OperationType.QUERY:
            raise Declined(Why.NOT_A_QUERY)  # before its variables are looked at, which may be a thousand rows
        known = self._operation(asked)
        variables = coerced(asked.schema._schema, asked.operation, asked.variables, known.plain)
        if variables is None:
            raise Declined(Why.VARIABLES)
        key = _switched(known, variables)
        found = self._recalled(known.forms.recall(key), variables, caller)
        if found is not None:
            return found
        async with self._turn:  # whoever asks the same meanwhile finds it made
            found = self._recalled(known.forms.recall(key), variables, caller)
            return found or await self._planned(asked, known, key, variables, caller)

    def _recalled(self, form: _Form | Declined | None, variables: VariableValues, caller: Caller) -> Ready | None:
        if form is None:
            return None
        if isinstance(form, Declined):
            raise form
        standing = self._standing(caller)
        values = {**form.values, **standing.values}
        structures = []
        for arguments in form.varying:
            try:
                taken = arguments.taken(variables)
            except (HubFault, GraphQLError) as refused:
                raise Declined(Why.ARGUMENTS) from refused
            structures.append(taken.structure)
            values.update(taken.values)
        statements = form.statements.recall((tuple(structures), standing.structure))
        if statements is None:
            return None
        self.counts["cache_hits"] += 1
        return Ready(statements=statements, values=values, told=form.told, computed=form.computed, variables=variables)

    def _standing(self, caller: Caller) -> _Standing:
        """What statements need of a caller; a token's caller is one object for as long as it is remembered."""
        held = self._standings.get(id(caller))
        if held is None or held.caller is not caller:
            held = _Standing(caller=caller, structure=caller_structure(caller), values=caller_values(caller))
            if len(self._standings) >= _CALLERS:
                self._standings.clear()
            self._standings[id(caller)] = held
        return held

    async def _read(self, asked: Asked, caller: Caller) -> bytes:
        ready = await self.statement(asked, caller=caller)
        statement, values = ready.statements.whole, {**ready.values, TODAY: business_day(asked.now)}
        if ready.told:
            values = {**values, **await self._told(ready.told, asked)}
        if ready.computed:
            text = await computed_answer(asked, ready.computed, ready.variables, ready.statements, values)
            return _whole(text)
        if isinstance(statement, Rowless):
            return statement.text(values)
        try:
            text = await self._database.quick.text(statement.text, statement.bound(values), who=who(caller))
        except ConnectionLost as lost:
            raise Declined(Why.CONNECTION) from lost
        except StatementFailed as failed:
            log.error("compiled_statement_failed", exc_info=failed)
            raise Declined(Why.FAULT) from failed
        except TooDeep as deep:
            raise Declined(Why.DEPTH) from deep
        return _whole(text)

    async def _told(self, told: tuple[Told, ...], asked: Asked) -> Mapping[str, str]:
        try:
            return await self._texts.values(told, asked.variables, asked.viewer)
        except GraphQLError as refused:
            raise Declined(Why.ARGUMENTS) from refused

    def _operation(self, asked: Asked) -> _Known:
        if len(asked.text) > LONGEST_KEPT:
            raise Declined(Why.DOCUMENT)
        name = asked.operation.name.value if asked.operation.name else None
        key = (id(asked.schema), asked.text, name)
        known = self._known.recall(key)
        return known or self._known.keep(key, _looked_over(asked))

    async def _planned(
        self, asked: Asked, known: _Known, key: Hashable, variables: VariableValues, caller: Caller
    ) -> Ready:
        try:
            found = _plan(asked, variables)
        except Declined as declined:
            if declined.why is not Why.ARGUMENTS:  # with other values the same operation may be planned
                known.forms.keep(key, declined)
            raise
        self.counts["planned"] += 1
        form = known.forms.recall(key)
        if not isinstance(form, _Form):
            form = _Form(varying=found.varying, told=found.told, computed=found.computed, values=_fixed(found))
            known.forms.keep(key, form)
        statements = await self._statements(found, caller)
        standing = self._standing(caller)
        form.statements.keep((found.structures, standing.structure), statements)
        values = {**found.values, **standing.values}
        # What is computed belongs to the form whose values these are: a later request may have planned it first.
        return Ready(statements=statements, values=values, told=form.told, computed=form.computed, variables=variables)

    async def _statements(self, found: Planned, caller: Caller) -> Statements:
        # A statement of many lists takes tenths of a second to make; other requests go on meanwhile.
        sqlite, driver = self._database.is_sqlite, Driver.SNAPSHOT if found.computed else Driver.QUICK
        whole: Prepared | Rowless | None = rowless(found.plan)
        if whole is None:
            whole = await asyncio.to_thread(prepare, found.plan, caller, sqlite=sqlite, driver=driver)
        if not found.ways:
            return Statements(whole=whole)
        wanted = Entities(ways=found.ways, value=Slot(name=PLACES))
        return Statements(whole=whole, rows=await asyncio.to_thread(prepare_rows, wanted, caller, sqlite=sqlite))


def _whole(text: bytes) -> bytes:
    """An answer in which no value is missing that must be there."""
    if _MARK in text:
        raise Declined(Why.ABSENT)
    return text


def _plan(asked: Asked, variables: VariableValues) -> Planned:
    try:
        return planned(asked.schema, asked.document, asked.operation, variables)
    except (HubFault, GraphQLError) as refused:
        raise Declined(Why.ARGUMENTS) from refused


def _looked_over(asked: Asked) -> _Known:
    switches: set[str] = set()
    identifiers: set[str] = set()
    for node in nodes_below(asked.document.definitions):
        if getattr(node, "directives", None):
            switches |= variables_in(getattr(node, "directives"))
        if isinstance(node, FieldNode) and node.name.value == "node":
            values = [one.value for one in node.arguments or ()]
            identifiers |= {one.name.value for one in values if isinstance(one, VariableNode)}
    return _Known(
        switches=tuple(sorted(switches)),
        identifiers=tuple(sorted(identifiers)),
        plain=plain_variables(asked.schema._schema, asked.operation),
    )


def _switched(known: _Known, variables: VariableValues) -> Hashable:
    given = variables.coerced
    return (
        tuple(given.get(name) for name in known.switches),
        tuple(prefix_of(str(given.get(name))) for name in known.identifiers),
    )


def _fixed(found: Planned) -> dict[str, Any]:
    prefixes = tuple(one.prefix for one in found.varying)
    return {name: value for name, value in found.values.items() if name.partition("_")[0] not in prefixes}
