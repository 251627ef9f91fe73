"""The city's own ledger: a CSV file with the figures that its people have signed, and the words that go with them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

TEXT = "TEXT"
"""The kind of a row that tells something in words."""


class Place(NamedTuple):
    """Which figure: of which body, which indicator, and by what it is split."""

    unit: str
    indicator: str
    first_key: str = ""
    second_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The figures and the texts of a quarter, as the hub's input types want them."""

    figures: Mapping[Place, Mapping[str, Any]]
    texts: Sequence[Mapping[str, str]]

    def lines(self, drafted: Mapping[Place, str | None]) -> list[dict[str, Any]]:
        """All lines of the report: the ledger's figure where it has one, else what the hub has computed."""
        places = list(dict.fromkeys([*drafted, *self.figures]))
        return [_line(place, self.figures.get(place), drafted.get(place)) for place in places]


def read_ledger(path: Path) -> Ledger:
    """Read the file; its columns are in README.md."""
    figures: dict[Place, dict[str, Any]] = {}
    texts: list[dict[str, str]] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == TEXT:
                texts.append({name: row[name] for name in ("unit", "indicator", "theme", "heading", "text")})
            else:
                place = Place(row["unit"], row["indicator"], row["first_key"], row["second_key"])
                figures[place] = _stated(row)
    return Ledger(figures=figures, texts=texts)


def _stated(row: Mapping[str, str]) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    if row["kind"] == "NUMBER":
        stated["value"] = int(row["value"])
    elif row["kind"] == "NOT_APPLICABLE":
        stated["notApplicable"] = row["text"]
    else:
        stated["unknown"] = row["text"]
    if row["reason_code"]:
        stated |= {"reasonCode": row["reason_code"], "explanation": row["explanation"]}
    return stated


def _line(place: Place, stated: Mapping[str, Any] | None, computed: str | None) -> dict[str, Any]:
    found = {
        "unit": place.unit,
        "indicator": place.indicator,
        "firstKey": place.first_key,
        "secondKey": place.second_key,
    }
    if stated is not None:
        return {**found, **stated}
    return found if computed is None else {**found, "value": int(computed)}
