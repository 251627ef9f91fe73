"""Builds the table of divisions from an unpacked china-division 2.7.0 and the dated changes beside this file.

Run once per new release of the origin: `python tools/build_divisions.py <unpacked package> [target]`.
The hub never runs it; DIVISIONS.md beside the table says what was kept and why.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to", "successor", "note")
PROVINCES = ("35", "43", "44", "61")
# Dongguan and Zhongshan have no counties; the origin lists one county of the city's own name for each.
WITHOUT_COUNTIES = ("4419", "4420")
# County suffixes 71-79 are development and management zones of the statistics bureau, not divisions.
ZONE_SUFFIXES = range(71, 80)
EXPECTED = {"61": (10, 107), "44": (21, 122), "35": (9, 84), "43": (14, 122)}

Row = dict[str, str]


def current(package: Path) -> Iterator[Row]:
    """Every division of the four provinces that the origin lists and the filter keeps."""
    for item in _csv(package / "dist" / "provinces.csv"):
        if item["code"] in PROVINCES:
            yield _row(item["code"] + "0000", item["name"], level="PROVINCE", parent="")
    for item in _csv(package / "dist" / "cities.csv"):
        if item["provinceCode"] in PROVINCES:
            yield _row(item["code"] + "00", item["name"], level="CITY", parent=item["provinceCode"] + "0000")
    for item in _csv(package / "dist" / "areas.csv"):
        if item["provinceCode"] in PROVINCES and _is_division(item):
            yield _row(item["code"], item["name"], level="COUNTY", parent=item["cityCode"] + "00")


def with_changes(rows: list[Row], changes: list[Row]) -> list[Row]:
    """Close the old row of every dated change, and open the row that follows it on the same day."""
    by_code = {row["code"]: row for row in rows}
    for change in changes:
        after = by_code[change["new_code"]]
        after["valid_from"] = change["on"]
        after["note"] = change["note"]
        before = _row(change["old_code"], change["old_name"], level=after["level"], parent=after["parent"])
        before.update(valid_to=change["on"], successor=change["new_code"], note=change["note"])
        rows.append(before)
    return sorted(rows, key=lambda row: (row["code"], row["valid_from"]))


def check(rows: list[Row]) -> None:
    """Stop when the counts of divisions now valid differ from those the filter is known to leave."""
    for province, expected in EXPECTED.items():
        now = [row for row in rows if row["code"].startswith(province) and not row["valid_to"]]
        found = tuple(sum(row["level"] == level for row in now) for level in ("CITY", "COUNTY"))
        if found != expected:
            raise SystemExit(f"{province}: found {found}, expected {expected}")


def main(package: Path, target: Path) -> None:
    """Write the table; refuse to write one with unexpected counts."""
    changes = _csv(Path(__file__).with_name("division_changes.tsv"), delimiter="\t")
    rows = with_changes(list(current(package)), changes)
    check(rows)
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        table.writeheader()
        table.writerows(rows)


def _is_division(item: Row) -> bool:
    return item["cityCode"] not in WITHOUT_COUNTIES and int(item["code"][4:]) not in ZONE_SUFFIXES


def _row(code: str, name: str, *, level: str, parent: str) -> Row:
    return dict.fromkeys(COLUMNS, "") | {"code": code, "name": name, "level": level, "parent": parent}


def _csv(path: Path, *, delimiter: str = ",") -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


if __name__ == "__main__":
    reference = Path(__file__).parents[1] / "hub" / "domain" / "reference" / "divisions.tsv"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else reference)
