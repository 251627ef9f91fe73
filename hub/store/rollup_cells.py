"""The lines of versions, counted: what is filled, explained and backed by records, and what was restated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, false, func, literal_column, or_, select

from hub.domain.rollup_facts import IN_FORCE
from hub.domain.rollup_rates import Share
from hub.domain.rollup_words import ValueKind
from hub.store.dialect import chunks, table_of
from hub.store.models.rollup import RollupLine, RollupVersion
from hub.store.models.rollup_more import Restatement
from hub.store.session import Reader

_LINE, _VERSION, _RESTATED = (table_of(model) for model in (RollupLine, RollupVersion, Restatement))
_ONE: ColumnElement[int] = literal_column("1")
_NONE: ColumnElement[int] = literal_column("0")
_PLACE = ("unit_body_id", "indicator", "first_key", "second_key")


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The lines of a version in numbers; `backed` and `claimed` are over lines with records alone."""

    lines: int = 0
    required: int = 0
    filled: int = 0
    explained: int = 0
    backed: int = 0
    claimed: int = 0


def number(column: Any) -> ColumnElement[int]:  # a column of exact decimals, kept as texts
    """A figure of a line as a number to add up; figures of lines are whole."""
    return cast(column, BigInteger)


def smaller(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    """The smaller of two numbers, neither null."""
    return case((one < other, one), else_=other)


def larger(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    """The larger of two numbers, neither null."""
    return case((one < other, other), else_=one)


def counted_if(holds: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group hold."""
    return func.coalesce(func.sum(case((holds, _ONE), else_=_NONE)), _NONE)


def compared(line: Any) -> ColumnElement[bool]:  # the columns of the table or of an alias
    """Whether there are both a claim and records to compare it with."""
    return and_(line.claimed.is_not(None), line.computed.is_not(None))


async def cells_of(reader: Reader, versions: Sequence[str], *, required: Collection[str]) -> Mapping[str, Cells]:
    """The lines of some versions; a cell is filled by a number, or by saying with a reason that it does not apply."""
    line = _LINE.c
    must = line.indicator.in_(sorted(required)) if required else false()
    stated = or_(
        and_(line.value_kind == ValueKind.NUMBER, line.claimed.is_not(None)),
        and_(line.value_kind == ValueKind.NOT_APPLICABLE, func.length(func.trim(func.coalesce(line.reason, ""))) > 0),
    )
    claim, proof = number(line.claimed), number(line.computed)
    told = func.length(func.trim(func.coalesce(line.explanation, ""))) > 0
    chosen = select(
        line.version_id,
        func.count().label("lines"),
        counted_if(must).label("required"),
        counted_if(and_(must, stated)).label("filled"),
        counted_if(told).label("explained"),
        func.sum(case((compared(line), smaller(claim, proof)), else_=_NONE)).label("backed"),
        func.sum(case((compared(line), claim), else_=_NONE)).label("claimed"),
    ).group_by(line.version_id)
    found: dict[str, Cells] = {}
    for some in chunks(versions):
        for row in await reader.all(chosen.where(line.version_id.in_(some))):
            numbers = {name: int(row[name] or 0) for name in row if name != "version_id"}
            found[row["version_id"]] = Cells(**numbers)
    return found


async def restated_of(reader: Reader, obligations: Sequence[str]) -> Mapping[str, Share]:
    """Of each obligation with a version in force: its lines that amendments changed, of all its lines."""
    line = _LINE.c
    amended, restated, before = _VERSION.alias(), _RESTATED.alias(), _LINE.alias()
    changed = (
        select(_ONE)
        .select_from(restated)
        .join(amended, amended.c.id == restated.c.version_id)
        .join(before, before.c.id == restated.c.line_id)
        .where(amended.c.obligation_id == _VERSION.c.obligation_id, *(before.c[name] == line[name] for name in _PLACE))
        .correlate(_VERSION, _LINE)
        .exists()
    )
    chosen = (
        select(_VERSION.c.obligation_id, func.count().label("whole"), counted_if(changed).label("part"))
        .select_from(_LINE)
        .join(_VERSION, _VERSION.c.id == line.version_id)
        .where(_VERSION.c.status.in_(sorted(IN_FORCE)))
        .group_by(_VERSION.c.obligation_id)
    )
    found: dict[str, Share] = {}
    for some in chunks(obligations):
        for row in await reader.all(chosen.where(_VERSION.c.obligation_id.in_(some))):
            found[row["obligation_id"]] = Share(part=int(row["part"]), whole=int(row["whole"]))
    return found
