"""What a figure rests on: its line's place, and the records behind it, those out of the reader's reach counted too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, select

from hub.auth.caller import Caller
from hub.auth.scope import rows
from hub.domain.access import Act
from hub.domain.rollup_words import FactKind
from hub.store.columns import record
from hub.store.dialect import table_of
from hub.store.fetch import COUNT_CAP
from hub.store.models.base import Base
from hub.store.models.report import ReportIndicator
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.rollup_more import Contribution, DriftItem
from hub.store.plan import Piece, Record, Slice
from hub.store.rollup_records import MODELS
from hub.store.session import Reader
from hub.store.where import Rows, visible, within_reach

_LINE, _VERSION, _DUTY = table_of(RollupLine), table_of(RollupVersion), table_of(Obligation)
_INDICATOR, _CONTRIBUTION = table_of(ReportIndicator), table_of(Contribution)
_DRIFT = table_of(DriftItem)
_NOBODY = "[]"
MOST_DRIFT = 100
"""The most days whose differences a figure lists."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where a line stands: whoever reads a line may know of which version and period it is."""

    version_id: str
    number: int
    status: Any  # a word of VersionStatus, as the column gives it
    period_id: str
    indicator_id: str | None
    fact_kind: FactKind | None


@dataclass(frozen=True, kw_only=True)
class LineageRead:
    """Which of the records behind a line: a piece of all, or of those alone that are shared."""

    line: str
    piece: Piece
    shared: bool = False


async def frames(reader: Reader, lines: Sequence[str]) -> Mapping[str, Frame]:
    """Where lines stand, by their identifiers."""
    same = and_(_INDICATOR.c.definition_id == _VERSION.c.definition_id, _INDICATOR.c.code == _LINE.c.indicator)
    chosen = (
        select(
            _LINE.c.id.label("line_id"),
            _VERSION.c.id.label("version_id"),
            _VERSION.c.number,
            _VERSION.c.status,
            _DUTY.c.period_id,
            _INDICATOR.c.id.label("indicator_id"),
            _INDICATOR.c.fact_kind,
        )
        .join(_VERSION, _VERSION.c.id == _LINE.c.version_id)
        .join(_DUTY, _DUTY.c.id == _VERSION.c.obligation_id)
        .outerjoin(_INDICATOR, same)
        .where(_LINE.c.id.in_(sorted(set(lines))))
    )
    return {row["line_id"]: _frame(dict(row)) for row in await reader.all(chosen)}


def lineage_statement(read: LineageRead) -> Select[Any]:
    """The statement of a piece: along the index of a line's records, as far as the piece goes."""
    chosen = select(*_CONTRIBUTION.c).where(_of(read))
    if read.piece.after is not None:
        (key,) = read.piece.after
        chosen = chosen.where(_CONTRIBUTION.c.id > key)
    return chosen.order_by(_CONTRIBUTION.c.id).limit(read.piece.limit + 1)


async def lineage(reader: Reader, read: LineageRead) -> Slice:
    """A piece of the records behind a line, whoever asks: what of each is shown is decided for each."""
    total = None
    if read.piece.count:
        capped = select(_CONTRIBUTION.c.id).where(_of(read)).limit(COUNT_CAP + 1).subquery()
        counted = await reader.all(select(func.count().label("total")).select_from(capped))
        total = counted[0]["total"] if counted[0]["total"] <= COUNT_CAP else None
    if not read.piece.rows:
        return Slice(total=total)
    found = await reader.all(lineage_statement(read))
    kept = [record(Contribution, row) for row in found[: read.piece.limit]]
    return Slice(
        rows=kept,
        has_next=len(found) > read.piece.limit,
        has_previous=read.piece.after is not None,
        total=total,
    )


async def unseen(reader: Reader, caller: Caller, line: str, kind: FactKind) -> int:
    """How many of the records behind a line the caller is not shown."""
    model = MODELS[kind]
    rows_of: Rows = model
    shown = select(rows_of.id).where(rows_of.id == _CONTRIBUTION.c.fact_id, visible(caller, model, model))
    chosen = (
        select(func.count().label("total"))
        .select_from(_CONTRIBUTION)
        .where(_CONTRIBUTION.c.line_id == line, ~shown.correlate(_CONTRIBUTION).exists())
    )
    found = await reader.all(chosen)
    return int(found[0]["total"])


async def withdrawn(reader: Reader, caller: Caller, model: type[Base], ids: Sequence[str]) -> frozenset[str]:
    """Which of some records their sources withdrew, among those that the caller would read otherwise."""
    access = model.access
    if access is None:
        return frozenset()
    rows_of: Rows = model
    reach = within_reach(rows(caller, Act.READ, access.noun), rows_of, model)
    chosen = select(rows_of.id).where(rows_of.id.in_(sorted(set(ids))), rows_of.deleted_at.is_not(None), reach)
    return frozenset(row["id"] for row in await reader.all(chosen))


async def drift(reader: Reader, line: str) -> Sequence[Mapping[str, Any]]:
    """What was found to differ in a line since it was accepted, the latest day first."""
    chosen = select(*_DRIFT.c).where(_DRIFT.c.line_id == line).order_by(_DRIFT.c.found_on.desc()).limit(MOST_DRIFT)
    return [dict(row) for row in await reader.all(chosen)]


def _of(read: LineageRead) -> ColumnElement[bool]:
    here: ColumnElement[bool] = _CONTRIBUTION.c.line_id == read.line
    return and_(here, is_shared()) if read.shared else here


def is_shared() -> ColumnElement[bool]:
    """The contributions with which others are credited as well."""
    listed = cast(_CONTRIBUTION.c.shared_with, String)
    return and_(listed.is_not(None), listed != _NOBODY)


def _frame(row: Mapping[str, Any]) -> Frame:
    names = ("version_id", "number", "status", "period_id", "indicator_id", "fact_kind")
    return Frame(**{name: row[name] for name in names})


def unstored(
    *,
    kind: FactKind,
    fact: str,
    weight: int = 0,
    whole: int = 0,
    owned: bool = False,
    shared_with: Sequence[str] = (),
) -> Record:
    """A record that would count in a line and is not kept with it, in the form of those that are."""
    values = {
        "id": "",
        "line_id": None,
        "version_id": None,
        "fact_kind": kind,
        "fact_id": fact,
        "weight": Decimal(weight),
        "whole": Decimal(whole),
        "owned": owned,
        "shared_with": list(shared_with),
    }
    return Record(model=Contribution, values=values)
