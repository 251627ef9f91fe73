"""The CPPCC bodies, the dated edges between them, and the reporting tree that scope follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hub.domain.level import Level
from hub.domain.reading import FaultyReference, Record, read_table
from hub.domain.term import Term

_PACKAGE = "hub.domain.reference"
_COLUMNS = (
    "key name short_name level level_confirmed division abbreviation direct_to_province rollup_unit source phrase note"
).split()
_EDGE_COLUMNS = ("child", "parent", "kind", "valid_from", "valid_to", "source", "note")


class EdgeKind(Term):
    """What binds two bodies; only REPORTING makes the tree."""

    REPORTING = "REPORTING", "报送", "reports to"
    GUIDANCE = "GUIDANCE", "指导", "is guided by"
    JOINT = "JOINT", "联合", "works jointly with"


@dataclass(frozen=True, kw_only=True)
class Body:
    """A CPPCC committee; the level is an attribute, and a roll-up unit is not the same as a city (A-03)."""

    key: str
    name: str
    short_name: str
    level: Level
    level_confirmed: bool
    division: str | None
    abbreviation: str | None
    direct_to_province: bool
    rollup_unit: bool
    source: str | None
    phrase: str | None
    note: str | None


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A dated tie from a child to a parent body; `valid_to` is the first day on which it no longer held."""

    child: str
    parent: str
    kind: EdgeKind
    valid_from: date | None
    valid_to: date | None
    source: str | None
    note: str | None

    def valid_on(self, day: date) -> bool:
        """Whether the tie held on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def read_bodies(path: Path | None = None) -> tuple[Body, ...]:
    """Every body of the reference, ordered by key; no key twice."""
    bodies = tuple(_body(row) for row in read_table(path, package=_PACKAGE, name="bodies.tsv", columns=_COLUMNS))
    seen: set[str] = set()
    for body in bodies:
        if body.key in seen:
            raise FaultyReference("bodies.tsv", "key", zh=f"{body.key} 重复", en=f"{body.key} stands twice")
        seen.add(body.key)
    return bodies


def read_edges(path: Path | None = None) -> tuple[Edge, ...]:
    """Every tie between bodies of the reference."""
    return tuple(_edge(row) for row in read_table(path, package=_PACKAGE, name="edges.tsv", columns=_EDGE_COLUMNS))


def reporting_tree(edges: Iterable[Edge], *, on: date) -> dict[str, tuple[str, ...]]:
    """The children of each body on the day, ordered by key; every body of an edge appears, leaves with no children."""
    children: dict[str, list[str]] = {}
    parents: dict[str, str] = {}
    for edge in edges:
        if edge.kind is not EdgeKind.REPORTING or not edge.valid_on(on):
            continue
        if parents.setdefault(edge.child, edge.parent) != edge.parent:
            raise _broken(edge.child, zh=f"{edge.child} 同日有两个上级", en=f"{edge.child} has two parents on one day")
        children.setdefault(edge.parent, []).append(edge.child)
        children.setdefault(edge.child, [])
    return {key: tuple(sorted(set(children[key]))) for key in sorted(children)}


def positions(tree: Mapping[str, tuple[str, ...]], *, alone: Iterable[str] = ()) -> dict[str, tuple[int, int]]:
    """The pre-order interval (position, last) of each body; b lies under a when a.position <= b.position <= a.last.

    Roots are taken in the order of their keys, with the bodies that have no edge (`alone`) among them.
    """
    below = {child for children in tree.values() for child in children}
    roots = sorted({*tree, *alone} - below)
    found: dict[str, tuple[int, int]] = {}
    order: list[str] = []
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        key, left = stack.pop()
        if left:
            found[key] = (found[key][0], len(order) - 1)
            continue
        found[key] = (len(order), len(order))
        order.append(key)
        stack.append((key, True))
        stack.extend((child, False) for child in reversed(tree.get(key, ())))
    if stranded := sorted({*tree} - found.keys()):
        raise _broken(stranded[0], zh=f"{stranded[0]} 在报送环中", en=f"{stranded[0]} reports in a circle")
    return found


def rollup_units(bodies: Iterable[Body], edges: Iterable[Edge], *, province: str, on: date) -> tuple[Body, ...]:
    """The bodies that owe the province a quarterly roll-up on the day (S3:183, A-03), ordered by key."""
    reporting = set(reporting_tree(edges, on=on).get(province, ()))
    return tuple(sorted((b for b in bodies if b.rollup_unit and b.key in reporting), key=lambda body: body.key))


def _body(row: Record) -> Body:
    return Body(
        key=row.text("key"),
        name=row.text("name"),
        short_name=row.text("short_name"),
        level=row.word("level", Level),
        level_confirmed=row.flag("level_confirmed"),
        division=row.optional_text("division"),
        abbreviation=row.optional_text("abbreviation"),
        direct_to_province=row.flag("direct_to_province"),
        rollup_unit=row.flag("rollup_unit"),
        source=row.optional_text("source"),
        phrase=row.optional_text("phrase"),
        note=row.optional_text("note"),
    )


def _edge(row: Record) -> Edge:
    return Edge(
        child=row.text("child"),
        parent=row.text("parent"),
        kind=row.word("kind", EdgeKind),
        valid_from=row.optional_day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        source=row.optional_text("source"),
        note=row.optional_text("note"),
    )


def _broken(key: str, *, zh: str, en: str) -> FaultyReference:
    return FaultyReference("edges.tsv", key, zh=zh, en=en)
