"""Operations over root fields whose answers are computed: whole selections of each, and drawn arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_list_type,
)

from hub.schema.expose import exposed
from hub.store.models.assessment import Assessment
from hub.store.models.base import Base
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.standard import Rulebook
from hub.store.models.studio import Studio
from tests.agreement.both_ways import Case
from tests.agreement.drawing import Drawing
from tests.agreement.random_world import CODES, START
from tests.agreement.words import Word, Words, literal
from tests.agreement.written import ROOTS

_IDS: Mapping[str, type[Base]] = {
    "studio": Studio,
    "rulebook": Rulebook,
    "obligation": Obligation,
    "period": ReportPeriod,
    "id": RollupLine,
    "figure": RollupLine,
    "a": RollupVersion,
    "b": RollupVersion,
}
_TEXTS: Mapping[str, Sequence[str]] = {
    "within": CODES,
    "body": CODES,
    "root": CODES,
    "indicator": ("activities", "studios"),
    "source": ("shangluo-city", "x"),
    "externalId": ("a-1", "x"),
}
_ACTED_ON: tuple[type[Base], ...] = (Studio, Assessment)
_FEW = 2


def arguments(
    shown: GraphQLField, ids: Mapping[type[Base], list[str]], drawing: Drawing, words: Words | None = None
) -> str:
    """The arguments of a computed root field in brackets, or nothing; through variables where `words` are given."""
    given = []
    for name, argument in shown.args.items():
        if not str(argument.type).endswith("!") and not drawing.happens(30):
            continue
        value = _value(name, argument, ids, drawing)
        told = literal(value) if words is None else words.given(value, str(argument.type))
        given.append(f"{name}: {told}")
    return f"({', '.join(given)})" if given else ""


def _value(name: str, argument: GraphQLArgument, ids: Mapping[type[Base], list[str]], drawing: Drawing) -> Any:
    kind = get_named_type(argument.type)
    if isinstance(kind, GraphQLEnumType):
        word = Word(drawing.one(list(kind.values)))
        return [word] if is_list_type(argument.type) else word
    if name in _IDS:
        return drawing.one([*ids[_IDS[name]][:12], "x"])
    if kind.name == "Int":
        return drawing.one([2026, 2025] if name == "year" else [5, 1, 50])
    if kind.name == "Date":
        return drawing.one([START.date().isoformat(), "2025-11-01"])
    return drawing.one(_TEXTS.get(name, ("",)))


def computed(schema: GraphQLSchema, ids: Mapping[type[Base], list[str]]) -> dict[str, Case]:
    """Each computed root field with all that can be asked below it, for several rows of the world."""
    query = schema.query_type
    assert query is not None
    found = {}
    for name in sorted(ROOTS & query.fields.keys()):
        text = f"{{ {_whole(get_named_type(query.fields[name].type), ())} }}"
        for at in range(_FEW if query.fields[name].args else 1):
            given = arguments(query.fields[name], ids, Drawing(bytes([at * 19, *[at * 23] * 8])))
            found[f"the whole of {name} {at}"] = Case(query=f"{{ {name}{given} {text} }}", variables={})
    for model in _ACTED_ON:
        for at, one in enumerate(ids[model][:2]):
            kind = exposed()[model].cls.__name__
            text = f"... on {kind} {{ id allowedActions {{ action allowed code message messageEn rule }} }}"
            found[f"what may be done to {kind} {at}"] = Case(
                query=f'{{ node(id: "{one}") {{ {text} }} }}', variables={}
            )
    found["what may be done to a list"] = Case(
        query="{ studios(first: 3) { nodes { id now: allowedActions { action } owner { code } } } }", variables={}
    )
    return found


def _whole(kind: Any, above: tuple[str, ...]) -> str:
    """All fields of a computed type; of rows, a few columns and in some places what stands beside them."""
    if isinstance(kind, GraphQLInterfaceType):
        return "__typename id ... on Activity { topic owner { code } } ... on Output { fate }"
    assert isinstance(kind, GraphQLObjectType)
    if kind.name in _nouns():
        return " ".join(_of_row(kind, beside=len(above) % 2 == 0))
    return " ".join(_fields(kind, above)) or "__typename"


def _fields(kind: GraphQLObjectType, above: tuple[str, ...]) -> Iterator[str]:
    yield "__typename"
    for name, shown in kind.fields.items():
        below = get_named_type(shown.type)
        if is_leaf_type(below):
            yield name
        elif below.name not in above:
            yield f"{name} {{ {_whole(below, (*above, kind.name))} }}"


def _of_row(kind: GraphQLObjectType, *, beside: bool) -> Iterator[str]:
    leaves = [name for name, shown in kind.fields.items() if is_leaf_type(get_named_type(shown.type))]
    yield from ["__typename", *leaves[:4]]
    masked = [name for name, shown in kind.fields.items() if get_named_type(shown.type).name == "MaskedText"]
    yield from (f"{name} {{ value masked reason }}" for name in masked[:1])
    rows = [name for name, shown in kind.fields.items() if get_named_type(shown.type).name in _nouns()]
    yield from (f"{name} {{ id }}" for name in rows[:1] if beside)


def _nouns() -> frozenset[str]:
    return frozenset(one.cls.__name__ for one in exposed().values())
