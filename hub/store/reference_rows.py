"""The packaged reference as rows: which divisions, bodies, sectors, kinds, documents and figures the database holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from hub.domain.activity_kind import read_activity_kinds
from hub.domain.bodies import Body as BodyEntry
from hub.domain.bodies import Edge, EdgeKind, positions, read_bodies, read_edges, reporting_tree
from hub.domain.body_setting import publishes_member_phone, read_body_settings
from hub.domain.divisions import Division as DivisionEntry
from hub.domain.divisions import read_aliases, read_divisions
from hub.domain.document import read_documents
from hub.domain.figure import read_figures
from hub.domain.ids import new_id
from hub.domain.sector import read_sectors
from hub.domain.standard import Rulebook, rulebook_of
from hub.domain.standard_words import StructureKind
from hub.store.models.base import Base
from hub.store.models.body import Body, BodyEdge
from hub.store.models.documents import PolicyDocument, ReportedFigure
from hub.store.models.facts import ActivityKind
from hub.store.models.places import Division, DivisionAlias, Sector

Row = dict[str, Any]  # column names and values as the model types them

RELEASED = datetime(2026, 1, 1, tzinfo=UTC)
"""The instant in the identifiers of all reference rows; it never moves, or the rows would get new identifiers."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The rows that one table must hold, those that others point to first."""

    model: type[Base]
    rows: tuple[Row, ...]


def reference_id(model: type[Base], *natural_key: str | None) -> str:
    """The identifier that a reference row has in every database."""
    return new_id(model.prefix, RELEASED, seed="/".join(part or "" for part in natural_key).encode())


def is_reference_id(identifier: str) -> bool:
    """Whether an identifier was given by the reference and not by a landing or a caller."""
    # Ten letters carry the 48 bits of the instant.
    return identifier.partition("_")[2][:10] == _STAMP


_STAMP = new_id("any", RELEASED, seed=b"").partition("_")[2][:10]


def place_rows(*, on: date) -> tuple[Wanted, ...]:
    """Divisions with their tree by code, and their other names."""
    divisions = read_divisions()
    current = _current(divisions, on=on)
    spots = _division_positions(divisions, current)
    rows = [_division(entry, current, spots[_key(entry)]) for entry in divisions]
    aliases = tuple(
        {
            "id": reference_id(DivisionAlias, alias.division, alias.name, alias.kind),
            "division_id": _division_id(current[alias.division]),
            "name": alias.name,
            "kind": alias.kind,
            "valid_from": alias.valid_from,
            "valid_to": alias.valid_to,
        }
        for alias in read_aliases()
    )
    return (
        Wanted(model=Division, rows=tuple(sorted(rows, key=_by_position))),
        Wanted(model=DivisionAlias, rows=aliases),
    )


def body_rows(books: Iterable[Rulebook], *, on: date) -> tuple[Wanted, ...]:
    """Bodies with their place in the reporting tree of the day, and the dated edges between them."""
    bodies, edges, held, settings = read_bodies(), read_edges(), tuple(books), read_body_settings()
    above = {e.child: e.parent for e in edges if e.kind is EdgeKind.REPORTING and e.valid_on(on)}
    spots = positions(reporting_tree(edges, on=on), alone=[entry.key for entry in bodies])
    current = _current(read_divisions(), on=on)
    rows = [
        _body(entry)
        | {
            "division_id": _division_id(current[entry.division]) if entry.division else None,
            "reports_to_id": body_id(above[entry.key]) if entry.key in above else None,
            "managing_department": _managing_department(held, entry.key, on=on),
            "publishes_member_phone": publishes_member_phone(settings, body=entry.key),
            "position": spots[entry.key][0],
            "last": spots[entry.key][1],
        }
        for entry in bodies
    ]
    return (
        Wanted(model=Body, rows=tuple(sorted(rows, key=_by_position))),
        Wanted(model=BodyEdge, rows=tuple(_edge(edge) for edge in edges)),
    )


def body_id(key: str) -> str:
    """The identifier of the body with this code."""
    return reference_id(Body, key)


def document_id(key: str) -> str:
    """The identifier of the policy document with this key."""
    return reference_id(PolicyDocument, key)


def word_rows() -> tuple[Wanted, ...]:
    """Sectors and kinds of activity, as the documents name them."""
    sectors = tuple(
        {"id": reference_id(Sector, sector.name), "name": sector.name, "cite": sector.source}
        for sector in read_sectors()
    )
    kinds = tuple(
        {
            "id": reference_id(ActivityKind, kind.code),
            "code": kind.code,
            "name": kind.name,
            "name_en": kind.name_en,
            "labels": list(kind.labels),
            "cite": kind.source,
        }
        for kind in read_activity_kinds()
    )
    return Wanted(model=Sector, rows=sectors), Wanted(model=ActivityKind, rows=kinds)


def document_rows() -> tuple[Wanted, ...]:
    """Policy documents, and the figures that the documents report of bodies."""
    documents = tuple(
        {
            "id": document_id(entry.key),
            "key": entry.key,
            "name": entry.title,
            "number": entry.number,
            "body_id": body_id(entry.body),
            "adopted_on": entry.adopted_on,
            "issued_on": entry.issued_on,
            "effective_from": entry.effective_from,
            "cite": entry.source,
            "source_sentence": entry.phrase,
            "note": entry.note,
        }
        for entry in read_documents()
    )
    return Wanted(model=PolicyDocument, rows=documents), Wanted(model=ReportedFigure, rows=_figures())


def _figures() -> tuple[Row, ...]:
    owners = {entry.abbreviation: entry.key for entry in read_bodies() if entry.abbreviation}
    same = (
        "level_confirmed subject metric value unit qualifier incomplete_statistics "
        "period_text period_start period_end period_derived scope source_sentence note"
    ).split()
    return tuple(
        {name: getattr(figure, name) for name in same}
        | {
            "id": reference_id(ReportedFigure, figure.id),
            "key": figure.id,
            "body_id": body_id(owners[figure.body]),
            "bodies": list(figure.bodies),
            "level": figure.levels[0],
            "metrics_covered": list(figure.metrics_covered),
            "cite": figure.source,
        }
        for figure in read_figures()
    )


def _body(entry: BodyEntry) -> Row:
    same = "name short_name abbreviation level level_confirmed direct_to_province rollup_unit".split()
    row = {name: getattr(entry, name) for name in same}
    # Which office tracks and circulates is settled by no list of the documents, only here and there in prose.
    return row | {"id": body_id(entry.key), "code": entry.key, "office": None}


def _edge(edge: Edge) -> Row:
    return {
        "id": reference_id(BodyEdge, edge.child, edge.parent, edge.kind, str(edge.valid_from or "")),
        "child_id": body_id(edge.child),
        "parent_id": body_id(edge.parent),
        "kind": edge.kind,
        "valid_from": edge.valid_from,
        "valid_to": edge.valid_to,
        "cite": edge.source,
    }


def _managing_department(books: Iterable[Rulebook], body: str, *, on: date) -> str | None:
    book = rulebook_of(books, body=body, on=on)
    rules = book.structures if book else ()
    named = [item for rule in rules if rule.kind is StructureKind.MANAGING_DEPARTMENT for item in rule.items]
    return "、".join(named) or None


def _division(entry: DivisionEntry, current: Mapping[str, DivisionEntry], spot: tuple[int, int]) -> Row:
    return {
        "id": _division_id(entry),
        "code": entry.code,
        "name": entry.name,
        "level": entry.level,
        "parent_id": _division_id(current[entry.parent]) if entry.parent else None,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "successor_code": entry.successor,
        "note": entry.note,
        "position": spot[0],
        "last": spot[1],
    }


def _division_id(entry: DivisionEntry) -> str:
    # One code may have been borne under two names (610403), so the code alone names no row.
    return reference_id(Division, entry.code, entry.name)


def _current(divisions: Iterable[DivisionEntry], *, on: date) -> dict[str, DivisionEntry]:
    """The row that stands for each code: the one in force on the day, otherwise the one that ended last."""
    chosen: dict[str, DivisionEntry] = {}
    for entry in sorted(divisions, key=lambda row: (row.valid_on(on), row.valid_to or date.max)):
        chosen[entry.code] = entry
    return chosen


def _division_positions(
    divisions: Iterable[DivisionEntry], current: Mapping[str, DivisionEntry]
) -> dict[str, tuple[int, int]]:
    """Pre-order intervals of the tree by code; a row that ended stands beside its successor."""
    below: dict[str, list[str]] = {}
    for entry in divisions:
        heir = current.get(entry.successor or "", entry)
        children = below.setdefault(_key(current[heir.parent]), []) if heir.parent else []
        children.append(_key(entry))
        below.setdefault(_key(entry), [])
    return positions({key: tuple(sorted(children)) for key, children in below.items()})


def _key(entry: DivisionEntry) -> str:
    return f"{entry.code}/{entry.name}"


def _by_position(row: Row) -> int:
    position: int = row["position"]
    return position
