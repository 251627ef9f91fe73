"""Whatever is written in whatever order, the findings held are what judging everything anew comes to.

Writes judge only what they touch, so that a change whose neighbours are forgotten leaves a finding that nobody sees to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from hub.domain.ids import new_id
from hub.domain.registry_words import ApplicantKind, ApplicationKind, ApplicationStatus, FindingResult
from hub.domain.words import Mode, PartyUnitKind, ResidencyRole, SeatStatus, StudioStatus, StudioType
from hub.store import findings
from hub.store.applying import held_rows
from hub.store.dialect import table_of
from hub.store.models.application import StudioApplication
from hub.store.models.base import Base
from hub.store.models.history import Finding
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.studio import Studio, studio_sector
from hub.store.session import Database
from hub.store.write import Author, Change, Insert, Links, Update, write
from tests.factories import MOMENT, World

TODAY = findings.business_day(MOMENT)
AUTHOR = Author(actor="tester", stream="611022", at=MOMENT, key=b"k", bundled=True)
OWNERS = ("611022", "611022", "611026", "611026")
AREAS = ("甲镇", "甲镇", "乙镇", "丙镇")
SEATS = ("610000", "611000", "611022")

Values = dict[str, Any]  # column values of any type


@dataclass(frozen=True)
class Pick:
    """One of the rows that a column may point to; which, is settled once they are there."""

    number: int


_PICKS = st.builds(Pick, st.integers(0, 3))
_YES_OR_NO = st.none() | st.booleans()
# Most rows hold, so that one often has neighbours.
_DAYS = st.sampled_from([None, None, None, date(2023, 12, 4), TODAY, date(2027, 1, 1)])
_WITHDRAWN = st.sampled_from([None, None, None, MOMENT])
_STATES = st.sampled_from([*[StudioStatus.ACTIVE] * 3, StudioStatus.WARNED, StudioStatus.TERMINATED])
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
            "counts_as_studio": st.sampled_from([True, True, True, False]),
            "platform_kind": st.just("STUDIO"),
            "name": st.sampled_from(["测试", "甲镇委员工作室"]),
        },
        {
            "area": st.sampled_from([None, "甲镇", "乙镇"]),
            "named_after_id": st.none() | _PICKS,
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
    StudioApplication: (
        {
            "body_id": _PICKS,
            "kind": st.sampled_from(ApplicationKind),
            "status": st.sampled_from(ApplicationStatus),
            "applicant_kind": st.sampled_from(ApplicantKind),
            "name": st.just("测试"),
            "type": _TYPES,
            "mode": st.sampled_from(Mode),
        },
        {"studio_id": _PICKS, "exception_reason": st.sampled_from([None, "理由"])},
    ),
    OnlinePresence: ({**_OF_A_STUDIO, "platform": st.sampled_from(["秦商量", "测试平台"])}, {"left_on": _DAYS}),
}
KINDS = (
    *(Residency, Residency, Residency, Studio, Studio, Member, Member, Membership),
    *(Venue, Plaque, OnlinePresence, StudioApplication),
)
_ENTERED = {"changed_at": MOMENT, "revision": 1, "created_by": "tester"}
_SECTORS = st.lists(st.sampled_from(["经济界", "文艺界"]), max_size=2, unique=True)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One transaction: new rows, changes of rows already there by their number, and the sectors of a studio."""

    new: Sequence[tuple[type[Base], Values]]
    changed: Sequence[tuple[type[Base], int, Values]]
    sectors: tuple[int, Sequence[str]] | None


@st.composite
def transactions(draw: st.DrawFn) -> Drawn:
    """Any transaction."""
    new = [
        (model, draw(st.fixed_dictionaries(COLUMNS[model][0], optional=COLUMNS[model][1])))
        for model in draw(st.lists(st.sampled_from(KINDS), max_size=4))
    ]
    changed = [
        (model, draw(st.integers(0, 50)), draw(_new_values(model)))
        for model in draw(st.lists(st.sampled_from(KINDS), max_size=2))
    ]
    sectors = draw(st.none() | st.tuples(st.integers(0, 50), _SECTORS))
    return Drawn(new=new, changed=changed, sectors=sectors)


_ENDED = {"status": StudioStatus.TERMINATED}
FIRST = Drawn(new=[], changed=[(Studio, 2, _ENDED), (Member, 3, {"post": None})], sectors=None)
"""One of those that share a member ends, and a convener holds no post any more."""
LAST = Drawn(new=[], changed=[(Studio, 0, _ENDED), (Studio, 3, _ENDED)], sectors=None)
"""One of each pair ends, whatever came between."""


def _new_values(model: type[Base]) -> st.SearchStrategy[Values]:
    must, may = COLUMNS[model]
    withdrawn = {"deleted_at": _WITHDRAWN} if "deleted_at" in table_of(model).columns else {}
    return st.fixed_dictionaries({}, optional={**must, **may, **withdrawn})


def drawn_histories() -> list[list[Drawn]]:
    """Histories as Hypothesis draws them; they are written on the loop that holds the database."""
    found: list[list[Drawn]] = []

    @settings(max_examples=20)
    @given(st.lists(transactions(), min_size=2, max_size=4))
    def collect(history: list[Drawn]) -> None:
        found.append(history)

    collect()
    return found


@dataclass(kw_only=True)
class Chronicle:
    """What was written so far, and how transactions are carried out."""

    database: Database
    rows: dict[type[Base], list[str]]
    ends: Mapping[str, Sequence[str]]
    sectors: Mapping[str, str]
    numbers: Iterator[int]

    @classmethod
    async def begun(cls, world: World, numbers: Iterator[int]) -> Chronicle:
        """Two studios that share an area and two that share a member: what is done to one touches the other."""
        rows: dict[type[Base], list[str]] = {model: [] for model in KINDS}
        rows[Studio] = [
            await world.studio(code, located=code, area=area, approved_on=date(2024, 3, 1))
            for code, area in zip(OWNERS, AREAS, strict=True)
        ]
        rows[Member] = [await world.member(code, post="政协主席") for code in OWNERS]
        for code, studio, member in zip(OWNERS, rows[Studio], rows[Member], strict=True):
            await world.residency(studio, member, code, role=ResidencyRole.CONVENER)
        await world.residency(rows[Studio][3], rows[Member][2], OWNERS[3])
        async with world.database.write() as connection:
            await findings.judge(connection, rows[Studio], on=TODAY)
        owners, seats = [[await world.body(code) for code in codes] for codes in (OWNERS, SEATS)]
        ends = dict.fromkeys(("owner_body_id", "home_body_id"), owners) | {"body_id": seats}
        ends |= {"studio_id": rows[Studio], "member_id": rows[Member], "named_after_id": rows[Member]}
        sectors = {name: await world.sector(name) for name in ("经济界", "文艺界")}
        return cls(database=world.database, rows=rows, ends=ends, sectors=sectors, numbers=numbers)

    async def carry_out(self, one: Drawn) -> None:
        """Write a transaction through the write door."""
        inserts = [self._inserted(model, values) for model, values in one.new]
        chosen = {
            (model, self._pick(model, number)): self._settled(values)
            for model, number, values in one.changed
            if self.rows[model] and values
        }
        links: list[Change] = []
        if one.sectors is not None:
            studio = self._pick(Studio, one.sectors[0])
            chosen.setdefault((Studio, studio), {"recorded_at": MOMENT})
            far = tuple(self.sectors[name] for name in one.sectors[1])
            links = [Links(table=studio_sector, near="studio_id", far="sector_id", id=studio, ids=far)]
        async with self.database.write() as connection:
            updates = [
                Update(model=model, before=dict((await held_rows(connection, model, [id]))[id]), values=values)
                for (model, id), values in chosen.items()
            ]
            await write(connection, [*inserts, *updates, *links], author=AUTHOR)
        for made in inserts:
            self.rows[made.model].append(made.id)

    async def over(self) -> None:
        """End all studios, so that the next history begins with its own."""
        async with self.database.write() as connection:
            await connection.execute(update(table_of(Studio)).values(deleted_at=MOMENT))
            await findings.judge(connection, self.rows[Studio], on=TODAY)

    async def findings(self) -> dict[str, tuple[Any, ...]]:
        """The findings held: what each is about and what it comes to."""
        table = table_of(Finding)
        chosen = select(table.c.id, table.c.rule, table.c.result, table.c.found, table.c.reason)
        async with self.database.read() as connection:
            return {row.id: tuple(row)[1:] for row in (await connection.execute(chosen)).all()}

    def _pick(self, model: type[Base], number: int) -> str:
        return self.rows[model][number % len(self.rows[model])]

    def _inserted(self, model: type[Base], values: Values) -> Insert:
        id = new_id(model.prefix, MOMENT, seed=f"history {next(self.numbers)}".encode())
        recorded = _ENTERED if model is StudioApplication else {"recorded_at": MOMENT}
        return Insert(model=model, values={"id": id, **recorded, **self._settled(values)})

    def _settled(self, values: Values) -> Values:
        return {
            name: self.ends[name][value.number % len(self.ends[name])] if isinstance(value, Pick) else value
            for name, value in values.items()
        }


async def test_findings_are_what_judging_anew_comes_to_after_each_write_of_any_history(
    database: Database, world: World
) -> None:
    numbers, written, moved = count(1), 0, 0
    told: set[FindingResult] = set()
    for history in drawn_histories():
        chronicle = await Chronicle.begun(world, numbers)
        before = await chronicle.findings()
        for one in [FIRST, *history, LAST]:
            await chronicle.carry_out(one)

            async with database.read() as connection:
                assert await findings.differences(connection, on=TODAY) == [], one
            after = await chronicle.findings()
            written, moved, before = written + 1, moved + (after != before), after
            told |= {result for _, result, *_ in after.values()}
        await chronicle.over()

    # The histories are worth something only where findings come, go and change with them.
    assert moved > written / 2
    assert told >= set(FindingResult) - {FindingResult.INFO}
