"""The sectors (界别) that the source documents name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hub.domain.reading import Record, read_table

_COLUMNS = ("code", "name", "short_name", "source", "phrase", "note")


@dataclass(frozen=True, kw_only=True)
class Sector:
    """A sector as printed; near-synonyms stay apart because no document equates them."""

    code: str
    name: str
    short_name: str | None
    source: str
    phrase: str
    note: str | None


def read_sectors(path: Path | None = None) -> tuple[Sector, ...]:
    """Every sector the documents name, in the order of the file."""
    rows = read_table(path, package="hub.domain.reference", name="sectors.tsv", columns=_COLUMNS)
    return tuple(_sector(row) for row in rows)


def _sector(row: Record) -> Sector:
    return Sector(
        code=row.text("code"),
        name=row.text("name"),
        short_name=row.optional_text("short_name"),
        source=row.source(),
        phrase=row.text("phrase"),
        note=row.optional_text("note"),
    )
