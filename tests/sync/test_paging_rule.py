"""Properties of the stop rule: every walk ends, a resumed walk is the same walk, nothing is skipped."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.sync.connectors.exchange import Connector, HttpRequest, NoteCode, Page, Position
from hub.sync.paths import Json
from tests.sync.worlds import answer, connector, items, params, read

LIMIT = "[limits]\npage_size = 3\npages = 500"
TOKENS = connector(
    top=LIMIT, keys='rows = "data"', tables='[streams.paging]\nstyle = "token"\nparam = "t"\nnext = "next"'
)
PAGES = connector(top=LIMIT, keys='rows = "data"', tables='[streams.paging]\nstyle = "page"\nsize_param = "size"')
OFFSETS = connector(
    top=LIMIT, keys='rows = "data"', tables='[streams.paging]\nstyle = "offset"\nsize_param = "size"\ntotal = "total"'
)


def walk(talk: Connector, reply: Callable[[HttpRequest], Json], *, most: int = 2000) -> list[Page]:
    position, pages = Position(), list[Page]()
    request = talk.start(position)
    while len(pages) < most:
        assert isinstance(request, HttpRequest)
        page = talk.read(answer(reply(request)), request)
        pages.append(page)
        if page.next is None:
            return pages
        assert page.next == talk.start(Position.from_text(page.position.to_text()))
        request = page.next
    raise AssertionError("the walk does not end")


@settings(max_examples=60, deadline=None)
@given(tail=st.integers(0, 40), loop=st.integers(1, 120), rows=st.integers(0, 2))
def test_a_walk_that_runs_in_a_circle_ends_unfinished(tail: int, loop: int, rows: int) -> None:
    def reply(request: HttpRequest) -> Json:
        here = int(params(request).get("t", "0"))
        there = here + 1 if here + 1 < tail + loop else tail
        return {"data": items(*range(here * 10, here * 10 + rows)), "next": f"{there}"}

    pages = walk(TOKENS, reply)

    assert not pages[-1].complete and pages[-1].position.since is None
    assert NoteCode.PAGING_LOOP in {note.code for note in pages[-1].notes}
    assert len(pages) <= 3 * (tail + loop) + 5


@settings(max_examples=60, deadline=None)
@given(total=st.integers(0, 30), past=st.sampled_from(["empty", "last", "first"]))
def test_numbered_pages_bring_every_row_whatever_lies_past_the_end(total: int, past: str) -> None:
    def reply(request: HttpRequest) -> Json:
        number = int(params(request)["page"])
        last = max(1, -(-total // 3))
        if number > last:
            number = {"empty": number, "last": last, "first": 1}[past]
        return {"data": items(*range((number - 1) * 3, min(number * 3, total)))}

    pages = walk(PAGES, reply)

    found = [row.external_id for page in pages for row in page.rows]
    assert sorted(found, key=lambda text: int(text or 0)) == [str(number) for number in range(total)]


@settings(max_examples=60, deadline=None)
@given(total=st.integers(0, 40), cap=st.integers(1, 3))
def test_an_offset_walk_misses_nothing_when_the_source_caps_its_pages(total: int, cap: int) -> None:
    def reply(request: HttpRequest) -> Json:
        start = int(params(request)["offset"])
        return {"data": items(*range(start, min(start + cap, total))), "total": total}

    pages = walk(OFFSETS, reply)

    assert [row.external_id for page in pages for row in page.rows] == [str(number) for number in range(total)]
    assert pages[-1].complete


def test_an_endless_source_is_left_at_the_page_limit_and_taken_up_there() -> None:
    def reply(request: HttpRequest) -> Json:
        here = int(params(request).get("t", "0"))
        return {"data": items(here), "next": here + 1}

    pages = walk(TOKENS, reply)
    resumed = read(TOKENS, answer({"data": items(500), "next": None}), pages[-1].position)

    assert len(pages) == 500 and not pages[-1].complete
    assert {note.code for note in pages[-1].notes} >= {NoteCode.PAGE_LIMIT}
    assert resumed.complete
