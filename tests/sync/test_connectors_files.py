"""Folders of CSV and spreadsheet files as offices really fill them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import openpyxl
import pytest

from hub.sync.connectors.exchange import (
    FileEntry,
    FileRequest,
    FileResponse,
    FolderRequest,
    FolderResponse,
    NoteCode,
    Page,
    Position,
)
from hub.sync.faults import FaultCode, SourceFault
from tests.sync.worlds import NOW, connector
from tests.sync.xls import old_workbook

COLUMNS = (
    '[streams.columns]\nid = ["编号", "工作室编号"]\nname = ["名称", "工作室名称"]\nmembers = ["委员人数", "人数"]'
)
OLD = NOW - timedelta(hours=1)


def walk(files: dict[str, bytes], *, position: Position | None = None, **parts: str) -> list[Page]:
    talk = connector(kind="files", **{"tables": COLUMNS, "request": 'pattern = "*"', **parts})
    entries = tuple(FileEntry(name=name, size=len(body), modified=OLD) for name, body in sorted(files.items()))
    request, pages = talk.start(position or Position()), list[Page]()
    while True:
        if isinstance(request, FileRequest):
            content = files[request.name]
            page = talk.read(FileResponse(name=request.name, content=content, stable=True, received_at=NOW), request)
        else:
            page = talk.read(FolderResponse(entries=entries, received_at=NOW), request)
        pages.append(page)
        if page.next is None:
            return pages
        assert page.next == talk.start(Position.from_text(page.position.to_text()))
        request = page.next


def rows(files: dict[str, bytes], **parts: str) -> list[tuple[object, object, object]]:
    found = [row.content for page in walk(files, position=None, **parts) for row in page.rows]
    return [(content.get("id"), content.get("name"), content.get("members")) for content in found]


def codes(pages: list[Page]) -> set[NoteCode]:
    return {note.code for page in pages for note in page.notes}


def workbook(build: Callable[[openpyxl.Workbook], None]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    build(book)
    book.save(out)
    return out.getvalue()


def fault(body: bytes, **parts: str) -> SourceFault:
    with pytest.raises(SourceFault) as raised:
        walk({"a.csv": body}, position=None, **parts)
    return raised.value


TABLE = "编号,名称,人数\n1,柞水工作室,12\n2,镇安工作室,8\n"
EXPECTED = [("1", "柞水工作室", "12"), ("2", "镇安工作室", "8")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings_are_recognised(encoding: str) -> None:
    assert rows({"a.csv": TABLE.encode(encoding)}) == EXPECTED


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_separators_are_recognised(delimiter: str) -> None:
    assert rows({"a.csv": TABLE.replace(",", delimiter).encode()}) == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "商洛市委员工作室一览表,,\n填报时间：2024年3月5日,,\n" + TABLE,
        "人数,编 号*,工作室\n名称,备注\n".replace("工作室\n名称", '"工作室\n名称"')
        + "12,1,柞水工作室,\n8,2,镇安工作室,\n",
        "工作室编号,工作室名称,委员人数\n1,柞水工作室,12\n\n2,镇安工作室,8\n合计,2个,20\n填表人：测试甲,,\n",
        "编号,名称,人数\n1,柞水工作室,12\n编号,名称,人数\n2,镇安工作室,8\n总 计,,20\n",
    ],
    ids=["title rows", "moved and renamed columns", "totals and blanks", "repeated header"],
)
def test_a_table_is_found_wherever_the_office_put_it(text: str) -> None:
    assert rows({"a.csv": text.encode()}) == EXPECTED


def test_full_width_digits_make_the_same_identifier() -> None:
    pages = walk({"a.csv": "编号,名称,人数\n１２ ,甲,１\n".encode()})

    assert pages[-1].rows[0].external_id == "12"


def test_a_row_says_where_it_stands() -> None:
    body = workbook(lambda book: _fill(book, [["一览表"], ["编号", "名称", "人数"], [1, "甲", 3]]))

    pages = walk({"a.xlsx": body})

    assert pages[-1].rows[0].pointer == "a.xlsx!Sheet!3"


def _fill(book: openpyxl.Workbook, lines: list[list[object]]) -> None:
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)


def test_merged_cells_speak_for_every_row_they_cover() -> None:
    def build(book: openpyxl.Workbook) -> None:
        _fill(book, [["编号", "名称", "人数"], [1, "柞水", 3], [2, None, 4]])
        book["Sheet"].merge_cells("B2:B3")

    assert rows({"a.xlsx": workbook(build)}) == [(1, "柞水", 3), (2, "柞水", 4)]


def test_several_sheets_are_read_when_asked_for_and_hidden_ones_never_by_star() -> None:
    def build(book: openpyxl.Workbook) -> None:
        _fill(book, [["编号", "名称", "人数"], [1, "甲", 3]])
        for title, number in (("二", 2), ("草稿", 3)):
            sheet = book.create_sheet(title)
            sheet.append(["编号", "名称", "人数"])
            sheet.append([number, "乙", 4])
        book["草稿"].sheet_state = "hidden"

    body = workbook(build)

    assert rows({"a.xlsx": body}) == [(1, "甲", 3)]
    assert rows({"a.xlsx": body}, request='pattern = "*"\nsheet = "*"') == [(1, "甲", 3), (2, "乙", 4)]


def test_formulas_give_the_value_last_computed() -> None:
    body = workbook(lambda book: _fill(book, [["编号", "名称", "人数"], [1, "甲", "=3+4"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(
                name, text.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>").replace(b"<v/>", b"<v>7</v>")
            )

    assert rows({"a.xlsx": out.getvalue()}) == [(1, "甲", 7)]


def test_dates_come_as_iso_text_and_bare_serials_as_numbers() -> None:
    day, moment = datetime.fromisoformat("2024-03-05"), datetime.fromisoformat("2024-03-05T10:30:00")
    lines: list[list[object]] = [["编号", "名称", "人数"], [day, 45356, moment]]

    found = rows({"a.xlsx": workbook(lambda book: _fill(book, lines))})

    assert found == [("2024-03-05", 45356, "2024-03-05 10:30:00")]


def test_an_old_xls_workbook_is_read_like_a_new_one() -> None:
    body = old_workbook([["编号", "名称", "人数"], [1, "甲", 3]])

    assert rows({"a.xls": body}) == [(1, "甲", 3)]


def test_a_renamed_column_stops_the_file_instead_of_emptying_the_field() -> None:
    told = fault("编号,名称,参与委员数\n1,甲,3\n".encode())

    assert told.code is FaultCode.COLUMNS_MISSING and "members" in told.zh and not told.retryable


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("编号,名称,人数,人数\n1,甲,3,4\n".encode(), FaultCode.COLUMNS_AMBIGUOUS),
        (b"x,y\n1,2\n", FaultCode.NO_HEADER),
        (b"\xff\xff\x80\x80\xff", FaultCode.BAD_ENCODING),
        (b"PK\x03\x04 not a workbook", FaultCode.BAD_FILE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nor this", FaultCode.BAD_FILE),
    ],
)
def test_an_unreadable_file_says_why(body: bytes, code: FaultCode) -> None:
    assert fault(body).code is code


def test_cells_left_empty_below_a_heading_are_filled_where_configured() -> None:
    text = "编号,名称,人数\n1,柞水,3\n2,,4\n"

    found = rows({"a.csv": text.encode()}, request='pattern = "*"\nfill_down = ["name"]')

    assert [name for _, name, _ in found] == ["柞水", "柞水"]


def test_the_same_content_twice_is_read_once() -> None:
    pages = walk({"a.csv": TABLE.encode(), "b.csv": TABLE.encode()})

    assert sum(len(page.rows) for page in pages) == 2 and NoteCode.SAME_FILE in codes(pages)


def test_an_unchanged_file_is_left_alone_the_next_time_and_proves_no_absence() -> None:
    snapshot = {"tables": COLUMNS + '\n[streams.deletes]\nstyle = "snapshot"'}
    first = walk({"a.csv": TABLE.encode()}, position=None, **snapshot)

    second = walk({"a.csv": TABLE.encode()}, position=first[-1].position, **snapshot)

    assert first[-1].snapshot and not second[-1].snapshot and second[-1].complete
    assert second[-1].rows == () and codes(second) == {NoteCode.SAME_FILE}


def test_a_file_with_fewer_rows_than_yesterday_is_noted() -> None:
    first = walk({"a.csv": TABLE.encode(), "b.csv": TABLE.replace("1,", "3,").encode()})

    second = walk(
        {"a.csv": "编号,名称,人数\n1,甲,3\n".encode(), "b.csv": TABLE.replace("1,", "3,").encode()},
        position=first[-1].position,
    )

    notes = [note for page in second for note in page.notes if note.code is NoteCode.FEWER_ROWS]
    assert [dict(note.counts) for note in notes] == [{"before": 2, "now": 1}]
    assert not second[-1].snapshot


def test_a_long_file_comes_in_pages_that_keep_their_places() -> None:
    text = "编号,名称,人数\n" + "".join(f"{number},甲,1\n" for number in range(25))

    pages = walk({"a.csv": text.encode()}, top="[limits]\npage_size = 10")

    assert [len(page.rows) for page in pages] == [0, 10, 10, 5]
    assert pages[2].rows[0].pointer == "a.csv!12" and pages[-1].complete


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (FileEntry(name="~$a.xlsx", size=9, modified=OLD), NoteCode.FILE_SKIPPED),
        (FileEntry(name="a.csv.part", size=9, modified=OLD), NoteCode.FILE_SKIPPED),
        (FileEntry(name="a.csv", size=9, modified=NOW - timedelta(seconds=5)), NoteCode.FILE_UNSETTLED),
        (FileEntry(name="a.csv", size=0, modified=OLD), NoteCode.FILE_UNSETTLED),
    ],
)
def test_a_file_still_being_written_is_left_for_later(entry: FileEntry, code: NoteCode) -> None:
    talk = connector(kind="files", tables=COLUMNS)

    page = talk.read(FolderResponse(entries=(entry,), received_at=NOW), talk.start(Position()))

    assert page.next is None and page.rows == () and code in codes([page]) and not page.snapshot
    assert page.complete is (code is NoteCode.FILE_SKIPPED)


def test_a_file_that_changes_under_the_reading_is_left_for_later() -> None:
    talk = connector(kind="files", tables=COLUMNS)
    entry = FileEntry(name="a.csv", size=9, modified=OLD)
    listed = talk.read(FolderResponse(entries=(entry,), received_at=NOW), talk.start(Position()))

    assert listed.next is not None
    page = talk.read(FileResponse(name="a.csv", content=b"", stable=False, received_at=NOW), listed.next)

    assert not page.complete and page.next is None and codes([page]) == {NoteCode.FILE_UNSETTLED}


def test_the_newest_file_alone_is_read_when_each_one_is_the_whole_list() -> None:
    files = {"2024-03.csv": TABLE.encode(), "2024-04.csv": b"id,name,members\n9,x,1\n"}

    assert rows(files, request='pattern = "*"\nnewest = true') == [("9", "x", "1")]


def test_a_pattern_is_what_is_asked_of_the_folder() -> None:
    request = connector(kind="files", tables=COLUMNS).start(Position())

    assert isinstance(request, FolderRequest) and request.pattern == "*.csv"
