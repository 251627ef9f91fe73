"""Administrative divisions by GB/T 2260 code, how they changed, and which one a name or a code means on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from hub.domain.level import Level
from hub.domain.reading import Record, read_table
from hub.domain.term import Term

_PACKAGE = "hub.domain.reference"
_COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to", "successor", "note")
_ALIAS_COLUMNS = ("name", "division", "kind", "valid_from", "valid_to", "note")
_SUFFIXES = "省市区县"


class AliasKind(Term):
    """How a name relates to the division it means."""

    OFFICIAL = "OFFICIAL", "正式名称", "official name"
    FORMER = "FORMER", "曾用名", "former name or code"
    SHORT = "SHORT", "简称", "short name"
    VARIANT = "VARIANT", "异写", "variant in use"


@dataclass(frozen=True, kw_only=True)
class Division:
    """One division under one name and one code; `valid_to` is the first day on which it no longer held."""

    code: str
    name: str
    level: Level
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    note: str | None

    def valid_on(self, day: date) -> bool:
        """Whether code and name were in force on the day."""
        return _holds(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, kw_only=True)
class Alias:
    """Another name of a division and the days on which the name means it."""

    name: str
    division: str
    kind: AliasKind
    valid_from: date | None
    valid_to: date | None
    note: str | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """Exactly one division is meant."""

    division: Division
    kind: AliasKind


@dataclass(frozen=True, kw_only=True)
class Ambiguous:
    """Several divisions could be meant; a person or the division above must decide."""

    text: str
    candidates: tuple[Division, ...]


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """No division in force on the day is known by this text."""

    text: str


Resolution = Found | Ambiguous | Unknown


class Gazetteer:
    """Divisions and their names, ready to be asked."""

    def __init__(self, divisions: Iterable[Division], aliases: Iterable[Alias]) -> None:
        self._by_code: dict[str, list[Division]] = defaultdict(list)
        self._by_name: dict[str, list[Alias]] = defaultdict(list)
        for division in divisions:
            self._by_code[division.code].append(division)
            for alias in _own_names(division):
                self._by_name[alias.name].append(alias)
        for alias in aliases:
            self._by_name[alias.name].append(alias)

    def division(self, code: str, *, on: date) -> Division | None:
        """The division that bore the code on the day."""
        return next((row for row in self._by_code.get(code, ()) if row.valid_on(on)), None)

    def successor_of(self, code: str, *, on: date) -> Division | None:
        """The division that carries the code's area on the day, following every change; itself if in force."""
        seen: set[str] = set()
        while code not in seen:
            if current := self.division(code, on=on):
                return current
            seen.add(code)
            ended = [
                row for row in self._by_code.get(code, ()) if row.valid_to and row.valid_to <= on and row.successor
            ]
            if ended:
                code = max(ended, key=_end).successor or code
        return None

    def resolve(self, name_or_code: str, *, on: date, within: str | None = None) -> Resolution:
        """Which division a name or a code means on the day, if need be only below `within`; never a guess."""
        text = name_or_code.strip()
        found = self._by_number(text, on=on) if text.isdigit() else self._by_word(text, on=on)
        if within is not None:
            prefix = _prefix(within)
            found = {code: match for code, match in found.items() if code.startswith(prefix)}
        match list(found.values()):
            case []:
                return Unknown(text=text)
            case [only]:
                return only
            case several:
                return Ambiguous(text=text, candidates=tuple(match.division for match in several))

    def _by_number(self, code: str, *, on: date) -> dict[str, Found]:
        division = self.successor_of(code, on=on)
        if division is None:
            return {}
        kind = AliasKind.OFFICIAL if division.code == code else AliasKind.FORMER
        return {division.code: Found(division=division, kind=kind)}

    def _by_word(self, name: str, *, on: date) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for alias in self._by_name.get(name, ()):
            division = self.division(alias.division, on=on)
            if division and _holds(alias.valid_from, alias.valid_to, on):
                found.setdefault(division.code, Found(division=division, kind=alias.kind))
        return dict(sorted(found.items()))


def read_divisions(path: Path | None = None) -> tuple[Division, ...]:
    """Every division of the reference table, old rows included, ordered by code."""
    return tuple(_division(row) for row in read_table(path, package=_PACKAGE, name="divisions.tsv", columns=_COLUMNS))


def read_aliases(path: Path | None = None) -> tuple[Alias, ...]:
    """The listed names beside the official ones; short names that follow from the official name are not listed."""
    return tuple(_alias(row) for row in read_table(path, package=_PACKAGE, name="aliases.tsv", columns=_ALIAS_COLUMNS))


def resolve(name_or_code: str, *, on: date, within: str | None = None) -> Resolution:
    """Which division of the shipped reference a name or a code means on the day."""
    return _shipped().resolve(name_or_code, on=on, within=within)


def successor_of(code: str, *, on: date) -> Division | None:
    """The division of the shipped reference that carries the code's area on the day."""
    return _shipped().successor_of(code, on=on)


@cache
def _shipped() -> Gazetteer:
    return Gazetteer(read_divisions(), read_aliases())


def _own_names(division: Division) -> Iterator[Alias]:
    """The official name, and the short one that its ending yields: 商洛市 → 商洛; 洋县 yields none, 洋 says nothing."""
    short = division.name[:-1] if division.name[-1] in _SUFFIXES else ""
    for name, kind in ((division.name, AliasKind.OFFICIAL), (short, AliasKind.SHORT)):
        if len(name) >= 2:
            yield Alias(
                name=name,
                division=division.code,
                kind=kind,
                valid_from=division.valid_from,
                valid_to=division.valid_to,
                note=None,
            )


def _division(row: Record) -> Division:
    return Division(
        code=row.text("code"),
        name=row.text("name"),
        level=row.word("level", Level),
        parent=row.optional_text("parent"),
        valid_from=row.optional_day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        successor=row.optional_text("successor"),
        note=row.optional_text("note"),
    )


def _alias(row: Record) -> Alias:
    return Alias(
        name=row.text("name"),
        division=row.text("division"),
        kind=row.word("kind", AliasKind),
        valid_from=row.optional_day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        note=row.optional_text("note"),
    )


def _holds(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)


def _end(division: Division) -> date:
    return division.valid_to or date.max


def _prefix(code: str) -> str:
    """The digits that every code below this division begins with: 610000 → 61, 611000 → 6110."""
    trimmed = code
    while trimmed.endswith("00"):
        trimmed = trimmed[:-2]
    return trimmed
