"""Opens the bytes of a CSV or spreadsheet file as grids of cells, whatever the office's program made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from hub.sync.faults import FaultCode, SourceFault
from hub.sync.paths import Json
from hub.sync.source import FileAsk

Cell: TypeAlias = "str | int | float | bool"
# The readers' own limits on rows and columns; a cell formatted out there must not cost a gigabyte.
_MOST_ROWS = 200_000
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_DELIMITERS = (",", "\t", ";", "|")
_LINES_LOOKED_AT = 30


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of one sheet; row 0 is the sheet's row 1."""

    sheet: str
    rows: list[list[Cell]]


def read_grids(content: bytes, ask: FileAsk) -> list[Grid]:
    """The grids of a file, told by its first bytes and not by its name; raises SourceFault."""
    if content.startswith(_SPREADSHEETS):
        return _workbook(content, ask.sheets)
    return [Grid(sheet="", rows=_delimited(decoded(content, ask.encoding), ask.delimiter))]


def decoded(content: bytes, encoding: str | None) -> str:
    """The text of a file: by its byte order mark, else as strict UTF-8, else as GB18030 (which holds GBK)."""
    if encoding is not None:
        candidates = ["utf-8-sig" if encoding.lower().replace("-", "") == "utf8" else encoding]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for name in candidates:
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    raise SourceFault(FaultCode.BAD_ENCODING)


def delimiter_of(text: str) -> str:
    """The separator that cuts the first lines into the most equal pieces."""

    def worth(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text), delimiter=delimiter)
        widths = [len(line) for _, line in zip(range(_LINES_LOOKED_AT), lines, strict=False) if len(line) > 1]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return widths.count(usual), usual

    try:
        return max(_DELIMITERS, key=worth)
    except csv.Error as error:
        raise SourceFault(FaultCode.BAD_FILE) from error


def _delimited(text: str, delimiter: str | None) -> list[list[Cell]]:
    chosen = delimiter or delimiter_of(text)
    try:
        return [list(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=chosen)]
    except csv.Error as error:
        raise SourceFault(FaultCode.BAD_FILE) from error


def _workbook(content: bytes, wanted: Sequence[str]) -> list[Grid]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = _chosen(book, wanted)
        return [Grid(sheet=name, rows=_cells(book.get_sheet_by_name(name))) for name in names]
    except (CalamineError, OSError, ValueError) as error:
        raise SourceFault(FaultCode.BAD_FILE) from error


def _chosen(book: CalamineWorkbook, wanted: Sequence[str]) -> list[str]:
    """The named sheets, or the first visible one; `*` is all visible ones."""
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    if not wanted:
        return visible[:1]
    if "*" in wanted:
        return visible
    if not set(wanted) <= set(book.sheet_names):
        raise SourceFault(FaultCode.SHEET_MISSING)
    return list(wanted)


def _cells(sheet: CalamineSheet) -> list[list[Cell]]:
    if sheet.total_height > _MOST_ROWS:
        raise SourceFault(FaultCode.TOO_LARGE)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return rows


def _cell(value: int | float | str | bool | time | date | datetime | timedelta) -> Cell:
    match value:
        case bool() | int() | str():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        case datetime():
            whole_day = value.time() == time(0, 0)
            return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)


def as_json(cell: Cell) -> Json:
    """A cell as a row keeps it: an empty one is null."""
    return None if cell == "" else cell
