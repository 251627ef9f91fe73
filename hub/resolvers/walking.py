"""Runs planned fields that need Python: their resolvers, level by level, and one statement for the rows they name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, TypeGuard

import orjson
import strawberry
from graphql import GraphQLError, GraphQLResolveInfo
from graphql.execution.values import VariableValues
from graphql.pyutils import Path
from graphql.type.definition import GraphQLResolveInfoHelpers

from hub.errors import HubFault, TooMuch
from hub.resolvers.asked import Asked
from hub.resolvers.collected import fragments_of
from hub.resolvers.context import Operation
from hub.resolvers.declined import Declined, Why
from hub.resolvers.given import converted
from hub.resolvers.plan_computed import AnyRow, Built, Computed, Expected, Leaf, RowOf, Several, Shape, Step
from hub.store.faults import store_fault
from hub.store.json_text import LATER
from hub.store.plan import Record
from hub.store.prepared import Prepared
from hub.store.quick import TooDeep
from hub.store.rowless import Rowless

PLACES = "places"
"""The slot of the ways and identifiers of rows that computed fields name."""


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What answers an operation, and where computed fields name rows, what shows those."""

    whole: Prepared | Rowless
    rows: Prepared | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the text of a row goes: the number of a way to show rows, and the row's identifier."""

    way: int
    id: str


Text = list[Any]
"""Texts, places of rows, and lists of the same, in their order."""

RowTexts = Callable[[Sequence[Place]], Awaitable[Sequence[str]]]
"""Reads the texts of rows in one statement, in the order of their places."""


@dataclass(frozen=True, kw_only=True)
class _Due:
    """A value that is waited for, and where its text goes."""

    value: Awaitable[Any]
    expected: Expected
    text: Text


async def computed_answer(
    asked: Asked,
    computed: Sequence[Computed],
    variables: VariableValues,
    statements: Statements,
    values: Mapping[str, Any],
) -> bytes:
    """The JSON text of an answer with computed fields; Declined where the general path has an error to tell."""
    context = asked.context()

    async def rows(places: Sequence[Place]) -> Sequence[str]:
        if statements.rows is None:
            raise Declined(Why.FIELD)
        pairs = orjson.dumps([(one.way, one.id) for one in places]).decode()
        return await context.reader.texts(statements.rows.text, statements.rows.bound({**values, PLACES: pairs}))

    walk = Walk(asked, variables, context, rows=rows)
    try:
        text = await walk.whole(await _first(statements.whole, values, context), computed)
    except BaseException as problem:
        walk.leave()
        await context.reader.stop()
        if not isinstance(problem, Exception):
            raise
        raise _declined(problem) from problem
    await context.reader.close()
    return text.encode()


async def _first(whole: Prepared | Rowless, values: Mapping[str, Any], context: Operation) -> str:
    """The answer's text before anything is computed."""
    if isinstance(whole, Rowless):
        return whole.text(values).decode()
    (text,) = await context.reader.texts(whole.text, whole.bound(values))
    return text


def _declined(problem: Exception) -> Exception:
    """What the general path tells better; what took too long is not tried a second time."""
    if isinstance(problem, Declined):
        return Declined(problem.why)
    if isinstance(problem, TooDeep):
        return Declined(Why.DEPTH)
    found = problem if isinstance(problem, HubFault) else store_fault(problem)
    if isinstance(found, TooMuch):
        return found
    return Declined(Why.ARGUMENTS if isinstance(problem, HubFault | GraphQLError) else Why.FAULT)


class Walk:
    """One answer's computed fields, in one operation's snapshot."""

    def __init__(self, asked: Asked, variables: VariableValues, context: Operation, *, rows: RowTexts) -> None:
        self._asked = asked
        self._fragments = fragments_of(asked.document)
        self._variables = variables
        self._context = context
        self._rows = rows
        self._infos: dict[Step, strawberry.Info] = {}
        self._arguments: dict[Step, Mapping[str, Any]] = {}
        self._due: list[_Due] = []

    async def whole(self, text: str, computed: Sequence[Computed]) -> str:
        """An answer's text with the computed values where their marks stand, and those that stand in their rows."""
        while LATER in text:
            parts = text.split(LATER)
            marks = [mark.partition(":") for mark in parts[1::2]]
            found = await self._values([(computed[int(number)], row) for number, _, row in marks])
            parts[1::2] = found
            text = "".join(parts)
        return text

    def leave(self) -> None:
        """Begin nothing more of what was still to come."""
        for one in self._due:
            if isinstance(one.value, Coroutine):
                one.value.close()

    async def _values(self, wanted: Sequence[tuple[Computed, str]]) -> list[str]:
        texts: list[Text] = [[] for _ in wanted]
        for (one, row), text in zip(wanted, texts, strict=True):
            # Rows are computed from by their identifier; what else it takes, a resolver asks for.
            root = None if one.model is None else Record(model=one.model, values={"id": row})
            self._field(one.step, root, text)
        while self._due:
            due, self._due = self._due, []
            values = await asyncio.gather(*(one.value for one in due))
            for waiting, value in zip(due, values, strict=True):
                self._value(waiting.expected, value, waiting.text)
        return await self._with_rows(texts)

    async def _with_rows(self, texts: Sequence[Text]) -> list[str]:
        flat = [list(_flat(text)) for text in texts]
        places = list(dict.fromkeys(part for parts in flat for part in parts if isinstance(part, Place)))
        found = dict(zip(places, await self._rows(places), strict=True)) if places else {}
        return ["".join(found[part] if isinstance(part, Place) else part for part in parts) for parts in flat]

    def _value(self, expected: Expected, value: Any, text: Text) -> None:
        if value is None:
            if not expected.optional:
                raise Declined(Why.ABSENT)
            text.append("null")
            return
        self._present(expected.shape, value, text)

    def _present(self, shape: Shape, value: Any, text: Text) -> None:
        match shape:
            case Leaf(said=said):
                text.append(orjson.dumps(said(value)).decode())
            case Several(each=each):
                for at, one in enumerate(value):
                    text.append("," if at else "[")
                    self._value(each, one, text)
                text.append("]" if len(value) else "[]")
            case Built(fields=fields):
                self._object(fields, value, text)
            case RowOf(way=way):
                text.append(Place(way=way, id=_row(value).id))
            case AnyRow(shapes=shapes):
                self._present(shapes[_row(value).model], value, text)

    def _object(self, fields: Sequence[tuple[str, Step | str]], value: Any, text: Text) -> None:
        for at, (key, step) in enumerate(fields):
            text.append(f'{"," if at else "{"}"{key}":')
            if isinstance(step, str):
                text.append(step)
            else:
                self._field(step, value, text)
        text.append("}" if fields else "{}")

    def _field(self, step: Step, root: Any, text: Text) -> None:
        value = self._resolved(step, root)
        if isawaitable(value):
            later: Text = []
            text.append(later)
            self._due.append(_Due(value=value, expected=step.expected, text=later))
        else:
            self._value(step.expected, value, text)

    def _resolved(self, step: Step, root: Any) -> Any:
        """What the field's own resolver says; without one, the attribute of its name."""
        definition = step.definition
        resolver = definition.base_resolver
        if resolver is None:
            return getattr(root, definition.python_name)
        given = dict(self._given(step))
        for taker in (resolver.root_parameter, resolver.parent_parameter):
            if taker is not None:
                given[taker.name] = root
        if resolver.info_parameter is not None:
            given[resolver.info_parameter.name] = self._info(step)
        return resolver(root, **given) if resolver.self_parameter else resolver(**given)

    def _given(self, step: Step) -> Mapping[str, Any]:
        if step.arguments is not None:
            return step.arguments
        found = self._arguments.get(step)
        if found is None:
            found = converted(self._asked.schema, step.field, step.nodes[0], self._variables)
            self._arguments[step] = found
        return found

    def _info(self, step: Step) -> strawberry.Info:
        found = self._infos.get(step)
        if found is None:
            found = self._infos[step] = strawberry.Info(_raw_info=self._raw(step), _field=step.definition)
        return found

    def _raw(self, step: Step) -> GraphQLResolveInfo[Operation]:
        name = step.nodes[0].name.value
        return GraphQLResolveInfo(
            field_name=name,
            field_nodes=step.nodes,
            return_type=step.field.type,
            parent_type=step.parent,
            path=Path(None, name, step.parent.name),
            schema=self._asked.schema._schema,
            fragments=self._fragments,
            root_value=None,
            operation=self._asked.operation,
            variable_values=self._variables,
            context=self._context,
            is_awaitable=_is_awaitable,
            abort_signal=None,
            async_helpers=GraphQLResolveInfoHelpers(gather=_gathered, track=lambda values: None),
        )


def _is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    return isawaitable(value)


async def _gathered(values: Sequence[Awaitable[Any]]) -> list[Any]:
    return list(await asyncio.gather(*values))


def _row(value: Any) -> Record:
    """A row that a caller may see of a state that a statement can show."""
    if not isinstance(value, Record) or value.past is not None:
        raise Declined(Why.FIELD)
    return value


def _flat(text: Text) -> Iterator[str | Place]:
    for part in text:
        if isinstance(part, list):
            yield from _flat(part)
        else:
            yield part
