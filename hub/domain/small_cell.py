"""How few rows about citizens a total may count before it is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.domain.access import Noun
from hub.domain.reading import Record, read_toml


@dataclass(frozen=True, kw_only=True)
class SmallCell:
    """The least number of rows of a noun that a cell of its totals tells; fewer, and none at all is not fewer."""

    noun: Noun
    least: int
    source: str
    phrase: str
    decision: str
    note: str | None


def read_small_cells(path: Path | None = None) -> tuple[SmallCell, ...]:
    """Every noun whose small cells are withheld, with what it rests on."""
    file = read_toml(path, package="hub.domain.reference", name="small_cells.toml")
    found = tuple(_small_cell(record) for record in file.records("small_cells"))
    file.finish()
    return found


@cache
def least_told(noun: Noun) -> int | None:
    """The least number of rows that a cell of a noun's totals tells, or None where every cell is told."""
    return next((one.least for one in read_small_cells() if one.noun is noun), None)


def _small_cell(record: Record) -> SmallCell:
    least = record.optional_integer("least")
    if least is None or least < 1:
        raise record.fault("least", zh="应为正整数", en="must be a whole number, one or more")
    found = SmallCell(
        noun=record.word("noun", Noun),
        least=least,
        source=record.source(),
        phrase=record.text("phrase"),
        decision=record.text("decision"),
        note=record.optional_text("note"),
    )
    record.finish()
    return found
