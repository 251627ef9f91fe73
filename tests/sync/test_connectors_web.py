"""Every line of the table of real systems, answered from recorded-like responses."""

from __future__ import annotations

import pytest

from hub.sync.connectors.exchange import HttpRequest, NoteCode, Position
from hub.sync.faults import FaultCode
from tests.sync.systems import DATASETTE, DIRECTUS, JSON_SERVER, JSON_SERVER_ONE, KINTO, RELAY, codes, fault
from tests.sync.worlds import answer, connector, items, params, read


def test_directus_capping_a_page_at_a_hundred_rows_is_noticed_and_walked_on() -> None:
    talk = connector(**{**DIRECTUS, "top": "[limits]\npage_size = 500"})

    page = read(talk, answer({"data": items(*range(100)), "meta": {"filter_count": 140}}))

    assert page.next is not None and params(page.next)["page"] == "2"
    assert codes(page) == {NoteCode.PAGE_SIZE_CAPPED, NoteCode.TIMESTAMP_UNREAD}


def test_a_single_answer_of_a_usual_default_size_is_not_taken_for_everything() -> None:
    talk = connector(keys='rows = "data"')

    page = read(talk, answer({"data": items(*range(100))}))

    assert not page.complete and codes(page) == {NoteCode.POSSIBLY_TRUNCATED}


def test_directus_ids_are_the_same_through_rest_and_graphql() -> None:
    numbers = read(connector(**DIRECTUS), answer({"data": [{"id": 7}], "meta": {"filter_count": 1}}))
    texts = read(connector(**DIRECTUS), answer({"data": [{"id": "7"}], "meta": {"filter_count": 1}}))

    assert numbers.rows[0].external_id == texts.rows[0].external_id == "7"


def test_directus_says_403_for_what_is_not_there() -> None:
    told = fault(DIRECTUS, document={"errors": [{"message": "no"}]}, status=403)

    assert told.code is FaultCode.FORBIDDEN and not told.retryable


def test_an_invented_z_is_read_as_local_time_and_written_back_so() -> None:
    talk = connector(**DIRECTUS)
    page = read(
        talk, answer({"data": [{"id": 1, "date_updated": "2024-03-05T10:00:00Z"}], "meta": {"filter_count": 1}})
    )

    again = talk.start(page.position)

    assert page.position.since == "2024-03-05T01:58:00+00:00"
    assert params(again)["filter"] == '{"date_updated":{"_gte":"2024-03-05 09:58:00"}}'


def test_datasette_rows_are_arrays_beside_their_columns() -> None:
    page = read(connector(**DATASETTE), answer({"columns": ["id", "name"], "rows": [[1, "甲"]], "next_url": None}))

    assert page.rows[0].content == {"id": 1, "name": "甲"} and page.complete


def test_datasette_next_url_is_followed_on_its_own_origin() -> None:
    url = "https://city.example/api/studios?_next=2"

    page = read(connector(**DATASETTE), answer({"columns": ["id"], "rows": [[1]], "next_url": url}))

    assert isinstance(page.next, HttpRequest) and page.next.url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/x",
        "http://city.example/api/studios?_next=2",
        "https://city.example:8443/x",
        "https://city.example@elsewhere.example/",
        "//elsewhere.example/x",
        "https://city.example\\@elsewhere.example/",
        "file:///etc/passwd",
        "https://169.254.169.254/latest",
    ],
)
def test_a_next_url_that_leaves_the_source_is_refused(url: str) -> None:
    told = fault(DATASETTE, document={"columns": ["id"], "rows": [[1]], "next_url": url})

    assert told.code is FaultCode.OFF_ORIGIN


def test_a_source_behind_a_proxy_may_print_its_inner_name_when_configured_so() -> None:
    top = '[connection]\nbase_url = "https://city.example/api"\nrebase = true'
    talk = connector(**DATASETTE, top=top)

    page = read(talk, answer({"columns": ["id"], "rows": [[1]], "next_url": "http://localhost:8001/api/x?n=2"}))

    assert isinstance(page.next, HttpRequest) and page.next.url == "https://city.example/api/x?n=2"


@pytest.mark.parametrize(("status", "code"), [(200, FaultCode.NOT_DATA), (403, FaultCode.FORBIDDEN)])
def test_a_web_page_is_told_apart_from_data(status: int, code: FaultCode) -> None:
    told = fault(
        DATASETTE, body=b"\n<!doctype html><p>secret-word", status=status, headers={"content-type": "text/html"}
    )

    assert told.code is code and "secret-word" not in told.zh + told.en + str(told)


def test_datasette_over_maximum_size_is_a_bad_request() -> None:
    assert fault(DATASETTE, document={"ok": False}, status=400).code is FaultCode.BAD_REQUEST


def test_json_server_totals_are_in_headers_only() -> None:
    talk = connector(**JSON_SERVER)
    first = read(talk, answer(items(1, 2), headers={"x-total-count": "3"}))

    last = read(talk, answer(items(3), headers={"x-total-count": "3"}), first.position)

    assert params(first.next)["_page"] == "2" and last.complete and last.next is None


def test_a_page_that_names_itself_as_the_next_one_ends_the_pass_unfinished() -> None:
    tables = '[streams.paging]\nstyle = "token"\nparam = "page"\nnext = "next"'
    talk = connector(keys='rows = "data"', tables=tables)
    first = read(talk, answer({"data": items(1, 2), "next": 0}))

    again = read(talk, answer({"data": items(1, 2), "next": 0}), first.position)

    assert again.next is None and not again.complete and NoteCode.PAGING_LOOP in codes(again)
    assert again.rows == ()


def test_json_server_repeating_its_last_page_past_the_end_is_noticed() -> None:
    parts = {**JSON_SERVER_ONE, "tables": JSON_SERVER_ONE["tables"].replace('last = "pages"', "")}
    talk, position = connector(**parts), Position()
    for ids in ((1, 2), (3, 4), (5,)):
        page = read(talk, answer({"data": items(*ids)}), position)
        position = page.position

    past = read(talk, answer({"data": items(5)}), position)

    assert past.complete and past.rows == () and NoteCode.REPEATS_LAST_PAGE in codes(past)


def test_json_server_with_its_page_count_never_asks_past_the_end() -> None:
    page = read(connector(**JSON_SERVER_ONE), answer({"data": items(1), "pages": 1, "next": None}))

    assert page.complete and page.next is None


def test_a_source_that_ignores_the_page_parameter_is_not_called_complete() -> None:
    parts = {**JSON_SERVER_ONE, "tables": JSON_SERVER_ONE["tables"].replace('last = "pages"', "")}
    talk = connector(**parts)
    first = read(talk, answer({"data": items(1, 2)}))

    second = read(talk, answer({"data": items(1, 2)}), first.position)

    assert not second.complete and NoteCode.PAGING_IGNORED in codes(second) and second.rows == ()


def test_kinto_walks_by_the_address_in_a_header_and_asks_for_changes_by_its_clock() -> None:
    talk = connector(**KINTO)
    stamp = 1709604000000
    first = read(
        talk, answer({"data": [{"id": "a", "last_modified": stamp}]}, headers={"next-page": "/api/studios?t=1"})
    )
    last = read(talk, answer({"data": [{"id": "b", "last_modified": stamp, "deleted": True}]}), first.position)

    again = talk.start(last.position)

    assert isinstance(first.next, HttpRequest) and first.next.url == "https://city.example/api/studios?t=1"
    assert last.complete and params(again)["_since"] == str(stamp - 120_000)


def test_kinto_304_means_nothing_changed() -> None:
    talk = connector(**KINTO)
    first = read(talk, answer({"data": [{"id": "a", "last_modified": 1709604000000}]}, headers={"etag": '"7"'}))
    request = talk.start(first.position)

    page = talk.read(answer(status=304, body=b""), request)

    assert isinstance(request, HttpRequest) and ("If-None-Match", '"7"') in request.headers
    assert page.complete and not page.snapshot and codes(page) == {NoteCode.NOT_CHANGED}
    assert page.position.since == first.position.since and page.position.etag == '"7"'


def test_postgraphile_cursors_travel_as_variables() -> None:
    talk = connector(**RELAY)
    info = {"hasNextPage": True, "endCursor": "abc"}

    page = read(talk, answer({"data": {"studios": {"edges": [{"node": {"id": "1"}}], "pageInfo": info}}}))

    assert isinstance(page.next, HttpRequest) and isinstance(page.next.body, dict)
    assert page.next.method == "POST" and page.next.body["variables"] == {"after": "abc", "first": 100}
    assert page.rows[0].content == {"id": "1"}


def test_postgraphile_changes_travel_as_a_filter_object() -> None:
    request = connector(**RELAY).start(Position(since="2024-03-05T00:00:00+00:00"))

    assert isinstance(request, HttpRequest) and isinstance(request.body, dict)
    assert request.body["variables"] == {"first": 100, "filter": {"updatedAt": {"greaterThan": "2024-03-05T00:00:00Z"}}}


def test_more_pages_without_a_cursor_is_a_fault() -> None:
    info = {"hasNextPage": True, "endCursor": None}

    told = fault(RELAY, document={"data": {"studios": {"edges": [], "pageInfo": info}}})

    assert told.code is FaultCode.PAGING_BROKEN


@pytest.mark.parametrize("status", [200, 400, 500])
def test_graphql_errors_are_errors_under_any_status(status: int) -> None:
    told = fault(RELAY, document={"data": {"studios": None}, "errors": [{"message": "相关表不存在"}]}, status=status)

    assert told.code is FaultCode.GRAPHQL_ERRORS and "相关表" not in str(told) + told.zh
