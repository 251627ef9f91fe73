"""Reference files as a later release brings them: copies of the packaged ones with changed rows, loaded anew."""

from __future__ import annotations

import csv
from datetime import datetime
from importlib import resources
from pathlib import Path

import pytest

from hub.domain.bodies import read_bodies, read_edges
from hub.domain.divisions import read_aliases, read_divisions
from hub.store import reference_rows
from hub.store.reference import Loaded, load_reference
from hub.store.session import Database

_READERS = {
    "divisions.tsv": read_divisions,
    "aliases.tsv": read_aliases,
    "bodies.tsv": read_bodies,
    "edges.tsv": read_edges,
}


class ChangedFiles:
    """A folder with the tables of the map; rows are changed and added as an editor of the files does."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        for name, read in _READERS.items():
            packaged = resources.files("hub.domain.reference").joinpath(name)
            (folder / name).write_text(packaged.read_text("utf-8"), "utf-8")
            monkeypatch.setattr(reference_rows, read.__name__, lambda name=name, read=read: read(folder / name))

    def change(self, table: str, key: str, **values: str) -> None:
        """New cells of the rows whose first cell is the key."""
        rows = self._rows(table)
        first = next(iter(rows[0]))
        assert any(row[first] == key for row in rows)
        self._write(table, [{**row, **values} if row[first] == key else row for row in rows])

    def add(self, table: str, **values: str) -> None:
        """A new row; what is not said stays empty. Rows stand in the order of their first cells."""
        rows = self._rows(table)
        first, *_ = rows[0]
        fresh = dict.fromkeys(rows[0], "") | values
        self._write(table, sorted([*rows, fresh], key=lambda row: row[first]))

    async def loaded(self, database: Database, *, at: datetime) -> Loaded:
        """What `hub migrate` makes of the folder."""
        return await load_reference(database, now=at)

    def _rows(self, table: str) -> list[dict[str, str]]:
        with (self._folder / table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    def _write(self, table: str, rows: list[dict[str, str]]) -> None:
        lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
        (self._folder / table).write_text("\n".join(lines) + "\n", "utf-8")
