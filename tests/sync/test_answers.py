"""Paging styles, states inside answers, cursors and damaged answers that any web source may show."""

from __future__ import annotations

import pytest

from hub.sync.connectors.exchange import HttpRequest, NoteCode
from hub.sync.faults import FaultCode
from tests.sync.systems import DIRECTUS, JSON_SERVER, codes, fault
from tests.sync.worlds import NOW, answer, connector, items, params, read


def test_a_link_header_leads_on_and_its_absence_ends() -> None:
    talk = connector(keys='rows = "$"', tables='[streams.paging]\nstyle = "link"')
    link = '<https://city.example/api/studios?p=1>; rel="prev", <https://city.example/api/studios?p=3>; rel="next"'

    first = read(talk, answer(items(1), headers={"link": link}))
    last = read(talk, answer(items(2), headers={"link": link.partition(",")[0]}), first.position)

    assert isinstance(first.next, HttpRequest) and first.next.url.endswith("p=3")
    assert last.complete


def test_an_offset_moves_by_the_rows_that_came() -> None:
    tables = '[streams.paging]\nstyle = "offset"\nsize_param = "limit"\ntotal = "total"'
    talk = connector(keys='rows = "data"', tables=tables, top="[limits]\npage_size = 500")

    page = read(talk, answer({"data": items(*range(60)), "total": 90}))

    assert params(page.next) == {"offset": "60", "limit": "500"}


def test_paging_may_live_in_the_body() -> None:
    tables = (
        '[streams.paging]\nstyle = "page"\nin = "body"\nparam = "pageNum"\nsize_param = "pageSize"\ntotal = "total"'
    )
    talk = connector(
        request='method = "POST"\npath = "/list"\nbody = { state = "on" }', keys='rows = "rows"', tables=tables
    )

    page = read(talk, answer({"rows": items(1), "total": 2}))

    assert isinstance(page.next, HttpRequest) and page.next.params == ()
    assert page.next.body == {"state": "on", "pageNum": 2, "pageSize": 100}


def test_a_total_that_is_not_reached_is_not_a_complete_pass() -> None:
    talk = connector(**JSON_SERVER)
    first = read(talk, answer(items(1, 2), headers={"x-total-count": "9"}))

    last = read(talk, answer([], headers={"x-total-count": "9"}), first.position)

    assert not last.complete and NoteCode.TOTAL_NOT_REACHED in codes(last) and last.position.since is None


def test_a_404_past_the_end_may_be_declared_to_be_the_end() -> None:
    talk = connector(keys='rows = "data"', tables='[streams.paging]\nstyle = "page"\nend_status = [404]')
    first = read(talk, answer({"data": items(1, 2)}))

    last = read(talk, answer({"detail": "Invalid page."}, status=404), first.position)

    assert last.complete and codes(last) == {NoteCode.PAST_END}


@pytest.mark.parametrize(
    ("state", "code"),
    [(401, FaultCode.UNAUTHORIZED), (429, FaultCode.THROTTLED), (500, FaultCode.ENVELOPE_REFUSED)],
)
def test_a_state_inside_a_200_answer_is_believed(state: int, code: FaultCode) -> None:
    envelope = '[streams.envelope]\npath = "code"\nok = [0, 200]\nunauthorized = [401]\nthrottled = [429]'

    told = fault({"keys": 'rows = "data"', "tables": envelope}, document={"code": state, "data": None})

    assert told.code is code


def test_a_future_timestamp_does_not_drag_the_cursor() -> None:
    rows = [{"id": 1, "date_updated": "2024-05-01T10:00:00"}, {"id": 2, "date_updated": "2099-01-01T00:00:00"}]

    page = read(connector(**DIRECTUS), answer({"data": rows, "meta": {"filter_count": 2}}))

    assert page.position.since == "2024-05-01T01:58:00+00:00" and NoteCode.FUTURE_TIMESTAMP in codes(page)


def test_the_cursor_never_passes_the_start_of_its_pass() -> None:
    rows = [{"id": 1, "date_updated": "2024-06-01T12:05:00"}]

    page = read(connector(**DIRECTUS), answer({"data": rows, "meta": {"filter_count": 1}}))

    assert page.position.since is not None and page.position.since < NOW.isoformat()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", FaultCode.NOT_DATA),
        (b'{"data": [', FaultCode.BAD_JSON),
        (b'{"data": [NaN]}', FaultCode.BAD_JSON),
        (b"[" * 100_000, FaultCode.BAD_JSON),
        (b'{"list": []}', FaultCode.ROWS_MISSING),
        (b"null", FaultCode.ROWS_MISSING),
    ],
)
def test_an_answer_that_is_no_data_has_its_own_fault(body: bytes, code: FaultCode) -> None:
    assert fault({"keys": 'rows = "data"'}, body=body).code is code


def test_a_gbk_answer_is_read_as_such() -> None:
    body = '{"data": [{"id": 1, "name": "丹凤"}]}'.encode("gbk")

    page = read(connector(keys='rows = "data"'), answer(body=body))

    assert page.rows[0].content["name"] == "丹凤"


def test_letters_that_no_database_holds_are_replaced() -> None:
    page = read(connector(keys='rows = "data"'), answer(body=b'{"data": [{"id": 1, "name": "a\\u0000b\\ud800"}]}'))

    assert page.rows[0].content["name"] == "a\ufffdb\ufffd"


def test_a_row_that_is_no_object_is_kept_for_quarantine() -> None:
    page = read(connector(keys='rows = "data"'), answer({"data": [{"id": 1}, "嗯"]}))

    assert page.rows[1].external_id is None and page.rows[1].content == {"value": "嗯"}


def test_absence_counts_only_in_a_complete_pass_over_everything() -> None:
    parts = {"keys": 'rows = "data"', "tables": '[streams.deletes]\nstyle = "snapshot"'}

    whole = read(connector(**parts), answer({"data": items(1, 2, 3)}))
    cut = read(connector(**parts), answer({"data": items(*range(50))}))

    assert whole.snapshot and not cut.snapshot


def test_fewer_rows_than_last_time_is_noted() -> None:
    talk = connector(keys='rows = "data"')
    first = read(talk, answer({"data": items(1, 2, 3)}))

    second = read(talk, answer({"data": items(1, 2)}), first.position)

    assert NoteCode.FEWER_ROWS in codes(second)
