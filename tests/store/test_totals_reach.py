"""From which cells totals are read, by who asks: those that hold just what the caller may see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.auth.caller import Caller
from hub.auth.predicate import Everything, Predicate
from hub.domain.access import Role
from hub.domain.span import Span
from hub.store import totals_read, totals_statement
from hub.store.models.base import Base
from hub.store.models.facts import Activity, DutyShift, Opinion
from hub.store.models.member import Member, Membership
from hub.store.models.studio import Studio
from hub.store.models.totals import (
    DutyShiftUnitQuarter,
)
from hub.store.session import Database
from hub.store.slots import caller_structure, stand_in
from hub.store.totals_from import ROWS
from hub.store.totals_read import TotalsRead, source_for, sources_of
from tests.auth.world import caller
from tests.prepared import Prepared
from tests.store.settled import Ids, Settled, check, settled_in, told


@pytest.fixture
def migrated_url(settled_url: str) -> str:
    """Every test of this page begins with the random world."""
    return settled_url


@pytest.fixture
async def settled(database: Database, settled_once: Prepared[Ids], monkeypatch: pytest.MonkeyPatch) -> Settled:
    """Random facts with their cells; every cell is told, however small."""
    monkeypatch.setattr(totals_statement, "least_told", lambda noun: None)
    return await settled_in(database, settled_once.told)


async def test_cells_are_read_only_where_they_can_say_who_sees_a_number(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if some role saw all shifts, and of its own member alone who attended."""
    monkeypatch.setattr(totals_read, "rows", lambda *_: Predicate(any_of=frozenset({Everything()})))
    shifts = sources_of(TotalsRead(facts=DutyShift, by=("city",)))
    member = caller(Role.MEMBER, at=settled.places[2], member=settled.ids[Member][0])

    assert source_for(member, DutyShift, shifts, sums=()) is DutyShiftUnitQuarter
    assert source_for(member, DutyShift, shifts, sums=("attended",)) is DutyShift


async def test_cells_are_read_only_where_they_can_say_the_reach(settled: Settled) -> None:
    province, city, county = settled.places[:3]
    studio = settled.ids[Studio][0]

    def source(who: Caller, *sums: str, facts: type[Base] = DutyShift) -> str:
        return source_for(who, facts, sources_of(TotalsRead(facts=facts, by=("city",))), sums=sums).__name__

    assert source(caller(Role.PROVINCE_OFFICE, at=province), "attended") == "DutyShiftUnitQuarter"
    assert source(caller(Role.CITY_SYSTEM, at=city), "attended") == "DutyShiftUnitQuarter"
    assert source(caller(Role.PROVINCE_OFFICE, at=province, narrow=(city,)), "attended") == "DutyShiftUnitQuarter"
    assert source(Caller.anonymous()) == "DutyShiftUnitQuarter"
    assert source(caller(Role.CONVENER, at=county, studios=[studio])) == "DutyShift"
    assert source(caller(Role.MEMBER, at=county, member=settled.ids[Member][0])) == "DutyShift"
    assert source(Caller.anonymous(), facts=Member) == "MemberBody"
    assert source(caller(Role.CITY_SYSTEM, at=city), facts=Member) == "Member"
    assert sources_of(TotalsRead(facts=Membership, by=("sector",)))


async def test_cells_of_units_are_read_only_by_whom_whole_units_are_open_to(settled: Settled) -> None:
    province, city, county = settled.places[:3]
    assert (city.rollup_unit, county.rollup_unit) == (True, False)
    cells = sources_of(TotalsRead(facts=Opinion, by=("city",)))

    def source(who: Caller) -> str:
        return source_for(who, Opinion, cells, sums=()).__name__

    assert source(caller(Role.MANAGING_DEPARTMENT, at=county)) == "OpinionQuarter"
    assert source(caller(Role.PROVINCE_OFFICE, at=province, narrow=(county,))) == "OpinionQuarter"
    assert source(caller(Role.PROVINCE_OFFICE, at=province, narrow=(city, county))) == "OpinionQuarter"
    assert source(caller(Role.CITY_SYSTEM, at=city)) == "OpinionUnitQuarter"
    # Statements are kept by the structure of the caller: whoever reads other cells has another.
    one, other = (caller(Role.CITY_SYSTEM, at=replace(city, rollup_unit=is_unit)) for is_unit in (True, False))
    assert (source(one), source(other)) == ("OpinionUnitQuarter", "OpinionQuarter")
    assert caller_structure(one) != caller_structure(other)
    assert source(stand_in(one)) == source(one)


async def test_every_source_tells_the_same_wherever_the_caller_stands(settled: Settled) -> None:
    """By city and quarter above all: of a county's caller the cells of its city hold more than it may see."""
    province, city, county = settled.places[:3]
    narrowed = [caller(Role.PROVINCE_OFFICE, at=province, narrow=(place,)) for place in settled.places]
    narrowed.append(caller(Role.PROVINCE_OFFICE, at=province, narrow=(city, county)))
    reads = [
        TotalsRead(facts=Opinion, by=("city",), span=Span.QUARTER),
        TotalsRead(facts=Opinion, by=("status",)),
        TotalsRead(facts=DutyShift, by=("city", "mode"), span=Span.YEAR),
    ]

    for who in (*(caller(Role.MANAGING_DEPARTMENT, at=place) for place in settled.places), *narrowed):
        for read in reads:
            await check(settled, read, who)


async def test_bodies_that_stand_in_no_unit_are_counted_together_under_none(settled: Settled) -> None:
    province = caller(Role.PROVINCE_OFFICE, at=settled.places[0])
    read = TotalsRead(facts=Activity, by=("city",))

    sources: list[type[Base]] = [*sources_of(read), Activity]
    cells = [await told(settled, read, source, province) for source in sources]

    assert len({tuple((alike, row[ROWS]) for alike, row in found.items()) for found in cells}) == 1
    assert cells[0][None,][ROWS] > 0
