"""Facts of every kind of which totals are kept, as Hypothesis draws them, and the totals counted in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.domain.term import Term
from hub.domain.words import (
    Mode,
    OpinionChannel,
    OpinionClass,
    OpinionStatus,
    OutputFate,
    OutputKind,
    PlatformKind,
    RotaKind,
    SeatStatus,
    StudioStatus,
    StudioType,
)
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.cell import Cell, known
from hub.store.models.facts import Activity, ActivityKind, DutyShift, Opinion, Output
from hub.store.models.member import Member, Membership
from hub.store.models.places import Sector
from hub.store.models.studio import Studio
from hub.store.models.totals import CELLS
from hub.store.session import Database
from tests.factories import MOMENT

CODES = ("610000", "610400", "611000", "611026")
DAYS = st.integers(min_value=-2, max_value=400).map(lambda days: date(2025, 3, 31) + timedelta(days=days))
FEW = st.integers(min_value=0, max_value=9)
YES_OR_NO = st.booleans()

Values = dict[str, Any]  # column values of any type


@dataclass(frozen=True)
class Pick:
    """One of the rows that a column may point to; which, is settled once they are there."""

    number: int


PICKS = st.builds(Pick, FEW)


def _words(term: type[Term]) -> st.SearchStrategy[Any]:
    """Words of a set, as they are and as plain text: a writer may hold either."""
    return st.sampled_from([*term, *(word.value for word in term)])


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


_OWNED: dict[str, st.SearchStrategy[Any]] = {"owner_body_id": PICKS, "studio_id": PICKS}
_SHOWN: dict[str, st.SearchStrategy[Any]] = {"published": YES_OR_NO}
# Of each kind: what a row must say, and what it may leave out.
COLUMNS: Mapping[type[Base], tuple[dict[str, Any], dict[str, Any]]] = {
    Activity: (
        {**_OWNED, "kind_id": PICKS, "mode": _words(Mode), "held_on": DAYS, "topic": st.just("测试")},
        {**_SHOWN, "members_count": _maybe(FEW), "public_count": _maybe(FEW), "beneficiaries": _maybe(FEW)},
    ),
    DutyShift: (
        {**_OWNED, "mode": _words(Mode), "held_on": DAYS},
        {
            **_SHOWN,
            "rota_kind": _maybe(_words(RotaKind)),
            "planned": YES_OR_NO,
            "attended": _maybe(YES_OR_NO),
            "appointments": _maybe(FEW),
            "issues_raised": _maybe(FEW),
            "solved": _maybe(FEW),
        },
    ),
    Opinion: (
        {
            **_OWNED,
            "channel": _words(OpinionChannel),
            "opinion_class": _words(OpinionClass),
            "status": _words(OpinionStatus),
            "received_on": DAYS,
            "topic": st.just("测试"),
        },
        {name: _maybe(YES_OR_NO) for name in ("widely_concerned", "solved", "satisfied")},
    ),
    Output: (
        {"owner_body_id": PICKS, "kind": _words(OutputKind), "submitted_on": DAYS, "title_text": st.just("测试")},
        {
            **_SHOWN,
            "studio_id": _maybe(PICKS),
            "fate": _maybe(_words(OutputFate)),
            "is_collective": _maybe(YES_OR_NO),
            "is_key": _maybe(YES_OR_NO),
        },
    ),
    Studio: (
        {
            "owner_body_id": PICKS,
            "type": _words(StudioType),
            "mode": _words(Mode),
            "status": _words(StudioStatus),
            "counts_as_studio": YES_OR_NO,
            "platform_kind": _words(PlatformKind),
            "name": st.just("测试"),
        },
        {**_SHOWN, "approved_on": _maybe(DAYS)},
    ),
    Membership: (
        {"body_id": PICKS, "member_id": PICKS, "seat_status": _words(SeatStatus)},
        {**_SHOWN, "sector_id": _maybe(PICKS), "is_standing_committee": YES_OR_NO},
    ),
    Member: ({"home_body_id": PICKS, "name": st.just("测试")}, {**_SHOWN}),
}
KINDS = tuple(COLUMNS)


def new_rows(model: type[Base]) -> st.SearchStrategy[Values]:
    """What a new row of a kind says."""
    must, may = COLUMNS[model]
    return st.fixed_dictionaries(must, optional=may)


def new_values(model: type[Base]) -> st.SearchStrategy[Values]:
    """What a change of a row says: any of its columns, a day of withdrawal or none."""
    must, may = COLUMNS[model]
    return st.fixed_dictionaries({}, optional={**must, **may, "deleted_at": _maybe(st.just(MOMENT))})


_STUDIO = {"name": "测试", "type": "REGIONAL", "platform_kind": "STUDIO", "counts_as_studio": True, "mode": "BOTH"}
_STUDIO |= {"status": "ACTIVE", "published": True}
_MEMBER = {"name": "测试", "published": True}


class Ground:
    """What facts point to, and identifiers for new ones."""

    def __init__(self, ends: Mapping[str, Sequence[str]]) -> None:
        self._ends = ends
        self._numbers = count(1)

    @classmethod
    async def of(cls, database: Database) -> Ground:
        """A few bodies, studios, members, sectors and kinds of activity; the new ones come past the write door."""
        ground = cls({})
        ends = {
            "body_id": await _ids(database, Body, Body.code.in_(CODES)),
            "kind_id": (await _ids(database, ActivityKind))[:3],
            "sector_id": (await _ids(database, Sector))[:3],
        }
        ground._ends = {**ends, "owner_body_id": ends["body_id"], "home_body_id": ends["body_id"]}
        studios = [(Studio, ground.row(Studio, {**_STUDIO, "owner_body_id": Pick(number)})) for number in range(3)]
        members = [(Member, ground.row(Member, {**_MEMBER, "home_body_id": Pick(number)})) for number in range(3)]
        await insert_past(database, [*studios, *members])
        new = {"studio_id": [row["id"] for _, row in studios], "member_id": [row["id"] for _, row in members]}
        ground._ends = {**ground._ends, **new}
        return ground

    def settled(self, values: Values) -> Values:
        """The values with the rows they point to."""
        return {
            name: self._ends[name][value.number % len(self._ends[name])] if isinstance(value, Pick) else value
            for name, value in values.items()
        }

    def row(self, model: type[Base], values: Values) -> Values:
        """A whole row for such values."""
        number = next(self._numbers)
        id = new_id(model.prefix, MOMENT, seed=f"counted {number}".encode())
        return {"id": id, "recorded_at": MOMENT, **self.settled(values)}


async def _ids(database: Database, model: type[Base], *conditions: ColumnElement[bool]) -> Sequence[str]:
    table = table_of(model)
    async with database.read() as connection:
        return (await connection.execute(select(table.c.id).where(*conditions).order_by(table.c.id))).scalars().all()


async def insert_past(database: Database, rows: Sequence[tuple[type[Base], Values]]) -> None:
    """Write facts past the write door, as a load of rows by hand does."""
    async with database.write() as connection:
        for model, row in rows:
            await connection.execute(insert(model).values(row))


async def wrong_cells(database: Database) -> list[str]:
    """The tables whose cells are not what plain counting in Python says; empty when all agree."""
    async with database.read() as connection:
        return [
            cell.__tablename__ for cell in CELLS if await _held(connection, cell) != await _counted(connection, cell)
        ]


async def _held(connection: AsyncConnection, cell: type[Cell]) -> dict[tuple[Any, ...], list[int]]:
    names = _numbers(cell)
    found = {}
    for row in (await connection.execute(select(table_of(cell)))).mappings():
        found[tuple(row[name] for name in cell.keys)] = [row[name] for name in names]
    return found


async def _counted(connection: AsyncConnection, cell: type[Cell]) -> dict[tuple[Any, ...], list[int]]:
    cells: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * (1 + 2 * len(cell.sums)))
    bodies = {row["id"]: row for row in (await connection.execute(select(table_of(Body)))).mappings()}
    for fact in (await connection.execute(select(table_of(cell.facts)))).mappings():
        if fact["deleted_at"] is not None:
            continue
        whose = {"unit_id": _unit(bodies, fact["owner_body_id"])} if "unit_id" in cell.keys else {}
        numbers = cells[tuple(_key(cell, name, {**fact, **whose}[name]) for name in cell.keys)]
        numbers[0] += 1
        for place, name in enumerate(cell.sums):
            if fact[name] is not None:
                numbers[1 + 2 * place] += int(fact[name])
                numbers[2 + 2 * place] += 1
    return dict(cells)


def _unit(bodies: Mapping[str, Any], owner: str) -> str:
    """Walk up the reporting tree to a unit; where there is none, the owner stands for itself."""
    body = bodies[owner]
    while not body["rollup_unit"]:
        if body["reports_to_id"] is None:
            return owner
        body = bodies[body["reports_to_id"]]
    return str(body["id"])


def _key(cell: type[Cell], name: str, value: Any) -> Any:
    if name != cell.dated or value is None:
        return value
    first = {"MONTH": value.month, "QUARTER": 3 * ((value.month - 1) // 3) + 1}[str(cell.span)]
    return date(value.year, first, 1)


def _numbers(cell: type[Cell]) -> list[str]:
    return ["rows", *(name for summed in cell.sums for name in (summed, known(summed)))]
