"""Whatever is written in whatever order, the findings held are what judging everything anew comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.ids import new_id
from hub.domain.words import Mode, PartyUnitKind, ResidencyRole, SeatStatus, StudioStatus, StudioType
from hub.store import findings
from hub.store.applying import held_rows
from hub.store.models.base import Base
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.studio import Studio
from hub.store.session import Database
from hub.store.write import Author, Insert, Update, write
from tests.factories import MOMENT, World

TODAY = findings.business_day(MOMENT)
AUTHOR = Author(actor="tester", stream="611022", at=MOMENT, key=b"k", bundled=True)
OWNERS = ("610000", "610000", "611022", "611022", "611022", "611026")
SEATS = ("610000", "611000", "611022")

Values = dict[str, Any]  # column values of any type


@dataclass(frozen=True)
class Pick:
    """One of the rows that a column may point to; which, is settled once they are there."""

    number: int


_PICKS = st.builds(Pick, st.integers(0, 5))
_YES_OR_NO = st.none() | st.booleans()
# Most rows hold, so that one often has neighbours.
_DAYS = st.sampled_from([None, None, None, date(2023, 12, 4), TODAY, date(2027, 1, 1)])
_WITHDRAWN = st.sampled_from([None, None, None, MOMENT])
_STATES = st.sampled_from([StudioStatus.ACTIVE, StudioStatus.ACTIVE, StudioStatus.WARNED, StudioStatus.TERMINATED])
_TYPES = st.sampled_from([StudioType.REGIONAL, StudioType.REGIONAL, StudioType.SECTOR, StudioType.PERSONAL])
_ROLES = st.sampled_from(
    [
        ResidencyRole.RESIDENT,
        ResidencyRole.CONVENER,
        ResidencyRole.CONVENER,
        ResidencyRole.LIAISON,
        ResidencyRole.INVITED,
    ]
)
_OF_A_STUDIO = {"owner_body_id": _PICKS, "studio_id": _PICKS}
# Of each kind: what a row must say, and what it may leave out.
COLUMNS: Mapping[type[Base], tuple[dict[str, st.SearchStrategy[Any]], dict[str, st.SearchStrategy[Any]]]] = {
    Studio: (
        {
            "owner_body_id": _PICKS,
            "type": _TYPES,
            "mode": st.sampled_from(Mode),
            "status": _STATES,
            "counts_as_studio": st.sampled_from([True, True, False]),
            "platform_kind": st.just("STUDIO"),
            "name": st.sampled_from(["测试", "甲镇委员工作室"]),
        },
        {
            "area": st.sampled_from([None, "甲镇", "乙镇"]),
            "approved_on": _DAYS,
            "legacy": st.booleans(),
            "annual_plan": st.sampled_from([None, "", "计划"]),
            "party_unit_kind": st.none() | st.sampled_from(PartyUnitKind),
            "work_systems": st.lists(st.sampled_from(["值班", "学习"]), max_size=2),
        },
    ),
    Residency: (
        {**_OF_A_STUDIO, "member_id": _PICKS, "role": _ROLES},
        {"starts_on": _DAYS, "ends_on": _DAYS, "exception_reason": st.sampled_from([None, "理由"])},
    ),
    Membership: ({"body_id": _PICKS, "member_id": _PICKS, "seat_status": st.sampled_from(SeatStatus)}, {}),
    Member: (
        {"home_body_id": _PICKS, "name": st.just("测试")},
        {"post": st.sampled_from([None, "政协主席", "测试"]), "photo": st.sampled_from([None, "a.jpg"])},
    ),
    Venue: (_OF_A_STUDIO, {"is_fixed": _YES_OR_NO, "wall_items": st.lists(st.just("职能"), max_size=1)}),
    Plaque: (_OF_A_STUDIO, {"displayed_prominently": _YES_OR_NO, "removed_on": _DAYS}),
    OnlinePresence: ({**_OF_A_STUDIO, "platform": st.sampled_from(["秦商量", "测试平台"])}, {"left_on": _DAYS}),
}
KINDS = (Residency, Residency, Residency, Studio, Member, Membership, Venue, Plaque, OnlinePresence)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One transaction: new rows, and changes of rows already there by their number."""

    new: Sequence[tuple[type[Base], Values]]
    changed: Sequence[tuple[type[Base], int, Values]]


@st.composite
def transactions(draw: st.DrawFn) -> Drawn:
    """Any transaction."""
    new = [
        (model, draw(st.fixed_dictionaries(COLUMNS[model][0], optional=COLUMNS[model][1])))
        for model in draw(st.lists(st.sampled_from(KINDS), max_size=8))
    ]
    changed = [
        (model, draw(st.integers(0, 50)), draw(_new_values(model)))
        for model in draw(st.lists(st.sampled_from(KINDS), max_size=5))
    ]
    return Drawn(new=new, changed=changed)


def _new_values(model: type[Base]) -> st.SearchStrategy[Values]:
    must, may = COLUMNS[model]
    return st.fixed_dictionaries({}, optional={**must, **may, "deleted_at": _WITHDRAWN})


def drawn_histories() -> list[list[Drawn]]:
    """Histories as Hypothesis draws them; they are written on the loop that holds the database."""
    found: list[list[Drawn]] = []

    @settings(max_examples=20)
    @given(st.lists(transactions(), min_size=1, max_size=3))
    def collect(history: list[Drawn]) -> None:
        found.append(history)

    collect()
    return found


async def test_findings_are_what_judging_anew_comes_to_after_any_history(database: Database, world: World) -> None:
    rows: dict[type[Base], list[str]] = {model: [] for model in KINDS}
    founded = {"located": "611022", "area": "甲镇", "approved_on": date(2024, 3, 1)}
    rows[Studio] = [await world.studio(code, **founded) for code in OWNERS]
    rows[Member] = [await world.member(code, post="政协主席") for code in OWNERS]
    owners = [await world.body(code) for code in OWNERS]
    seats = [await world.body(code) for code in SEATS]
    numbers = count(1)

    def settled(values: Values) -> Values:
        ends = {"studio_id": rows[Studio], "member_id": rows[Member], "body_id": seats}
        return {
            name: ends.get(name, owners)[value.number % len(ends.get(name, owners))]
            if isinstance(value, Pick)
            else value
            for name, value in values.items()
        }

    async with database.write() as connection:
        await findings.judge_all(connection, on=TODAY)
    for history in drawn_histories():
        for one in history:
            inserts = [
                Insert(model=model, values={"id": _id(model, next(numbers)), "recorded_at": MOMENT, **settled(values)})
                for model, values in one.new
            ]
            await _written(database, inserts, _chosen(one, rows, settled))
            for made in inserts:
                rows[made.model].append(made.id)

        async with database.read() as connection:
            assert await findings.differences(connection, on=TODAY) == [], history
    assert min(len(ids) for ids in rows.values()) > 0


def _id(model: type[Base], number: int) -> str:
    return new_id(model.prefix, MOMENT, seed=f"history {number}".encode())


def _chosen(one: Drawn, rows: Mapping[type[Base], Sequence[str]], settled: Any) -> dict[tuple[type[Base], str], Values]:
    return {
        (model, rows[model][number % len(rows[model])]): settled(values)
        for model, number, values in one.changed
        if rows[model] and values
    }


async def _written(
    database: Database, inserts: Sequence[Insert], chosen: Mapping[tuple[type[Base], str], Values]
) -> None:
    async with database.write() as connection:
        updates = [
            Update(model=model, before=dict((await held_rows(connection, model, [id]))[id]), values=values)
            for (model, id), values in chosen.items()
        ]
        await write(connection, [*inserts, *updates], author=AUTHOR)
