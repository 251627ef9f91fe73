"""Makes operations from a schema: nested selections with arguments, most of them plannable, some of them refused."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_list_type,
)

from hub.domain.term import Term
from hub.schema.expose import exposed
from hub.schema.kinds import python_type
from hub.store.models.base import Base
from tests.agreement.both_ways import Case
from tests.agreement.random_world import CODES, START, TEXTS

_SKIPPED = {"viewer", "_entities", "_service"}


class Word(str):
    """A word of an enum, which stands without quotes."""


@dataclass(kw_only=True)
class Generator:
    """Makes one operation; draws everything from one source of randomness."""

    schema: GraphQLSchema
    ids: Mapping[type[Base], list[str]]
    random: Random
    variables: dict[str, Any] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    names: int = 0
    deepest: int = 2

    def case(self) -> Case:
        """An operation with its variables."""
        query = self.schema.query_type
        assert query is not None
        self.deepest = self.random.choice([1, 2, 2, 3, 3, 4])
        roots = [name for name in query.fields if name not in _SKIPPED]
        fields = " ".join(self._root(self.random.choice(roots), query) for _ in range(self.random.choice([1, 1, 2])))
        text = f"{{ {fields} }}"
        for name, fragment in reversed(self.fragments.items()):  # parts of a selection may have been dropped
            if f"...{name} " in f"{text} ":
                text += f" {fragment}"
        used = {name: kind for name, kind in self.declared.items() if re.search(rf"\${name}\b", text)}
        head = ", ".join(f"${name}: {kind}" for name, kind in used.items())
        return Case(
            query=f"query Q({head}) {text}" if head else text, variables={name: self.variables[name] for name in used}
        )

    def _root(self, name: str, query: GraphQLObjectType) -> str:
        shown = query.fields[name]
        alias = f"{self._name()}: "
        if name == "node":
            model = self.random.choice([one for one in self.ids if self._kind(one) is not None])
            kind = self._kind(model)
            assert kind is not None
            identifier = self._given(self.random.choice([*self.ids[model][:6], "x"]), "ID!")
            return f"{alias}node(id: {identifier}) {{ id ... on {kind.name} {{ {self._fields(kind, 1)} }} }}"
        kind = get_named_type(shown.type)
        assert isinstance(kind, GraphQLObjectType)
        if "code" in shown.args:
            code = self._given(self.random.choice(CODES), "String!")
            return f"{alias}{name}(code: {code}) {{ {self._fields(kind, 1)} }}"
        return f"{alias}{name}{self._list(shown, 1)}"

    def _kind(self, model: type[Base]) -> GraphQLObjectType | None:
        one = exposed().get(model)
        kind = self.schema.get_type(one.cls.__name__) if one else None
        return kind if isinstance(kind, GraphQLObjectType) else None

    def _fields(self, kind: GraphQLObjectType, depth: int) -> str:
        names = self.random.sample(list(kind.fields), k=min(len(kind.fields), self.random.randint(1, 5)))
        chosen = [text for name in names if (text := self._field(kind, name, depth))]
        if self.random.random() < 0.15:
            chosen.append("__typename")
        if self.random.random() < 0.12 and chosen:
            chosen.append(f"{self._switched(f'... on {kind.name}')} {{ {chosen[0]} }}")
        if self.random.random() < 0.08 and chosen:
            name = f"F{self._name()}"
            self.fragments[name] = f"fragment {name} on {kind.name} {{ {chosen[-1]} }}"
            chosen.append(f"...{name}")
        return " ".join(chosen) or "__typename"

    def _field(self, kind: GraphQLObjectType, name: str, depth: int) -> str:
        shown = kind.fields[name]
        below = get_named_type(shown.type)
        alias = f"{self._name()}: " if self.random.random() < 0.2 or shown.args else ""
        if is_leaf_type(below):
            return self._switched(f"{alias}{name}")
        assert isinstance(below, GraphQLObjectType)
        if below.name.startswith("Masked"):
            wanted = self.random.sample(list(below.fields), k=self.random.randint(1, len(below.fields)))
            return f"{alias}{name} {{ {' '.join(wanted)} }}"
        if depth >= self.deepest:
            return ""
        if "edges" in below.fields:
            return f"{alias}{name}{self._list(shown, depth + 1)}"
        return f"{alias}{name} {{ {self._fields(below, depth + 1)} }}"

    def _switched(self, text: str) -> str:
        chance = self.random.random()
        if chance > 0.05:
            return text
        word = self.random.choice(["skip", "include"])
        return f"{text} @{word}(if: {self._given(self.random.random() < 0.5, 'Boolean!')})"

    def _list(self, shown: GraphQLField, depth: int) -> str:
        connection = get_named_type(shown.type)
        assert isinstance(connection, GraphQLObjectType)
        row = get_named_type(connection.fields["nodes"].type)
        assert isinstance(row, GraphQLObjectType)
        parts = [f"nodes {{ {self._fields(row, depth)} }}"]
        if self.random.random() < 0.25:
            parts.append("totalCount")
        if self.random.random() < 0.25:
            parts.append("pageInfo { hasNextPage hasPreviousPage startCursor endCursor }")
        if self.random.random() < 0.15:
            parts.append(f"edges {{ cursor node {{ {self._fields(row, depth + 1)} }} }}")
        self.random.shuffle(parts)
        arguments = self._arguments(shown, row, depth)
        return f"{arguments} {{ {' '.join(parts[: self.random.randint(1, len(parts))])} }}"

    def _arguments(self, shown: GraphQLField, row: GraphQLObjectType, depth: int) -> str:
        some, given = self.random, list[str]()
        most = 6 if depth == 1 else 3
        size = some.choice([0, 1, 2, most, most, most, 101]) if some.random() < 0.1 else some.randint(1, most)
        given.append(f"{some.choice(['first', 'first', 'last'])}: {self._given(size, 'Int')}")
        order: list[dict[str, Word]] = []
        if some.random() < 0.5:
            order = self._order(get_named_type(shown.args["orderBy"].type))
            given.append(f"orderBy: {_literal(order)}")
        if some.random() < 0.2:
            given.append(f"{some.choice(['after', 'before'])}: {self._given(self._cursor(row, order), 'String')}")
        if some.random() < 0.4:
            kind = get_named_type(shown.args["where"].type)
            given.append(f"where: {self._given(self._where(kind, 0), kind.name)}")
        if "includeBelow" in shown.args and some.random() < 0.3:
            given.append(f"includeBelow: {self._given(some.random() < 0.7, 'Boolean')}")
        return f"({', '.join(given)})"

    def _order(self, kind: Any) -> list[dict[str, Word]]:  # an order input
        names = self.random.sample(list(kind.fields), k=min(len(kind.fields), self.random.randint(1, 2)))
        return [{name: Word(self.random.choice(["ASC", "DESC"]))} for name in names]

    def _cursor(self, row: GraphQLObjectType, order: list[dict[str, Word]]) -> str:
        if self.random.random() < 0.1:
            return "no cursor"
        model = next(one.model for one in exposed().values() if one.cls.__name__ == row.name)
        steps = [(_snake(name), word) for step in order for name, word in step.items()]
        names = [name for name, _ in steps if name != "id"] + ["id"]
        values = [self._key(model, name) for name in names]
        text = json.dumps([",".join(f"{name}:{word}" for name, word in steps), *values], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _key(self, model: type[Base], name: str) -> Any:  # a JSON value of the column's type
        kind = python_type(model, name)
        if name == "id":
            return self.random.choice(self.ids.get(model, [""]))
        if model.__mapper__.columns[name].nullable and self.random.random() < 0.2:
            return None
        if issubclass(kind, Term):
            return self.random.choice(list(kind)).value
        return self._scalar({"str": "String", "bool": "Boolean", "int": "Int"}.get(kind.__name__, kind.__name__))

    def _where(self, kind: Any, depth: int) -> dict[str, Any]:  # a where input
        found: dict[str, Any] = {}
        for name in self.random.sample(list(kind.fields), k=self.random.randint(1, 2)):
            shown = kind.fields[name].type
            below = get_named_type(shown)
            if not isinstance(below, GraphQLInputObjectType):
                found[name] = self.random.choice(CODES)
            elif below.name.endswith("Filter"):
                found[name] = self._filter(below)
            elif depth < 2:
                inner = self._where(below, depth + 1)
                found[name] = [inner, self._where(below, depth + 1)] if is_list_type(shown) else inner
        return found

    def _filter(self, kind: GraphQLInputObjectType) -> dict[str, Any]:
        word = self.random.choice(list(kind.fields))
        shown = kind.fields[word].type
        below = get_named_type(shown)

        def one() -> Any:  # a value of the filter's kind
            if isinstance(below, GraphQLEnumType):
                return Word(self.random.choice(list(below.values)))
            return self._scalar(below.name)

        return {word: [one() for _ in range(self.random.randint(0, 3))] if is_list_type(shown) else one()}

    def _scalar(self, name: str) -> Any:  # a JSON value
        moment = START + timedelta(days=self.random.randint(-40, 40), seconds=self.random.choice([0, 1]))
        values: dict[str, Any] = {
            "Boolean": self.random.random() < 0.5,
            "Int": self.random.choice([0, 1, 7, -1]),
            "Date": moment.date().isoformat(),
            "date": moment.date().isoformat(),
            "DateTime": moment.isoformat(),
            "datetime": moment.isoformat(),
        }
        return values.get(name, self.random.choice(TEXTS))

    def _given(self, value: Any, kind: str) -> str:  # as a literal, or through a variable
        if self.random.random() < 0.6:
            return _literal(value)
        name = self._name()
        self.declared[name] = kind
        self.variables[name] = value
        return f"${name}"

    def _name(self) -> str:
        self.names += 1
        return f"n{self.names}"


def _literal(value: Any) -> str:  # a JSON value with words of enums
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_literal(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(one) for one in value) + "]"
    return json.dumps(value)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
