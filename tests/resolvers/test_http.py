"""GraphQL over HTTP: which requests are taken, which status answers them, and what an answer never says."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import get_introspection_query
from structlog.testing import capture_logs

from hub.resolvers.context import Operation
from tests.asking import PROVINCE, ZHASHUI, Asked
from tests.resolvers.door import ASK, PLAIN, PRECISE, code_of, post


@pytest.fixture
def engine_name() -> str:
    """The door is the same in front of either database."""
    return "sqlite"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", PLAIN),
        ("*/*", PLAIN),
        ("application/*", PLAIN),
        (PLAIN, PLAIN),
        (PRECISE, PRECISE),
        (f"{PRECISE}, {PLAIN}", PRECISE),
        (f"{PLAIN}, {PRECISE}", PLAIN),
        (f"{PLAIN};q=0.5, {PRECISE};q=0.9", PRECISE),
        (f"{PRECISE};charset=utf-8, {PLAIN};q=0.9", PRECISE),
        (f"text/html, {PRECISE}, */*;q=0.1", PRECISE),
        ("APPLICATION/JSON", PLAIN),
        (f"{PLAIN};q=0, */*", PRECISE),
    ],
)
async def test_the_answer_is_of_the_kind_that_the_client_likes_best(ask: Asked, accept: str, kind: str) -> None:
    response = await post(ask, {"query": ASK}, accept=accept)

    assert response.status_code == 200
    assert response.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize("accept", ["text/html", "image/*", f"{PLAIN};q=0", "application/xml", f"{PLAIN};q=x"])
async def test_a_client_that_takes_no_json_is_told_so(ask: Asked, accept: str) -> None:
    response = await post(ask, {"query": ASK}, accept=accept)

    assert (response.status_code, code_of(response)) == (406, "NOT_ACCEPTABLE")


REFUSED_BEFORE_RUNNING = [
    ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
    ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
    ({"query": "query ($id: ID!) { node(id: $id) { id } }"}, "BAD_USER_INPUT"),
    ({"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": [1]}}, "BAD_USER_INPUT"),
    ({"query": "query A { __typename } query A { __typename }", "operationName": "A"}, "GRAPHQL_VALIDATION_FAILED"),
    ({"query": "query A { __typename } query B { __typename }"}, "OPERATION_NAME"),
    ({"query": "query A { __typename }", "operationName": "B"}, "OPERATION_NAME"),
    ({"query": "{ studios(first: 99999999999) { totalCount } }"}, "GRAPHQL_VALIDATION_FAILED"),
    ({"query": "{ studios(first: %s) { totalCount } }" % ("9" * 5000)}, "BAD_NUMBER"),
    ({"query": '{ node(id: "\x00") { id } }'}, "BAD_TEXT"),
    ({"query": '{ node(id: "\\u0000") { id } }'}, "BAD_TEXT"),
    ({"query": '{ node(id: "\\u{0}") { id } }'}, "BAD_TEXT"),
    ({"query": '{ node(id: "\\ud800") { id } }'}, "GRAPHQL_PARSE_FAILED"),
    ({"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": "a\x00"}}, "BAD_TEXT"),
    ({"query": ASK, "variables": {"unused": {"deep": ["\x00"]}}}, "BAD_TEXT"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED_BEFORE_RUNNING)
async def test_a_request_that_cannot_run_is_a_400_without_data_or_a_plain_200(
    ask: Asked, body: dict[str, Any], code: str
) -> None:
    precise = await post(ask, body, accept=PRECISE)
    plain = await post(ask, body, accept=PLAIN)

    assert (precise.status_code, plain.status_code) == (400, 200)
    for response in (precise, plain):
        assert code_of(response) == code
        assert "data" not in response.json()


async def test_a_field_that_fails_leaves_data_and_a_status_of_success(ask: Asked) -> None:
    response = await post(ask, {"query": "{ studios(first: -1) { totalCount } }"}, accept=PRECISE)

    assert response.status_code == 200
    assert response.json()["data"] is None
    assert code_of(response) == "PAGE_SIZE"


async def test_a_query_may_come_by_get(ask: Asked) -> None:
    given = {"query": "query A($id: ID!) { node(id: $id) { id } }", "variables": '{"id": "x"}', "operationName": "A"}

    response = await ask.client.get("/graphql", params=given)

    assert response.status_code == 200
    assert response.json()["data"] == {"node": None}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "QUERY_MISSING"),
        ({"query": ASK, "variables": "{"}, "BAD_JSON"),
        ({"query": ASK, "variables": "[]"}, "BAD_VARIABLES"),
        ({"query": ASK, "extensions": "1"}, "BAD_EXTENSIONS"),
    ],
)
async def test_a_get_that_is_no_request_is_a_400(ask: Asked, given: dict[str, str], code: str) -> None:
    response = await ask.client.get("/graphql", params=given)

    assert (response.status_code, code_of(response)) == (400, code)


@pytest.mark.parametrize("person", [None, ZHASHUI])
async def test_a_mutation_by_get_is_refused_by_its_method(ask: Asked, person: Any) -> None:
    token = ask.token(person)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    query = 'query A { __typename } mutation B { runSync(source: "x") { __typename } }'

    for accept in (PLAIN, PRECISE):
        response = await ask.client.get(
            "/graphql", params={"query": query, "operationName": "B"}, headers=headers | {"accept": accept}
        )
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
        assert code_of(response) == "GET_IS_FOR_QUERIES"

    other = await ask.client.get("/graphql", params={"query": "query A { __typename }"}, headers=headers)
    assert other.status_code == 200


async def test_head_says_what_get_would_and_other_methods_are_not_offered(ask: Asked) -> None:
    head = await ask.client.head("/graphql", params={"query": ASK})

    assert head.status_code == 200
    for method in ("OPTIONS", "PUT", "PATCH", "DELETE"):
        response = await ask.client.request(method, "/graphql")
        assert response.status_code == 405
        assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


async def test_no_answer_is_kept_by_anybody_on_the_way(ask: Asked) -> None:
    bodies: tuple[Any, ...] = ({"query": ASK}, {"query": "{"}, [])
    for body in bodies:
        response = await post(ask, body)

        assert response.headers["cache-control"] == "no-store"
        assert {"Accept", "Authorization"} <= {one.strip() for one in response.headers["vary"].split(",")}
        assert response.headers["x-content-type-options"] == "nosniff"


async def test_the_answer_names_the_contract_in_use(ask: Asked) -> None:
    found = {}
    for person in (None, ZHASHUI, PROVINCE):
        found[person] = (await ask.post({"query": ASK}, token=ask.token(person))).headers["hub-contract"]

    assert found == {None: "PUBLIC", ZHASHUI: "COUNTY", PROVINCE: "PROVINCE"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abcdefgh-0123", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("short", False),
        ("with space here", False),
        ("<script>alert(1)", False),
        ("", False),
    ],
)
async def test_a_request_number_is_kept_when_it_looks_like_one(ask: Asked, given: str, kept: bool) -> None:
    response = await post(ask, {"query": ASK}, x_request_id=given)

    assert (response.headers["x-request-id"] == given) is kept
    assert len(response.headers["x-request-id"]) >= 8


async def test_the_usual_introspection_and_typename_are_answered(ask: Asked) -> None:
    shown = await ask(get_introspection_query())
    named = await ask("{ __typename }", PROVINCE)

    assert "Studio" in {one["name"] for one in shown["__schema"]["types"]}
    assert named == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("body", "code"),
    [*REFUSED_BEFORE_RUNNING, ({"query": "{ studios(first: -1) { totalCount } }"}, "PAGE_SIZE"), ([], "NO_BATCHES")],
)
async def test_a_refusal_leaves_one_line_and_no_traceback(ask: Asked, body: Any, code: str) -> None:
    with capture_logs() as lines:
        response = await post(ask, body)

    (line,) = [line for line in lines if line["event"] != "request_finished"]
    assert (line["event"], line["log_level"], line["code"]) == ("request_refused", "info", code)
    assert line["request_id"] == response.headers["x-request-id"]
    assert "exc_info" not in line


@pytest.mark.parametrize("compiled", [False])
async def test_a_fault_is_recorded_once_and_answered_by_its_request_alone(
    ask: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    monkeypatch.setattr(Operation, "one", broken)
    with capture_logs() as lines:
        response = await post(ask, {"query": "{ bodies(first: 50) { nodes { division { id } } } }"})

    faults = [line for line in lines if line["log_level"] == "error"]
    assert len(response.json()["errors"]) == 50
    assert len(faults) == 1
    assert faults[0]["request_id"] == response.headers["x-request-id"]
    assert response.status_code == 200
    assert "secret" not in response.text
    assert code_of(response) == "INTERNAL"
    assert response.json()["errors"][0]["extensions"]["requestId"] == response.headers["x-request-id"]


async def test_a_fault_outside_any_field_is_a_500_that_says_nothing(
    ask: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    monkeypatch.setattr("hub.resolvers.cost.check_document", broken)
    with capture_logs() as lines:
        response = await post(ask, {"query": ASK})

    assert (response.status_code, code_of(response)) == (500, "INTERNAL")
    assert "secret" not in response.text
    assert len([line for line in lines if line["log_level"] == "error"]) == 1
