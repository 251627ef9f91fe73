"""The body of a request: what is taken, what is refused, and how much of it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.asking import Asked
from tests.resolvers.door import ASK, PLAIN, PRECISE, code_of, post


@pytest.fixture
def engine_name() -> str:
    """The door is the same in front of either database."""
    return "sqlite"


MALFORMED = [
    (b"", "BAD_JSON"),
    (b"{", "BAD_JSON"),
    (b"\xff\xfe", "BAD_JSON"),
    (b"null", "BODY_NOT_AN_OBJECT"),
    (b'"query"', "BODY_NOT_AN_OBJECT"),
    (b"[]", "NO_BATCHES"),
    (b'[{"query": "{ __typename }"}]', "NO_BATCHES"),
    (b"[" * 100_000 + b"]" * 100_000, "BAD_JSON"),
    (b'{"query": "{ __typename }", "variables": %s}' % (b"[" * 100_000 + b"]" * 100_000), "BAD_JSON"),
    (b"{}", "QUERY_MISSING"),
    (b'{"query": ""}', "QUERY_MISSING"),
    (b'{"query": null}', "QUERY_MISSING"),
    (b'{"query": {"a": 1}}', "QUERY_MISSING"),
    (b'{"query": "{ __typename }", "variables": [1]}', "BAD_VARIABLES"),
    (b'{"query": "{ __typename }", "variables": "x"}', "BAD_VARIABLES"),
    (b'{"query": "{ __typename }", "operationName": 1}', "OPERATION_NAME"),
    (b'{"query": "{ __typename }", "extensions": []}', "BAD_EXTENSIONS"),
    (b'{"query": "{ __typename }", "variables": {"id": "\\ud800"}}', "BAD_JSON"),
    (b'{"query": "{ __typename }", "variables": {"n": %s}}' % (b"9" * 5000), "BAD_JSON"),
]


@pytest.mark.parametrize(("body", "code"), MALFORMED, ids=range(len(MALFORMED)))
async def test_a_body_that_is_no_request_is_a_400_in_either_kind(ask: Asked, body: bytes, code: str) -> None:
    for accept in (PLAIN, PRECISE):
        response = await post(ask, body, accept=accept)

        assert (response.status_code, code_of(response)) == (400, code)


@pytest.mark.parametrize("levels", [61, 300, 1_000])
async def test_variables_that_nest_beyond_reason_are_refused(ask: Asked, levels: int) -> None:
    body = b'{"query": "{ __typename }", "variables": {"a": %s}}' % (b"[" * levels + b"]" * levels)

    response = await post(ask, body, accept=PRECISE)

    assert (response.status_code, code_of(response)) == (400, "TOO_MUCH_DEPTH")


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql",
     "application/json; charset=gbk", "text/json"],
)  # fmt: skip
async def test_only_json_in_utf8_is_taken(ask: Asked, kind: str) -> None:
    response = await post(ask, {"query": ASK}, content_type=kind)

    assert response.status_code == 415
    assert code_of(response) in ("JSON_ONLY", "UTF8_ONLY")


@pytest.mark.parametrize(
    "kind", [PLAIN, "Application/JSON", "application/json; charset=UTF-8", 'application/json;charset="utf-8"']
)
async def test_json_is_known_in_any_spelling(ask: Asked, kind: str) -> None:
    assert (await post(ask, {"query": ASK}, content_type=kind)).status_code == 200


async def test_a_body_is_not_read_beyond_its_bound_whatever_it_announces(ask: Asked) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 65_536
            yield b" " * 65_536

    streamed = await post(ask, endless())
    lying = await post(ask, b" " * 5_000_000, content_length="10")

    assert (streamed.status_code, code_of(streamed)) == (413, "BODY_TOO_LARGE")
    assert sent < 1_000 * 65_536
    assert (lying.status_code, code_of(lying)) == (413, "BODY_TOO_LARGE")
