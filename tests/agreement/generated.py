"""Operations drawn from a schema: every root field, nested lists, fragments, switches; few of them are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)
from hypothesis import strategies as st

from hub.schema.expose import exposed
from tests.agreement.arguments import Arguments
from tests.agreement.both_ways import Case
from tests.agreement.computed import arguments
from tests.agreement.drawing import TAPES, Drawing
from tests.agreement.material import Material, kind_of
from tests.agreement.random_world import CODES
from tests.agreement.words import Word, Words
from tests.agreement.written import ROOTS

_PARTS = ["nodes"] * 6 + ["nodes totalCount", "pageInfo nodes", "totalCount", "edges pageInfo", "pageInfo edges"]
_PARTS += ["nodes edges", "totalCount pageInfo nodes", "__typename nodes", "pageInfo"]
_JUDGED = {"allowedActions"}  # what a caller may do follows from rules and is not read
_SCHEMA = (
    "__schema { queryType { name } directives { name } }",
    "__type(name: {name}) {{ __typename kind name fields(includeDeprecated: {yes}) {{ name }} }}",
    "_service { sdl }",
)


def operations(schemas: Mapping[str, GraphQLSchema], material: Material) -> st.SearchStrategy[tuple[str, Case]]:
    """Who asks, by name, and an operation that is valid in what this caller may know."""

    def made(tape: bytes) -> tuple[str, Case]:
        drawing = Drawing(tape)
        name = drawing.one(list(schemas))
        words = Words(drawing=drawing)
        arguments = Arguments(drawing=drawing, words=words, material=material)
        maker = _Maker(schema=schemas[name], material=material, drawing=drawing, words=words, arguments=arguments)
        return name, maker.case()

    return TAPES.map(made)


@dataclass(kw_only=True)
class _Maker:
    """Makes one operation."""

    schema: GraphQLSchema
    material: Material
    drawing: Drawing
    words: Words
    arguments: Arguments
    fragments: dict[str, str] = field(default_factory=dict)
    deepest: int = 1

    def case(self) -> Case:
        query = self.schema.query_type
        assert query is not None
        self.deepest = self.drawing.one([1, 1, 1, 2, 2, 2, 3, 4])
        roots = [self._root(query) for _ in range(self.drawing.one([1, 1, 1, 1, 1, 1, 1, 2]))]
        text = f"{{ {self._spread(roots, 'Query')} }}"
        for name, fragment in reversed(self.fragments.items()):  # parts of a selection may have been dropped
            if f"...{name} " in f"{text} ":
                text += f" {fragment}"
        head, variables = self.words.head(text)
        return Case(query=head + text, variables=variables)

    def _root(self, query: GraphQLObjectType) -> str:
        way = self.drawing.below(32)
        if way < 14:
            name = self.drawing.one([name for name, shown in query.fields.items() if "orderBy" in shown.args])
            return f"{self._alias()}{name}{self._list(query.fields[name], 1)}"
        if way < 18:
            return self._alias() + self._by_code(query)
        if way < 21:
            return self._alias() + self._node()
        if way < 24:
            return self._alias() + self._entities()
        if way < 26:
            return f"{self._alias()}viewer {{ {self._fields(_object(query.fields['viewer']), 1)} }}"
        if way < 29:
            return self._alias() + self._totals(query)
        if way < 31:
            return self._alias() + self._computed(query)
        return self.drawing.one(["__typename", self._alias() + self._of_the_schema()])

    def _by_code(self, query: GraphQLObjectType) -> str:
        name = self.drawing.one([name for name, shown in query.fields.items() if "code" in shown.args])
        code = self.words.given(self.drawing.one(CODES), "String!")
        return f"{name}(code: {code}) {{ {self._fields(_object(query.fields[name]), 1)} }}"

    def _node(self) -> str:
        known = [one for one in exposed().values() if one.model in self.material.ids]
        shown = [(one.model, kind) for one in known if (kind := kind_of(self.schema, one.cls)) is not None]
        model, kind = self.drawing.one(shown)
        identifier = self.words.given(self.drawing.one([*self.material.ids[model][:6], "x"]), "ID!")
        given = ", ".join([f"id: {identifier}", *self.arguments.past()])
        return f"node({given}) {{ {self._abstract([kind])} }}"

    def _entities(self) -> str:
        known = [one for one in exposed().values() if one.keys]
        found: list[dict[str, str]] = []
        for _ in range(self.drawing.one([1, 2, 3, 0])):
            one = self.drawing.one(known)
            key = self.drawing.one(one.keys) if self.drawing.happens(70) else "id"
            values = [*self.material.ids[one.model][:6], "x"] if key == "id" else list(CODES)
            found.append({"__typename": one.cls.__name__, key: self.drawing.one(values)})
        if self.drawing.happens(5):
            found.append({"__typename": "Opinion", "id": "x"})
        kinds = [kind for one in known if (kind := kind_of(self.schema, one.cls)) is not None]
        given = self.words.given(found, "[_Any!]!")
        return f"_entities(representations: {given}) {{ {self._abstract(self.drawing.some(kinds, most=2))} }}"

    def _abstract(self, kinds: Sequence[GraphQLObjectType]) -> str:
        """A selection on an interface or a union, with a part for each of some types."""
        chosen = [f"... on {kind.name} {{ {self._fields(kind, 1)} }}" for kind in kinds]
        return " ".join([self.drawing.one(["__typename", "... on Node { id }"]), *chosen])

    def _of_the_schema(self) -> str:
        text = self.drawing.one(_SCHEMA)
        if not text.startswith("__type"):
            return text
        name = self.drawing.one(["Studio", "Node", "_Entity", "StudioType", "无"])
        yes = self.words.given(self.drawing.below(2) == 1, "Boolean!")
        return text.format(name=self.words.given(name, "String!"), yes=yes)

    def _totals(self, query: GraphQLObjectType) -> str:
        name = self.drawing.one([name for name, shown in query.fields.items() if {"by", "where"} <= shown.args.keys()])
        shown = query.fields[name]
        return f"{name}{self._own(shown)} {{ {self._fields(_object(shown), 1)} }}"

    def _computed(self, query: GraphQLObjectType) -> str:
        name = self.drawing.one(sorted(ROOTS & query.fields.keys()) or ["__typename"])
        if name == "__typename":
            return str(name)
        shown = query.fields[name]
        given = arguments(shown, self.material.ids, self.drawing, self.words)
        return f"{name}{given} {{ {self._fields(_object(shown), 1)} }}"

    def _own(self, shown: GraphQLField) -> str:
        given = []
        for name, argument in shown.args.items():
            kind = get_named_type(argument.type)
            value: Any
            if isinstance(kind, GraphQLEnumType):
                words = [Word(one) for one in self.drawing.some(list(kind.values), most=3)]
                value = words if "[" in str(argument.type) else words[0]
            else:
                value = self.arguments.where(kind)
            if self.drawing.happens(60) or str(argument.type).endswith("!"):
                given.append(f"{name}: {self.words.given(value, str(argument.type))}")
        return f"({', '.join(given)})"

    def _fields(self, kind: GraphQLObjectType, depth: int) -> str:
        names = self.drawing.some([name for name in kind.fields if name not in _JUDGED], most=4 - min(depth, 2))
        # Rows are mostly plain columns, and differences mostly elsewhere.
        for percent, some in ((35, _links(kind)), (20, _guarded(kind))):
            if some and self.drawing.happens(percent):
                names = [self.drawing.one(some), *names]
        if "name" in kind.fields and self.drawing.happens(30):  # what people ask for first
            names = ["name", *names]
        names = list(dict.fromkeys(names))
        return self._spread([text for name in names if (text := self._field(kind, name, depth))], kind.name)

    def _spread(self, chosen: list[str], kind: str) -> str:
        """Fields of a type, some of them asked for once more, in fragments with and without a name."""
        way = self.drawing.below(20)
        if way >= 17:
            chosen.append("__typename")
        if way in (13, 14) and chosen:
            condition = self.drawing.one([f" on {kind}", "", " on Node" if "id" in chosen else ""])
            again = "id" if condition == " on Node" else chosen[0]
            chosen.append(f"{self._switched(f'...{condition}')} {{ {again} }}")
        if way in (15, 16) and chosen:
            name = f"F{self.words.name()}"
            self.fragments[name] = f"fragment {name} on {kind} {{ {chosen[-1]} }}"
            chosen.append(self._switched(f"...{name} "))
        return " ".join(chosen) or "__typename"

    def _field(self, kind: GraphQLObjectType, name: str, depth: int) -> str:
        shown = kind.fields[name]
        below = get_named_type(shown.type)
        way = self.drawing.below(20)
        alias = self._alias() if shown.args or way >= 17 else ""
        if is_leaf_type(below):
            return self._switched(f"{alias}{name}") if way in (0, 19) else f"{alias}{name}"
        if isinstance(below, GraphQLInterfaceType):
            return f"{alias}{name} {{ {self._abstract(self._facts())} }}"
        assert isinstance(below, GraphQLObjectType)
        if below.name.startswith("Masked"):
            return f"{alias}{name} {{ {' '.join(self.drawing.some(['__typename', *below.fields], most=4))} }}"
        is_list = "edges" in below.fields
        is_row = below.name in _rows()
        if (is_list or is_row) and depth >= self.deepest:
            return ""
        if is_list and "orderBy" in shown.args:
            return f"{alias}{name}{self._list(shown, depth + 1)}"
        if is_list:
            first = self.words.given(self.drawing.one([3, 1, 0]), "Int")
            return f"{alias}{name}(first: {first}) {{ {self._fields(below, depth + 1)} }}"
        return f"{alias}{name} {{ {self._fields(below, depth + is_row)} }}"

    def _facts(self) -> list[GraphQLObjectType]:
        kinds = [self.schema.get_type(name) for name in ("Activity", "Output")]
        return self.drawing.some([one for one in kinds if isinstance(one, GraphQLObjectType)], most=2)

    def _switched(self, text: str) -> str:
        if not self.drawing.happens(50):
            return text
        word = self.drawing.one(["skip", "include"])
        return f"{text} @{word}(if: {self.words.given(self.drawing.below(2) == 1, 'Boolean!')})"

    def _list(self, shown: GraphQLField, depth: int) -> str:
        row = _object(_object(shown).fields["nodes"])
        arguments = self.arguments.of(shown, row, depth=depth)
        parts = [self._part(part, row, depth) for part in self.drawing.one(_PARTS).split()]
        return f"{arguments} {{ {' '.join(parts)} }}"

    def _part(self, part: str, row: GraphQLObjectType, depth: int) -> str:
        match part:
            case "nodes":
                return f"nodes {{ {self._fields(row, depth)} }}"
            case "edges":
                return f"edges {{ cursor node {{ {self._fields(row, depth + 1)} }} }}"
            case "pageInfo":
                return "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        return part

    def _alias(self) -> str:
        return f"{self.words.name()}: "


@cache
def _rows() -> frozenset[str]:
    return frozenset(one.cls.__name__ for one in exposed().values())


@cache
def _links(kind: GraphQLObjectType) -> list[str]:
    links = [name for name, shown in kind.fields.items() if not is_leaf_type(get_named_type(shown.type))]
    return [name for name in links if name not in _JUDGED]


@cache
def _guarded(kind: GraphQLObjectType) -> list[str]:
    fields = kind.fields.items()
    return [name for name, shown in fields if get_named_type(shown.type).name.startswith(("Masked", "Provenance"))]


def _object(shown: GraphQLField) -> GraphQLObjectType:
    kind = get_named_type(shown.type)
    assert isinstance(kind, GraphQLObjectType)
    return kind
