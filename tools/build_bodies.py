"""Builds the tables of CPPCC bodies and reporting edges from the divisions and the bodies the documents name.

Run after `build_divisions.py`: `python tools/build_bodies.py`. The hub never runs it.
"""

from __future__ import annotations

import csv
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "hub" / "domain" / "reference"
BODY_COLUMNS = (
    "key name short_name level level_confirmed division abbreviation direct_to_province rollup_unit source phrase note"
).split()
EDGE_COLUMNS = "child parent kind valid_from valid_to source note".split()
NAMED_COLUMNS = ("abbreviation", "direct_to_province", "source", "phrase", "note")
# Only the text of Shaanxi creates a quarterly roll-up to the province (S3:183).
ROLLUP_PROVINCE = "610000"

Row = dict[str, str]


def bodies(divisions: list[Row], named: dict[str, Row]) -> list[Row]:
    """One body for each division of today, with what the documents say about it, then those without a division."""
    rows = []
    for division in divisions:
        said = named.get(division["code"], dict.fromkeys(NAMED_COLUMNS, ""))
        direct = said["direct_to_province"] == "true"
        rolls_up = division["parent"] == ROLLUP_PROVINCE or direct
        rows.append(
            {key: said[key] for key in NAMED_COLUMNS}
            | {
                "key": division["code"],
                "name": f"政协{division['name']}委员会",
                "short_name": f"{division['name']}政协",
                "level": division["level"],
                "level_confirmed": "true",
                "division": division["code"],
                "direct_to_province": _flag(direct),
                "rollup_unit": _flag(rolls_up),
            }
        )
    return rows + _table(Path(__file__).with_name("bodies_without_division.tsv"))


def edges(rows: list[Row], divisions: list[Row]) -> list[Row]:
    """Where each body reports: to the body of the division above, or to the province where a document says so."""
    parents = {division["code"]: division["parent"] for division in divisions}
    found = []
    for row in rows:
        parent = parents.get(row["division"], "")
        if not parent:
            continue
        edge = dict.fromkeys(EDGE_COLUMNS, "") | {"child": row["key"], "parent": parent, "kind": "REPORTING"}
        if row["direct_to_province"] == "true":
            edge |= {"parent": parent[:2] + "0000", "source": row["source"], "note": "A-03"}
        found.append(edge)
    return found


def main() -> None:
    """Write both tables."""
    divisions = [row for row in _table(REFERENCE / "divisions.tsv") if not row["valid_to"]]
    named = {row["division"]: row for row in _table(Path(__file__).with_name("named_bodies.tsv"))}
    if unknown := named.keys() - {row["code"] for row in divisions}:
        raise SystemExit(f"no such division: {sorted(unknown)}")
    rows = bodies(divisions, named)
    _write(REFERENCE / "bodies.tsv", BODY_COLUMNS, rows)
    _write(REFERENCE / "edges.tsv", EDGE_COLUMNS, edges(rows, divisions))


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _write(path: Path, columns: list[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
