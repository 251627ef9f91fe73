"""Finds the table in a grid: below its title rows, under its header, above its totals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.sync.connectors.sheets import Cell, Grid, as_json
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.paths import Json
from hub.sync.source import FileAsk

_ROWS_SEARCHED = 40
_NOISE = re.compile(r"[\s*＊:：]+")


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row of a table with its number in the sheet, counted from 1 as the office sees it."""

    number: int
    content: dict[str, Json]


@dataclass(frozen=True, kw_only=True)
class FoundTable:
    """The rows of a table and how many lines below its header were none."""

    rows: tuple[TableRow, ...]
    skipped: int


def read_table(grid: Grid, ask: FileAsk) -> FoundTable:
    """The table's rows by the configured names of their columns; raises SourceFault when the header is not found."""
    at, names = _header(grid, ask)
    rows: list[TableRow] = []
    skipped = 0
    above: dict[str, Json] = {}
    header = grid.rows[at]
    for place in range(at + 1, len(grid.rows)):
        line = grid.rows[place]
        if _is_blank(line) or line == header or _is_closing(line, ask.stop_words):
            skipped += 1
            continue
        content = {
            name: as_json(line[column]) if column < len(line) else None for column, name in sorted(names.items())
        }
        for name in ask.fill_down:
            if content.get(name) is None and name in above:
                content[name] = above[name]
        above = content
        rows.append(TableRow(number=place + 1, content=content))
    return FoundTable(rows=tuple(rows), skipped=skipped)


def plain(cell: Cell) -> str:
    """A header's text without what offices sprinkle over it: spaces, line breaks, asterisks, full-width forms."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(cell))).lower()


def _header(grid: Grid, ask: FileAsk) -> tuple[int, dict[int, str]]:
    if ask.header_row is not None:
        if ask.header_row > len(grid.rows):
            raise SourceFault(FaultCode.NO_HEADER)
        at = ask.header_row - 1
    else:
        at = _best_row(grid.rows[:_ROWS_SEARCHED], ask.columns)
    return at, _names(grid.rows[at], ask)


def _best_row(rows: Sequence[Sequence[Cell]], columns: Mapping[str, tuple[str, ...]]) -> int:
    """The row in which most of the wanted columns occur; without wanted columns, the first with several texts."""
    known = {plain(alias): name for name, aliases in columns.items() for alias in aliases}

    def worth(row: Sequence[Cell]) -> int:
        texts = {plain(cell) for cell in row if isinstance(cell, str) and plain(cell)}
        return len({known[text] for text in texts if text in known}) if columns else min(len(texts), 2)

    best = max(range(len(rows)), key=lambda place: (worth(rows[place]), -place), default=None)
    # One match may be a title that happens to be a column's name.
    if best is None or worth(rows[best]) < min(2, len(columns) or 2):
        raise SourceFault(FaultCode.NO_HEADER)
    return best


def _names(header: Sequence[Cell], ask: FileAsk) -> dict[int, str]:
    """Which name each column goes by: the configured one by its aliases, else what the header says."""
    texts = [plain(cell) for cell in header]
    names: dict[int, str] = {}
    missing = []
    for name, aliases in ask.columns.items():
        wanted = list(dict.fromkeys(plain(alias) for alias in aliases))
        places = [place for place, text in enumerate(texts) if text in wanted]
        if len(places) > 1:
            raise SourceFault(FaultCode.COLUMNS_AMBIGUOUS, name)
        if places:
            names[places[0]] = name
        elif name not in ask.optional:
            missing.append(name)
    if missing:
        raise SourceFault(FaultCode.COLUMNS_MISSING, "、".join(missing))
    taken = set(names.values())
    for place, text in enumerate(texts):
        if place not in names and text:
            names[place] = text if text not in taken else f"{text}#{place + 1}"
            taken.add(names[place])
    return names


def _is_blank(line: Sequence[Cell]) -> bool:
    return all(str(cell).strip() == "" for cell in line)


def _is_closing(line: Sequence[Cell], stop_words: Sequence[str]) -> bool:
    """Whether the line's first text is one that closes a table, such as 合计 or 填表人."""
    first = next((str(cell) for cell in line if str(cell).strip()), "")
    text = "".join(unicodedata.normalize("NFKC", first).split()).lower()
    return any(text == word.lower() or text.startswith((word.lower() + ":", word.lower() + "(")) for word in stop_words)
