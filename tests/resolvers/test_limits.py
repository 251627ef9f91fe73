"""Bounds on a query: each is named in the refusal, holds however the query is written, and is checked before work."""

from __future__ import annotations

import time
from typing import Any

import psycopg.errors
import pytest
from graphql import get_introspection_query
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hub.errors import HubFault
from hub.store.faults import store_fault
from hub.store.session import Reader
from tests.asking import PROVINCE, Asked


@pytest.fixture
def engine_name() -> str:
    """Bounds are checked before a database is asked."""
    return "sqlite"


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever reaches the database."""

    async def read(*_: Any) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(Reader, "all", read)


async def codes(ask: Asked, query: str, **variables: Any) -> set[str]:
    """The codes of the errors that a query meets."""
    answer = await ask.raw(query, PROVINCE, variables=variables)
    return {error["extensions"]["code"] for error in answer.get("errors", ())}


def nested(levels: int) -> str:
    """Bodies above bodies."""
    return "{ bodies { nodes { %s name %s } } }" % ("reportsTo { " * levels, "} " * levels)


async def test_nesting_is_bounded_and_the_refusal_names_the_number(ask: Asked) -> None:
    assert await codes(ask, nested(9)) == set()

    answer = await ask.raw(nested(10), PROVINCE)

    assert answer["errors"][0]["extensions"]["code"] == "TOO_MUCH_DEPTH"
    assert "13" in answer["errors"][0]["message"] and "12" in answer["errors"][0]["message"]


@pytest.mark.usefixtures("no_reading")
@pytest.mark.parametrize(
    "query",
    [
        nested(100),
        "{ " + "... { " * 100 + "__typename" + " }" * 100 + " }",
        "{ " + "a { " * 100 + "b" + " }" * 100 + " }",
        "{ bodies(where: %s) { totalCount } }" % ("{ not: " * 100 + "{}" + " }" * 100),
        '{ _entities(representations: %s) { __typename } }' % ("[" * 100 + "]" * 100),
    ],
)  # fmt: skip
async def test_brackets_of_any_kind_nest_only_so_deep(ask: Asked, query: str) -> None:
    assert await codes(ask, query) == {"TOO_MUCH_DEPTH"}


async def test_brackets_beyond_what_a_parser_can_hold_are_refused_too(ask: Asked) -> None:
    answer = await ask.raw("{ %s b %s }" % ("a { " * 900, "} " * 900), PROVINCE)

    assert answer["errors"][0]["extensions"]["code"] in ("TOO_MUCH_DEPTH", "GRAPHQL_PARSE_FAILED")
    assert "recursion" not in answer["errors"][0]["message"].lower()


async def test_depth_counts_through_fragments(ask: Asked) -> None:
    query = """{ bodies { nodes { ...A } } }
      fragment A on Body { reportsTo { reportsTo { reportsTo { reportsTo { ...B } } } } }
      fragment B on Body { reportsTo { reportsTo { reportsTo { reportsTo { reportsTo { reportsTo { id } } } } } } }"""

    assert await codes(ask, query) == {"TOO_MUCH_DEPTH"}


@pytest.mark.usefixtures("no_reading")
async def test_aliases_are_bounded_also_where_a_fragment_repeats_them(ask: Asked) -> None:
    plain = "{ %s }" % " ".join(f"a{n}: studios {{ totalCount }}" for n in range(61))
    inner = " ".join(f"a{n}: name" for n in range(12))
    spread = "{ %s } fragment F on Body { %s }" % (
        " ".join(f'b{n}: body(code: "{n}") {{ ...F }}' for n in range(6)), inner,
    )  # fmt: skip

    assert await codes(ask, plain) == {"TOO_MUCH_ALIASES"}
    assert await codes(ask, spread) == {"TOO_MUCH_ALIASES"}


async def test_the_length_of_a_document_is_bounded(ask: Asked) -> None:
    assert await codes(ask, "{ %s }" % ("__typename " * 4_000)) == {"TOO_MUCH_TOKENS"}


@pytest.mark.usefixtures("no_reading")
async def test_a_field_is_not_repeated_beyond_reason_since_repeats_are_compared_in_pairs(ask: Asked) -> None:
    spread = "{ %s } " % " ".join(f"...F{n}" for n in range(300))
    fragments = " ".join("fragment F%d on Query { viewer { subject } }" % n for n in range(300))
    started = time.process_time()

    assert await codes(ask, "{ %s }" % ("viewer { subject } " * 900)) == {"TOO_MUCH_REPEATS"}
    assert await codes(ask, spread + fragments) == {"TOO_MUCH_REPEATS"}
    assert time.process_time() - started < 2


@pytest.mark.usefixtures("no_reading")
async def test_fragments_that_multiply_are_stopped_early(ask: Asked) -> None:
    doubling = " ".join("fragment F%d on Query { ...F%d ...F%d }" % (n, n + 1, n + 1) for n in range(30))
    chain = " ".join("fragment F%d on Query { ...F%d }" % (n, n + 1) for n in range(30, 150))
    started = time.process_time()

    assert await codes(
        ask, "{ ...F0 } %s %s fragment F150 on Query { viewer { subject } }" % (doubling, chain)
    ) == {"TOO_MUCH_FIELDS"}  # fmt: skip
    assert time.process_time() - started < 2


@pytest.mark.parametrize("size", ["first: 1001", "last: 1001", "first: -1", "last: -5", "first: 2147483647"])
async def test_a_page_has_its_bounds(ask: Asked, size: str) -> None:
    assert await codes(ask, "{ studios(%s) { nodes { id } } }" % size) == {"PAGE_SIZE"}
    assert await codes(ask, '{ body(code: "611026") { studios(%s) { nodes { id } } } }' % size) == {"PAGE_SIZE"}


async def test_a_page_is_cut_from_one_end_only(ask: Asked) -> None:
    assert await codes(ask, "{ studios(first: 1, last: 1) { nodes { id } } }") == {"PAGE_BOTH_ENDS"}


async def test_the_largest_and_the_empty_page_are_fine(ask: Asked) -> None:
    data = await ask("{ bodies(first: 100) { nodes { id } } none: bodies(first: 0) { nodes { id } totalCount } }")

    assert len(data["bodies"]["nodes"]) == 100
    assert data["none"]["nodes"] == [] and data["none"]["totalCount"] > 100


DEEP = "bodies(%s) { nodes { studios(%s) { edges { node { residencies(%s) { nodes { id } } } } } } }"


@pytest.mark.usefixtures("no_reading")
@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ %s }" % (DEEP % ("first: 100", "first: 100", "first: 3")), {}),
        ("{ %s }" % (DEEP % ("last: 100", "last: 100", "last: 3")), {}),
        ("query ($n: Int) { %s }" % (DEEP % ("first: $n", "first: $n", "first: $n")), {"n": 100}),
        ("query ($n: Int) { %s }" % (DEEP % ("first: $n", "first: $n", "first: $n")), {"n": 100.0}),
        ("query ($n: Int = 100) { %s }" % (DEEP % ("first: $n", "first: $n", "first: $n")), {}),
        ("query ($n: Int) { %s }" % (DEEP % ("first: null, last: $n", "last: $n", "last: $n")), {"n": 100}),
        ("{ %s } fragment F on Body { studios(first: 100) { ...G } } fragment G on StudioConnection { nodes { "
         "residencies { nodes { id } } } }" % "bodies(first: 100) { nodes { ...F } }", {}),
        ("query ($r: [_Any!]!) { _entities(representations: $r) { ... on Body { studios { nodes { id } } } } }",
         {"r": [{"__typename": "Body", "code": "611026"}] * 1_000}),
        ("{ _entities(representations: [%s]) { ... on Body { a: studios(first: 100) { nodes { id } } b: members: "
         "memberships(first: 100) { nodes { id } } } } }".replace("b: members: ", "b: ")
         % ('{ __typename: "Body", code: "611026" } ' * 150), {}),
    ],
)  # fmt: skip
async def test_rows_at_worst_are_counted_before_any_is_read(ask: Asked, query: str, variables: dict[str, Any]) -> None:
    assert await codes(ask, query, **variables) == {"TOO_MUCH_ROWS"}


async def test_three_levels_of_the_usual_page_are_within_the_bound(ask: Asked) -> None:
    assert await codes(ask, "{ %s }" % DEEP.replace("(%s)", "")) == set()


@pytest.mark.usefixtures("no_reading")
@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"or": [{"name": {"eq": "x"}}] * 40}, "WHERE_TOO_LARGE"),
        ({"name": {"in": ["x"] * 201}}, "LIST_TOO_LONG"),
        ({"name": {"contains": "甲" * 1_001}}, "TEXT_TOO_LONG"),
        ({"name": {"in": ["甲" * 1_001]}}, "TEXT_TOO_LONG"),
    ],
)
async def test_conditions_are_bounded(ask: Asked, where: dict[str, Any], code: str) -> None:
    query = "query ($w: StudioWhere) { studios(where: $w) { totalCount } }"

    assert await codes(ask, query, w=where) == {code}


async def test_conditions_nest_as_deep_as_both_databases_can_and_no_deeper(ask: Asked) -> None:
    query = "query ($w: DutyShiftWhere) { dutyShifts(where: $w) { totalCount } }"

    def above(levels: int) -> dict[str, Any]:
        where: dict[str, Any] = {"code": {"eq": "610000"}}
        for _ in range(levels):
            where = {"reportsTo": where}
        return {"not": {"or": [{"studio": {"committee": {"body": where}}}]}}

    assert await codes(ask, query, w=above(4)) == set()
    assert await codes(ask, query, w=above(5)) == {"WHERE_TOO_DEEP"}


@pytest.mark.parametrize(
    "moment",
    ["2026-03-01T08:00:00", "2026-03-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)
async def test_an_instant_without_a_zone_or_beyond_the_calendar_is_refused_by_name(ask: Asked, moment: str) -> None:
    query = "query ($m: DateTime) { activities(where: { startsAt: { gt: $m } }) { totalCount } }"

    answer = await ask.raw(query, PROVINCE, variables={"m": moment})

    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["extensions"]["at"]) == ("BAD_INSTANT", "startsAt")


async def test_an_order_names_each_column_once(ask: Asked) -> None:
    twice = "[{ name: ASC }, { name: DESC }]"
    five = "[{ name: ASC }, { area: ASC }, { mode: ASC }, { type: ASC }, { status: ASC }]"

    assert await codes(ask, "{ studios(orderBy: %s) { totalCount } }" % twice) == {"BAD_ORDER"}
    assert await codes(ask, "{ studios(orderBy: %s) { totalCount } }" % five) == {"BAD_ORDER"}


async def test_the_usual_introspection_passes_and_a_multiplied_one_does_not(ask: Asked) -> None:
    looks = " ".join("a%d: __schema { types { fields { name } } }" % n for n in range(4))
    inside = " ".join("a%d: types { fields { name } }" % n for n in range(4))

    assert await codes(ask, get_introspection_query(input_value_deprecation=True)) == set()
    assert await codes(ask, "{ %s }" % looks) == {"TOO_MUCH_ALIASES"}
    assert await codes(ask, "{ __schema { %s } }" % inside) == {"TOO_MUCH_ALIASES"}


def stored(kind: type[Exception], cause: BaseException) -> HubFault | None:
    """What an error of the database means."""
    return store_fault(kind("SELECT 1", {}, cause) if kind is not PoolTimeout else kind("no connection"))


@pytest.mark.parametrize(
    ("kind", "cause", "status", "code"),
    [
        (OperationalError, psycopg.errors.QueryCanceled("canceling statement"), 400, "QUERY_TOO_SLOW"),
        (DataError, psycopg.errors.NumericValueOutOfRange("out of range"), 400, "BAD_VALUE"),
        (OperationalError, psycopg.OperationalError("server closed the connection at 10.0.0.7"), 503, "STORE_BUSY"),
        (InterfaceError, psycopg.InterfaceError("the connection is closed"), 503, "STORE_BUSY"),
        (PoolTimeout, TimeoutError(), 503, "STORE_BUSY"),
    ],
)
def test_an_error_of_the_database_is_told_without_its_words(
    kind: type[Exception], cause: BaseException, status: int, code: str
) -> None:
    if isinstance(cause, psycopg.errors.QueryCanceled):
        assert cause.sqlstate == "57014"

    told = stored(kind, cause)

    assert told is not None
    assert (told.status, told.code) == (status, code)
    assert str(cause) not in str(told) or not str(cause)


def test_an_error_that_is_not_the_databases_stays_a_fault() -> None:
    assert store_fault(RuntimeError("x")) is None
