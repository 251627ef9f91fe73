"""A system's rows as one JSON file per stream, read again for every request so that a test can edit them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]  # a row of JSON as the stand-in keeps it
Streams: TypeAlias = dict[str, list[Row]]


def fill(folder: Path, streams: Streams) -> None:
    """Write the streams that are not there yet; what was edited before stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in streams.items():
        path = folder / f"{name}.json"
        if not path.exists():
            write(folder, name, rows)


def write(folder: Path, name: str, rows: list[Row]) -> None:
    """Replace one stream as a whole, so that a reader never sees half of it."""
    fresh = folder / f"{name}.json.new"
    fresh.write_text(json.dumps(rows, ensure_ascii=False, indent=0), encoding="utf-8")
    fresh.replace(folder / f"{name}.json")


def read(folder: Path, name: str) -> list[Row]:
    """The stream as it stands now."""
    rows: list[Row] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return rows
