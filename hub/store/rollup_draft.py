"""The lines of a draft: what the records give beside what the unit claims, written whole, with what they rest on."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import RANDOM_BYTES, new_id, new_ids
from hub.domain.rollup_digest import Line, LineKey
from hub.domain.rollup_facts import Terms
from hub.domain.rollup_figures import Figure
from hub.domain.rollup_findings import outcome
from hub.domain.rollup_reconcile import Evidence
from hub.domain.rollup_words import FactKind, IndicatorSource, ValueKind
from hub.store.bulk import insert_many
from hub.store.dialect import chunks, table_of
from hub.store.models.rollup import RollupLine
from hub.store.models.rollup_more import Contribution, RollupFinding
from hub.store.rollup_compute import Computed, entity_of
from hub.store.rollup_sections import Section
from hub.store.rollup_terms import Definition

_LINE, _CONTRIBUTION, _FINDING = table_of(RollupLine), table_of(Contribution), table_of(RollupFinding)
_ROWS_AT_ONCE = 20_000
NOTHING = Figure()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All lines of a version: what is claimed, and what the hub knows of each."""

    lines: Mapping[LineKey, Line]
    figures: Mapping[LineKey, Figure]
    evidence: Mapping[LineKey, Evidence]
    kinds: Mapping[str, FactKind]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The version that a sheet is written for."""

    version_id: str
    body_id: str
    units: Sequence[Section]


def sheet(
    definition: Definition,
    units: Sequence[Section],
    found: Computed,
    *,
    waiting: Mapping[tuple[str, str], int],
    late: Computed | None = None,
    claimed: Mapping[LineKey, Line] | None = None,
) -> Sheet:
    """The sheet of a version: with `claimed` what its unit has stated stays, else the computed figures stand in."""
    keys = dict.fromkeys([*_places(definition, units, found), *(claimed or {})])
    lines: dict[LineKey, Line] = {}
    evidence: dict[LineKey, Evidence] = {}
    after = {} if late is None else late.figures
    for key in keys:
        kind = found.kinds.get(key.indicator)
        figure = found.figures.get(key, NOTHING)
        if kind is not None:
            evidence[key] = Evidence(
                computed=figure.computed,
                pending=waiting.get((key.unit, entity_of(kind)), 0),
                late=after.get(key, NOTHING).computed,
                shared=figure.is_shared,
            )
        drafted = Line(key=key, claimed=None if kind is None else figure.computed)
        lines[key] = (claimed or {}).get(key, drafted)
    here = {key: figure for key, figure in found.figures.items() if key in lines}
    return Sheet(lines=lines, figures=here, evidence=evidence, kinds=found.kinds)


def _places(definition: Definition, units: Sequence[Section], found: Computed) -> Iterable[LineKey]:
    """Each place that the records fill, and one for each indicator of a unit that they leave empty."""
    filled: dict[tuple[str, str], list[LineKey]] = defaultdict(list)
    for key in sorted(found.figures):
        filled[key.unit, key.indicator].append(key)
    for unit in units:
        for asked in definition.stated:
            yield from filled.get((unit.code, asked.code)) or [LineKey(unit=unit.code, indicator=asked.code)]


async def write_sheet(connection: AsyncConnection, kept: Kept, whole: Sheet, terms: Terms, *, now: datetime) -> None:
    """Write a sheet for a draft without lines, and the records behind its figures."""
    # In the order in which they are written they lie side by side in the indexes, which then grow at one end.
    ids = dict(zip(whole.lines, new_ids_of(RollupLine, now, len(whole.lines)), strict=True))
    units = {one.code: one.id for one in kept.units}
    rows = [line_row(kept, line, whole, terms, id=ids[key], unit=units[key.unit]) for key, line in whole.lines.items()]
    await put_rows(connection, _LINE, rows)
    await put_rows(connection, _CONTRIBUTION, _behind(kept, whole, ids, now=now))


async def clear(connection: AsyncConnection, version_id: str) -> None:
    """Take the lines of a draft away, with findings and records behind them; never of what was submitted (I2)."""
    for table in (_FINDING, _CONTRIBUTION, _LINE):
        await connection.execute(delete(table).where(table.c.version_id == version_id))


@lru_cache(maxsize=4096)
def exact(number: int | None) -> Decimal | None:
    """A figure as it is stored."""
    return None if number is None else Decimal(number)


def line_row(kept: Kept, line: Line, whole: Sheet, terms: Terms, *, id: str, unit: str) -> dict[str, Any]:
    key, known = line.key, whole.evidence.get(line.key)
    figure = whole.figures.get(key, NOTHING)
    computed = exact(known.computed if known else None)
    return {
        "id": id,
        "version_id": kept.version_id,
        "body_id": kept.body_id,
        "unit_body_id": unit,
        "indicator": key.indicator,
        "first_key": key.mode,
        "second_key": key.kind,
        **stated(line),
        "computed": computed,
        "pending": exact(known.pending if known else None),
        "late": exact(known.late if known else None),
        "net": None if computed is None else exact(figure.net),
        "gross": computed,
        "status": outcome(line, known or Evidence(), terms).status,
        "is_shared": known is not None and known.shared,
    }


def stated(line: Line) -> dict[str, Any]:
    """What a unit states in a line, as columns."""
    return {
        "value_kind": line.value_kind,
        "claimed": exact(line.claimed),
        "reason": line.reason,
        "reason_code": line.reason_code,
        "explanation": line.explanation,
    }


def line_of(row: Mapping[str, Any], unit: str) -> Line:
    """What a unit states, read back from a row."""
    return Line(
        key=LineKey(unit=unit, indicator=row["indicator"], mode=row["first_key"], kind=row["second_key"]),
        value_kind=ValueKind.of(row["value_kind"]),
        claimed=None if row["claimed"] is None else int(row["claimed"]),
        reason=row["reason"],
        reason_code=row["reason_code"],
        explanation=row["explanation"],
    )


def evidence_of(row: Mapping[str, Any]) -> Evidence:
    """What the hub knows of a line, read back from a row."""
    return Evidence(
        computed=None if row["computed"] is None else int(row["computed"]),
        pending=int(row["pending"] or 0),
        late=int(row["late"] or 0),
        shared=row["is_shared"],
    )


def is_counted(definition: Definition, key: LineKey) -> bool:
    """Whether an indicator is counted from records."""
    return any(one.code == key.indicator and one.source is IndicatorSource.FACT for one in definition.stated)


def _behind(kept: Kept, whole: Sheet, ids: Mapping[LineKey, str], *, now: datetime) -> list[dict[str, Any]]:
    figures = [(ids[key], key, whole.figures[key].contributions) for key in whole.lines if key in whole.figures]
    kinds = {indicator: kind.value for indicator, kind in whole.kinds.items()}
    names = iter(new_ids_of(Contribution, now, sum(len(behind) for _, _, behind in figures)))
    return [
        {
            "id": next(names),
            "line_id": line,
            "version_id": kept.version_id,
            "fact_kind": kinds[key.indicator],
            "fact_id": one.record.id,
            "studio_id": one.record.studio,
            "owner_body_id": one.record.owner,
            "weight": exact(one.weight),
            "whole": exact(one.whole),
            "owned": one.owned,
            "shared_with": one.shared_with,
        }
        for line, key, behind in figures
        for one in behind
    ]


async def put_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of a version, however many."""
    for some in chunks(rows, _ROWS_AT_ONCE):
        await insert_many(connection, table, some)


def new_id_of(model: Any, now: datetime) -> str:  # a model class
    """A new identifier for a row of a model."""
    return new_id(model.prefix, now, seed=secrets.token_bytes(16))


def new_ids_of(model: Any, now: datetime, number: int) -> list[str]:  # a model class
    """New identifiers for rows of a model, in ascending order."""
    return new_ids(model.prefix, now, seed=secrets.token_bytes(number * RANDOM_BYTES))
