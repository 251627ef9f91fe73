"""One figure of each unit of a period beside the others', and the figures of a unit that sent nothing (§3.3, A12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select

from hub.auth.caller import Caller
from hub.domain.reporting_settings import reporting_settings
from hub.domain.rollup_compared import Compared, Rank, ranked
from hub.domain.rollup_words import ObligationStatus, ValueKind, VersionStatus
from hub.errors import BadRequest
from hub.store.dialect import chunks, table_of
from hub.store.models.body import Body
from hub.store.models.report import ReportIndicator
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.rollup_cells import compared, counted_if, larger, number, smaller
from hub.store.rollup_standing import Row, newest_received, period_held, positions_of, seen_obligations, versions_of
from hub.store.session import Reader
from hub.store.where import Rows, seen_rows

_LINE, _OBLIGATION, _INDICATOR, _BODY = (table_of(model) for model in (RollupLine, Obligation, ReportIndicator, Body))
_VERSION = table_of(RollupVersion)
_NONE: ColumnElement[int] = literal_column("0")


@dataclass(frozen=True, kw_only=True)
class ComparisonRead:
    """Which figure of which period; without keys all parts of it together."""

    period: str
    indicator: str
    first_key: str | None
    second_key: str | None


@dataclass(frozen=True, kw_only=True)
class UnitCompared:
    """A unit in a comparison."""

    obligation: str
    body: str
    status: ObligationStatus
    figure: Compared | None
    """None where there is no version to read it from."""
    rank: Rank


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The units within reach; ranks only for those who see them all."""

    units: Sequence[UnitCompared]
    all_seen: bool


@dataclass(frozen=True, kw_only=True)
class Shadow:
    """A figure that the hub computed for a unit which sent nothing; no claim of the unit."""

    unit_body_id: str
    indicator: str
    first_key: str
    second_key: str
    computed: Decimal


@dataclass(frozen=True, kw_only=True)
class Shadows:
    """What the hub computed for an obligation that was found missing, and when."""

    obligation: str
    computed_at: datetime
    figures: Sequence[Shadow]


async def read_comparison(reader: Reader, caller: Caller, read: ComparisonRead) -> Comparison | None:
    """The units of a period in one figure; None where there is no such period."""
    held = await period_held(reader, read.period)
    if held is None:
        return None
    await _known(reader, held.row["definition_id"], read.indicator)
    owed = await seen_obligations(reader, caller, read.period)
    whole = await reader.all(select(func.count().label("n")).where(_OBLIGATION.c.period_id == read.period))
    versions = await versions_of(reader, [row["id"] for row in owed])
    newest = {row["id"]: newest_received(versions.get(row["id"], ())) for row in owed}
    drafts = {row["id"]: (versions.get(row["id"]) or (None,))[0] for row in owed}
    read_from = {row["id"]: newest[row["id"]] or drafts[row["id"]] for row in owed}
    sums = await _sums(reader, [one["id"] for one in read_from.values() if one is not None], read)
    figures: dict[str, Compared] = {}
    for row in owed:
        source = read_from[row["id"]]
        if source is not None:
            figures[row["id"]] = _compared(sums.get(source["id"]), is_received=newest[row["id"]] is not None)
    all_seen = bool(owed) and len(owed) == whole[0]["n"]
    places = ranked(figures, floor=reporting_settings().least_coverage, all_seen=all_seen)
    order = await positions_of(reader, [row["body_id"] for row in owed])
    units = [
        UnitCompared(
            obligation=row["id"],
            body=row["body_id"],
            status=row["status"],
            figure=figures.get(row["id"]),
            rank=places.get(row["id"], Rank()),
        )
        for row in owed
    ]
    return Comparison(units=sorted(units, key=lambda one: (order[one.body], one.obligation)), all_seen=all_seen)


async def read_shadows(reader: Reader, caller: Caller, obligation: str) -> Shadows | None:
    """The computed figures of an obligation within reach that was found missing; None for every other (A12)."""
    rows_of: Rows
    rows_of, seen = seen_rows(caller, Obligation)
    missing = rows_of.status == ObligationStatus.MISSING
    if not await reader.all(select(rows_of.id).where(seen, rows_of.id == obligation, missing)):
        return None
    chosen = select(_VERSION.c.id, _VERSION.c.watermark, _VERSION.c.status).where(
        _VERSION.c.obligation_id == obligation
    )
    drafts = await reader.all(chosen.order_by(_VERSION.c.number.desc()).limit(1))
    if not drafts or drafts[0]["status"] not in (VersionStatus.DRAFT, VersionStatus.VALIDATED):
        return None
    line = _LINE.c
    places = (line.unit_body_id, line.indicator, line.first_key, line.second_key)
    figures = (
        select(*places, line.computed)
        .join(_BODY, _BODY.c.id == line.unit_body_id)
        .where(line.version_id == drafts[0]["id"], line.computed.is_not(None))
        .order_by(_BODY.c.position, line.indicator, line.first_key, line.second_key)
    )
    found = [Shadow(**row) for row in await reader.all(figures)]
    return Shadows(obligation=obligation, computed_at=drafts[0]["watermark"], figures=found)


async def _known(reader: Reader, definition: str, code: str) -> None:
    chosen = select(_INDICATOR.c.code).where(
        _INDICATOR.c.definition_id == definition, _INDICATOR.c.aggregation.is_not(None)
    )
    codes = sorted(row["code"] for row in await reader.all(chosen))
    if code not in codes:
        names = ", ".join(codes)
        raise BadRequest(
            "NO_SUCH_INDICATOR",
            f"该报表没有可比较的指标 {code}，可选 {names}",
            f"this report has no figure {code} to compare, choose one of {names}",
            at="indicator",
        )


async def _sums(reader: Reader, versions: Sequence[str], read: ComparisonRead) -> Mapping[str, Row]:
    line = _LINE.c
    claim = func.coalesce(number(line.claimed), _NONE)
    proof = func.coalesce(number(line.computed), _NONE)
    unknown = or_(
        line.value_kind == ValueKind.UNKNOWN, and_(line.value_kind == ValueKind.NUMBER, line.claimed.is_(None))
    )
    keys = (line.first_key, read.first_key), (line.second_key, read.second_key)
    chosen = select(
        line.version_id,
        func.sum(case((unknown, proof), else_=smaller(claim, proof))).label("low"),
        func.sum(larger(claim, proof)).label("high"),
        func.sum(case((compared(line), smaller(claim, proof)), else_=_NONE)).label("backed"),
        func.sum(case((compared(line), claim), else_=_NONE)).label("claimed"),
        func.sum(proof).label("proof"),
        counted_if(unknown).label("unknown"),
    ).where(line.indicator == read.indicator, *(column == key for column, key in keys if key is not None))
    found: dict[str, Row] = {}
    for some in chunks(versions):
        for row in await reader.all(chosen.where(line.version_id.in_(some)).group_by(line.version_id)):
            found[row["version_id"]] = row
    return found


def _compared(row: Row | None, *, is_received: bool) -> Compared:
    """What a unit comes to; of a draft only what the hub computed, which is no claim."""
    if row is None:
        return Compared(low=0, high=0, backed=0, claimed=0, unknown=0, is_received=is_received)
    if not is_received:
        proof = int(row["proof"])
        return Compared(low=proof, high=proof, backed=0, claimed=0, unknown=0, is_received=False)
    numbers = {name: int(row[name]) for name in ("low", "high", "backed", "claimed", "unknown")}
    return Compared(**numbers, is_received=True)
