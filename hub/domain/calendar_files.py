"""How the files of working days are read: one for each year, after that year's notice of holidays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from hub.domain.calendar import CalendarDay, calendar_of
from hub.domain.command import Refusal
from hub.domain.reading import FaultyReference, Record, read_table

PACKAGE = "hub.domain.reports"
_NAME = re.compile(r"calendar-(\d{4})\.tsv")
_COLUMNS = ("day", "works", "origin")


@dataclass(frozen=True, kw_only=True)
class CalendarRow(CalendarDay):
    """A day of a file of working days, with the notice that arranges it."""

    origin: str


def read_calendars(folder: Path | None = None) -> tuple[CalendarRow, ...]:
    """The days of all files, by year; no year is shipped whose notice is not at hand, and none is guessed."""
    if folder is not None:
        paths = {path.name: path for path in folder.iterdir()}
        years = {name: paths[name] for name in sorted(paths) if _NAME.fullmatch(name)}
        rows = tuple(row for name, path in years.items() for row in _year(name, path))
    else:
        names = sorted(file.name for file in resources.files(PACKAGE).iterdir() if _NAME.fullmatch(file.name))
        rows = tuple(row for name in names for row in _year(name, None))
    whole = calendar_of(rows)
    if isinstance(whole, Refusal):
        raise FaultyReference("calendar", "day", zh=whole.zh, en=whole.en)
    return rows


def _year(name: str, path: Path | None) -> tuple[CalendarRow, ...]:
    year = int(name[len("calendar-") :][:4])
    rows = tuple(_row(record, year) for record in read_table(path, package=PACKAGE, name=name, columns=_COLUMNS))
    if not rows:
        raise FaultyReference(name, "day", zh="没有任何调整，请核对通知", en="holds no day at all, look at the notice")
    days = [row.day for row in rows]
    for day in days:
        if days.count(day) > 1:
            raise FaultyReference(name, "day", zh=f"{day.isoformat()} 重复", en=f"{day.isoformat()} stands twice")
    return rows


def _row(record: Record, year: int) -> CalendarRow:
    day = record.optional_day("day")
    if day is None:
        raise record.fault("day", zh="缺少此项，请补充", en="is missing, please add it")
    works = record.flag("works")
    row = CalendarRow(year=year, day=day, works=works, origin=record.text("origin"))
    record.finish()
    return row
