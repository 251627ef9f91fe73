"""A cell stands for its facts: its keys are their columns, and reach admits on cells what it admits on facts."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hub.auth.predicate import (
    Anchored,
    Clause,
    CommitteeIs,
    Everything,
    MemberIs,
    OwnerIn,
    OwnerIs,
    Predicate,
    PublishedRows,
    StudioIs,
)
from hub.auth.tree import Interval
from hub.domain.span import Span
from hub.store.models.base import meaning_of
from hub.store.models.body import Body
from hub.store.models.cell import Cell, by_unit, known
from hub.store.models.totals import CELLS, cells_of
from hub.store.session import Database
from hub.store.where import within_reach
from tests.factories import World
from tests.store.counted import KINDS


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.__tablename__)
def test_a_key_of_a_cell_is_the_column_of_the_fact(cell: type[Cell]) -> None:
    facts, held = cell.facts.__mapper__, cell.__mapper__

    for name in cell.keys:
        if name == "unit_id":
            assert not held.columns[name].nullable and meaning_of(held.columns[name]) is not None
            continue
        mine, theirs = held.columns[name], facts.columns[name]
        assert (mine.type, mine.nullable, meaning_of(mine)) == (theirs.type, theirs.nullable, meaning_of(theirs))
    for name in cell.sums:
        told = meaning_of(facts.columns[name])
        for mine in (held.columns[name], held.columns[known(name)]):
            said = meaning_of(mine)
            assert told is not None and said is not None and said.sensitivity is told.sensitivity
    for name, edge in held.relationships.items():
        there = facts.relationships[name]
        assert (edge.mapper, edge.direction) == (there.mapper, there.direction)
        assert {column.key for column in edge.local_columns} == {column.key for column in there.local_columns}


def test_no_fact_has_a_finer_cell_before_a_coarser_one() -> None:
    for facts in KINDS:
        fineness = [("unit_id" not in cell.keys, cell.span is Span.MONTH, len(cell.keys)) for cell in cells_of(facts)]
        assert fineness == sorted(fineness) and fineness


# What a cell must know as its fact does, for a clause to admit just the same on both.
NEEDS: dict[type[object], tuple[str, ...]] = {
    Everything: (),
    PublishedRows: ("published",),
    OwnerIn: ("owners",),
    OwnerIs: ("owners",),
    StudioIs: ("owners", "studio"),
    CommitteeIs: ("owners", "committee"),
    MemberIs: ("owners", "member"),
}


@pytest.mark.parametrize("narrowed", [False, True])
async def test_reach_admits_on_cells_what_it_admits_on_facts_and_never_more(
    database: Database, world: World, narrowed: bool
) -> None:
    committee, studio, member = await _peopled(world)
    async with database.read() as connection:
        city = (await connection.execute(select(Body.position, Body.last).where(Body.code == "611000"))).one()
    branch = Interval(position=city.position, last=city.last)
    clauses: list[Clause] = [
        Everything(),
        PublishedRows(),
        OwnerIn(position=branch.position, last=branch.last),
        OwnerIs(position=branch.position),
        *(
            Anchored(by=anchor, position=branch.position, last=branch.last)
            for anchor in (StudioIs(id=studio), CommitteeIs(id=committee), MemberIs(id=member))
        ),
    ]

    admitting: set[Clause] = set()
    for clause in clauses:
        predicate = Predicate(any_of=frozenset({clause}), within=(branch,) if narrowed else None)
        needed = NEEDS[type(clause.by if isinstance(clause, Anchored) else clause)] + ("owners",) * narrowed
        for cell in CELLS:
            counted, told = await _counted(database, cell, predicate), await _told(database, cell, predicate)
            if by_unit(cell) and isinstance(clause, OwnerIs):
                continue  # a unit's cells hold the facts of all its bodies: no reader asks for one body there
            # The branch is a whole unit, so that its cells are in it where their facts are.
            exact = all(
                getattr(cell.access, name) == getattr(cell.facts.access, name) or (by_unit(cell) and name == "owners")
                for name in needed
            )
            assert told == counted if exact else told <= counted, (cell.__tablename__, predicate)
            admitting |= {clause} if exact and told else set()
    # The rows of a studio, a committee or a member are known to no cell.
    assert admitting == set(clauses[:4])


async def _peopled(world: World) -> tuple[str, str, str]:
    """Facts of all kinds, published and not, and the committee and the studio of some of them, and a member."""
    committee = await world.committee("611000")
    guided = await world.studio("611026", committee_id=committee)
    member = await world.member("611002")
    await world.seat(member, "611000")
    for studio, body in (
        (guided, "611026"),
        (await world.studio("611000"), "611000"),
        (await world.studio("610400", published=False), "610400"),
    ):
        for published in (True, False):
            await world.activity(studio, body, published=published)
            await world.shift(studio, member, body, published=published)
            await world.output(studio, body, published=published)
        await world.opinion(studio, body)
    return committee, guided, member


async def _counted(database: Database, cell: type[Cell], predicate: Predicate) -> int:
    facts = cell.facts
    live = facts.__mapper__.columns["deleted_at"].is_(None)
    async with database.read() as connection:
        chosen = select(func.count()).select_from(facts).where(within_reach(predicate, facts, facts), live)
        return int(await connection.scalar(chosen) or 0)


async def _told(database: Database, cell: type[Cell], predicate: Predicate) -> int:
    async with database.read() as connection:
        chosen = select(func.sum(cell.rows)).where(within_reach(predicate, cell, cell))
        return int(await connection.scalar(chosen) or 0)
