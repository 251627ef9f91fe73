"""What an operation costs: never more than was estimated, counted in fields, and reckoned once for each size."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    OperationDefinitionNode,
    get_introspection_query,
    get_named_type,
    is_composite_type,
    parse,
)
from hypothesis import example, given
from hypothesis import strategies as st

from hub.domain.access import Act, Noun
from hub.errors import TooMuch
from hub.resolvers import cost, limits
from hub.resolvers.cost import Costs, actual
from hub.resolvers.limits import LOOK_FIELDS, Worst
from hub.schema.contracts import WHOLE, schema_of
from hub.schema.paging import DEFAULT_PAGE, LARGEST_PAGE
from hub.schema.sizes import Size, size_of
from hub.schema.viewer import Limits
from hub.store.totals_statement import MOST_CELLS
from tests.acceptance.test_acceptance import Case, cases
from tests.acceptance.world import build
from tests.asking import Asked
from tests.factories import World

LIMITS = Limits(
    body_bytes=1_048_576,
    tokens=4_000,
    depth=12,
    aliases=60,
    rows=20_000,
    budget=None,
    budget_seconds=60,
    share=4,
    queue=64,
    statement_seconds=15,
    request_seconds=20,
)


def worst(query: str, costs: Costs | None = None, **variables: Any) -> Worst:
    """The estimate of the first operation of a document."""
    document = parse(query)
    operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    schema = schema_of(WHOLE)._schema
    return (costs or Costs(LIMITS)).of(schema, document, operation, variables, lasting=True)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("{ __typename }", 1),
        ("{ viewer { contract subject } }", 3),
        ("{ viewer { rights { act noun } } }", 2 + 2 * len(Act) * len(Noun)),
        ("{ studioTotals(by: []) { cells { count } } }", 2 + MOST_CELLS),
        ("{ studios { totalCount pageInfo { hasNextPage } } }", 4),
        ("{ studios { nodes { id name } totalCount } }", 3 + DEFAULT_PAGE * 2),
        ("{ studios(first: 3) { edges { cursor node { id name } } } }", 2 + 3 * 4),
        ("{ studios(last: 3) { nodes { residencies(first: 5) { nodes { id } } } } }", 2 + 3 * (2 + 5)),
        ("{ studios(first: 3) { ...A } } fragment A on StudioConnection { nodes { ...B } } fragment B on Studio { id }",
         2 + 3),
        ("{ node(id: \"x\") { id ... on Studio { name } ... on Body { code } } }", 4),
        ("{ _entities(representations: [{}, {}, {}]) { ... on Body { code name } } }", 1 + 3 * 2),
        ("{ studios(first: 100) @skip(if: true) { nodes { id } } __typename @include(if: true) }", 1),
        ("{ __schema { types { name } } a: __typename }", LOOK_FIELDS + 1),
    ],
)  # fmt: skip
def test_every_field_of_an_answer_costs_one_and_lists_cost_their_largest_size(query: str, fields: int) -> None:
    assert worst(query).fields == fields


def test_sizes_switches_and_representations_may_come_by_variable_or_default() -> None:
    sized = "query ($n: Int = 7, $on: Boolean = true, $r: [_Any!]!) { %s }" % (
        "studios(first: $n) { nodes { id } } bodies(first: 1) @include(if: $on) { nodes { id } } "
        "_entities(representations: $r) { ... on Body { code } }"
    )

    assert worst(sized, r=[]).fields == (2 + 7) + (2 + 1) + (1 + 1)
    assert worst(sized, n=30, on=False, r=[{}, {}]).fields == (2 + 30) + (1 + 2)
    assert worst(sized, n=None, r=[{}]).fields == (2 + DEFAULT_PAGE) + (2 + 1) + (1 + 1)
    assert worst(sized, n=LARGEST_PAGE, r=[{}]).fields == (2 + LARGEST_PAGE) + (2 + 1) + (1 + 1)


def test_a_document_is_walked_once_for_each_set_of_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = []
    real = limits.check_document

    def counting(*given: Any, **more: Any) -> Worst:
        walked.append(more["variables"])
        return real(*given, **more)

    monkeypatch.setattr(cost, "check_document", counting)
    costs = Costs(LIMITS)
    document = parse("query ($n: Int, $t: String) { studios(first: $n, where: { name: { eq: $t } }) { nodes { id } } }")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    schema = schema_of(WHOLE)._schema

    for variables in ({"n": 1, "t": "a"}, {"n": 1, "t": "b"}, {"n": 2}, {}, {"n": None}, {"t": "c"}, {"n": 2}):
        costs.of(schema, document, operation, variables, lasting=True)

    assert [one.get("n", "absent") for one in walked] == [1, 2, "absent", None]


def test_a_refusal_is_remembered_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    costs, document = Costs(LIMITS), parse("{ %s }" % " ".join(f"a{n}: __typename" for n in range(61)))
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)

    def ask() -> None:
        costs.of(schema_of(WHOLE)._schema, document, operation, {}, lasting=True)

    with pytest.raises(TooMuch) as first:
        ask()
    monkeypatch.setattr(cost, "check_document", None)
    with pytest.raises(TooMuch) as second:
        ask()

    assert first.value.code == second.value.code == "TOO_MUCH_ALIASES"
    assert first.value is not second.value


_TEXTS = st.text(alphabet=st.sampled_from('a":\\,{}[]甲\n'))
_KEYS = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,5}", fullmatch=True)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(min_value=-9, max_value=9) | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=25,
)
_ANSWERS = st.dictionaries(_KEYS, _VALUES, max_size=4)


@given(answer=_ANSWERS)
@example(answer={"a": ["", "b: c", ":", '":', "\\"], "d": {"e": ":"}})
def test_the_fields_of_an_answer_are_counted_exactly_whatever_its_texts_hold(answer: Any) -> None:
    estimated = Worst(rows=0, fields=0, looks=False)

    assert actual(orjson.dumps(answer), estimated) == keys(answer)


def keys(answer: Any) -> int:
    """The keys in an answer, counted one by one."""
    if isinstance(answer, dict):
        return len(answer) + sum(keys(one) for one in answer.values())
    return sum(keys(one) for one in answer) if isinstance(answer, list) else 0


@pytest.mark.parametrize("case", cases("questions"))
async def test_an_answer_never_costs_more_than_was_estimated_and_says_what_it_cost(
    ask: Asked, world: World, case: Case
) -> None:
    await build(world)

    for caller in case.callers:
        data = await ask(case.query, caller, **case.variables)
        said = ask.extensions["cost"]
        assert said["actual"] == keys(data) <= said["estimated"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_a_look_at_the_schema_costs_the_same_whatever_it_answers(ask: Asked) -> None:
    await ask(get_introspection_query())

    cost = ask.extensions["cost"]
    assert (cost["estimated"], cost["actual"]) == (LOOK_FIELDS, LOOK_FIELDS)


def test_every_list_of_rows_in_the_schema_says_how_long_it_may_be() -> None:
    fields = [
        (kind.name, name, field)
        for kind in schema_of(WHOLE)._schema.type_map.values()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
    ]
    lists = {
        (kind, name): size_of(field)
        for kind, name, field in fields
        if _is_list(field.type) and is_composite_type(get_named_type(field.type))
    }
    leading = {
        kind: [size_of(field) for _, _, field in fields if get_named_type(field.type).name == kind] for kind, _ in lists
    }

    unsaid = [place for place, rule in lists.items() if rule is None and not _is_sized(place[1], leading[place[0]])]

    assert unsaid == [("Query", "_entities")]  # as many as there are representations


def _is_sized(name: str, leading: list[Size | None]) -> bool:
    """Whether every field that leads to a type says how many rows one of its fields holds."""
    return bool(leading) and all(rule is not None and name in rule.sized for rule in leading)


def _is_list(kind: GraphQLOutputType) -> bool:
    while not isinstance(kind, GraphQLList):
        inner = getattr(kind, "of_type", None)
        if inner is None:
            return False
        kind = inner
    return True
