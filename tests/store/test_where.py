"""Reach in SQL and reach in Python admit the same rows, for every kind of row and whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, select

from hub.auth.caller import Caller
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
    admits,
)
from hub.auth.scope import fields, rows
from hub.auth.tree import WHOLE_TREE, Interval, Place
from hub.domain.access import Act, Role, Sensitivity
from hub.store.models.base import Base
from hub.store.models.body import Body, Committee
from hub.store.models.catalogue import by_prefix
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.studio import Studio
from hub.store.plan import Compare, Operator
from hub.store.session import Database
from hub.store.tree import BodyTree
from hub.store.where import matches, open_to, visible, within_reach
from tests.auth.world import Row, caller
from tests.factories import MOMENT, World

CODES = ("610000", "610400", "610402", "610403", "611000", "611002", "611026", "610825", "610581", "440113")
MODELS = sorted((one for one in by_prefix().values() if one.access is not None), key=lambda one: one.__name__)
# How a dotted path of an access is followed: the other model, its column, and ours.
STEPS: dict[tuple[type[Base], str], tuple[type[Base], str, str]] = {
    (Member, "memberships"): (Membership, "member_id", "id"),
    (Member, "residencies"): (Residency, "member_id", "id"),
}


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A world with rows of every kind, as the database holds them."""

    database: Database
    places: Sequence[Place]
    positions: dict[str, int]
    held: dict[type[Base], list[dict[str, Any]]]

    def ids(self, model: type[Base]) -> list[str]:
        """The identifiers of all rows of a model."""
        return [row["id"] for row in self.held[model]]

    def placed(self, model: type[Base], row: dict[str, Any]) -> Row:
        """What reach asks of a row, read off the rows themselves."""
        access = model.access
        assert access is not None
        owners = {value for path in access.owners for value in self._values(model, row, path)}
        return Row(
            owners=[self.positions[owner] for owner in owners if owner is not None],
            published=access.is_open or bool(access.published and row[access.published]),
            studio_ids=self._values(model, row, access.studio),
            committee_id=next(iter(self._values(model, row, access.committee)), None),
            member_id=next(iter(self._values(model, row, access.member)), None),
        )

    def _values(self, model: type[Base], row: dict[str, Any], path: str | None) -> list[Any]:
        if path is None:
            return []
        name, _, rest = path.partition(".")
        if not rest:
            return [row[name]]
        other, far, near = STEPS.get((model, name), (Studio, "id", "studio_id"))
        found = [one for one in self.held[other] if one[far] == row[near]]
        if (model, name) in STEPS:  # what a source withdrew binds nobody any longer
            found = [one for one in found if one["deleted_at"] is None]
        return [one[rest] for one in found]


@pytest.fixture
async def settled(world: World, database: Database) -> Settled:
    """Rows of every kind with owners, rooms, committees and members drawn once and for all."""
    draw = Random(20260301)
    committees = [await world.committee(code) for code in CODES[:5]]
    members = [await world.member(draw.choice(CODES), published=draw.random() < 0.4) for _ in range(10)]
    studios = []
    for _ in range(14):
        given_committee = draw.choice([None, *committees])
        shown = {"published": draw.random() < 0.4, "committee_id": given_committee, **_withdrawn(draw)}
        studios.append(await world.studio(draw.choice(CODES), **shown))
    for _ in range(12):
        studio, member, code = draw.choice(studios), draw.choice(members), draw.choice(CODES)
        shown = {"published": draw.random() < 0.4, **_withdrawn(draw)}
        await world.residency(studio, draw.choice([member, None]), code, **shown)
        await world.seat(member, draw.choice(CODES), **shown)
        await world.activity(studio, code, **shown)
        await world.shift(studio, member, draw.choice(CODES), **shown)
        await world.output(studio, draw.choice(CODES), **shown)
        await world.opinion(studio, code, **_withdrawn(draw))
    for number, code in enumerate(CODES[:4]):
        await world.source(code, f"test-{number}")
    return await _read(database)


def _withdrawn(draw: Random) -> dict[str, Any]:
    return {"deleted_at": MOMENT} if draw.random() < 0.2 else {}


async def _read(database: Database) -> Settled:
    tree = BodyTree(database, clock=lambda: MOMENT)
    await tree.refresh()
    held: dict[type[Base], list[dict[str, Any]]] = {}
    async with database.read() as connection:
        for model in MODELS:
            columns = [getattr(model, one.key).label(one.key) for one in model.__mapper__.column_attrs]
            held[model] = [dict(row) for row in (await connection.execute(select(*columns))).mappings()]
    places = [place for code in CODES if (place := tree.place(code)) is not None]
    positions = {row["id"]: row["position"] for row in held[Body]}
    return Settled(database=database, places=places, positions=positions, held=held)


def intervals(world: Settled) -> st.SearchStrategy[Interval]:
    """Branches of the tree, and one stretch that cuts across it."""
    return st.sampled_from([*(place.branch for place in world.places), WHOLE_TREE, Interval(position=3, last=30)])


def predicates(world: Settled) -> st.SearchStrategy[Predicate]:
    """Any predicate that the page of rights could give, and those it could not."""
    anchors = st.one_of(
        st.builds(StudioIs, id=st.sampled_from(world.ids(Studio))),
        st.builds(CommitteeIs, id=st.sampled_from(world.ids(Committee))),
        st.builds(MemberIs, id=st.sampled_from(world.ids(Member))),
    )
    branch = intervals(world)
    clauses: st.SearchStrategy[Clause] = st.one_of(
        st.just(Everything()),
        st.just(PublishedRows()),
        branch.map(lambda one: OwnerIn(position=one.position, last=one.last)),
        st.sampled_from(world.places).map(lambda place: OwnerIs(position=place.position)),
        st.builds(lambda by, one: Anchored(by=by, position=one.position, last=one.last), anchors, branch),
    )
    within = st.one_of(st.none(), st.lists(branch, max_size=2).map(tuple))
    return st.builds(Predicate, any_of=st.frozensets(clauses, max_size=3), within=within)


def callers(world: Settled) -> st.SearchStrategy[Caller]:
    """Anybody whom a token could name, and the public."""

    def made(held: list[Role], at: Place, named: dict[str, Any]) -> Caller:
        return caller(*held, at=at, **named)

    def some(model: type[Base]) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(world.ids(model)), max_size=2)

    named = st.fixed_dictionaries(
        {
            "studios": some(Studio),
            "committees": some(Committee),
            "member": st.one_of(st.none(), st.sampled_from(world.ids(Member))),
            "narrow": st.lists(st.sampled_from(world.places), max_size=2).map(tuple),
            "bounds": intervals(world),
        }
    )
    person = st.builds(
        made, st.lists(st.sampled_from(Role), min_size=1, max_size=3), st.sampled_from(world.places), named
    )
    return st.one_of(person, person, person, st.just(Caller.anonymous()))


async def admitted(world: Settled, model: type[Base], condition: ColumnElement[bool]) -> set[str]:
    """The rows that a condition admits in the database."""
    identifier = model.__mapper__.columns["id"]
    async with world.database.read() as connection:
        return set((await connection.execute(select(identifier).where(condition))).scalars())


def expected(world: Settled, model: type[Base], predicate: Predicate, *, live: bool) -> set[str]:
    """The rows that a predicate admits in Python."""
    found = {row["id"] for row in world.held[model] if admits(predicate, world.placed(model, row))}
    gone = {row["id"] for row in world.held[model] if live and row.get("deleted_at") is not None}
    return found - gone


async def check_predicates(world: Settled, predicate: Predicate) -> None:
    """Both interpreters of one predicate, on every kind of row."""
    for model in MODELS:
        found = await admitted(world, model, within_reach(predicate, model, model))
        assert found == expected(world, model, predicate, live=False), model.__name__


async def check_caller(world: Settled, who: Caller) -> None:
    """What a caller sees and which private fields of it, on every kind of row."""
    for model in MODELS:
        assert model.access is not None
        predicate = rows(who, Act.READ, model.access.noun)
        found = await admitted(world, model, visible(who, model, model))
        assert found == expected(world, model, predicate, live=True), model.__name__
    for model in (Studio, Member, Residency):
        for sensitivity in Sensitivity:
            found = await admitted(world, model, open_to(who, sensitivity, model, model))
            assert found == expected(world, model, fields(who, sensitivity), live=False), (model, sensitivity)


def _examples(world: Settled, *, sqlite: int, postgres: int) -> settings:
    return settings(max_examples=sqlite if world.database.is_sqlite else postgres)


async def test_every_predicate_admits_the_same_rows_in_sql_as_in_python(settled: Settled) -> None:
    for predicate in _drawn(predicates(settled), _examples(settled, sqlite=40, postgres=12)):
        await check_predicates(settled, predicate)


async def test_every_caller_sees_the_same_rows_in_sql_as_in_python(settled: Settled) -> None:
    for who in _drawn(callers(settled), _examples(settled, sqlite=40, postgres=12)):
        await check_caller(settled, who)


def _drawn(strategy: st.SearchStrategy[Any], bounds: settings) -> list[Any]:
    """The examples that Hypothesis would try; they are run on the loop that holds the database."""
    found: list[Any] = []

    @bounds
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


async def test_the_world_holds_rows_on_both_sides_of_every_clause(settled: Settled) -> None:
    public = Caller.anonymous()

    for model in (Studio, Member, Membership, Residency):
        seen = await admitted(settled, model, visible(public, model, model))
        assert 0 < len(seen) < len(settled.held[model])


@pytest.mark.parametrize(
    ("operator", "text", "found"),
    [
        (Operator.CONTAINS, "a", {"abc", "xa%y"}),
        (Operator.CONTAINS, "A", {"ABC"}),
        (Operator.CONTAINS, "%", {"xa%y"}),
        (Operator.CONTAINS, "_", set()),
        (Operator.CONTAINS, "工作", {"工作室"}),
        (Operator.CONTAINS, "", {"abc", "ABC", "xa%y", "工作室"}),
        (Operator.STARTS_WITH, "a", {"abc"}),
        (Operator.STARTS_WITH, "工", {"工作室"}),
        (Operator.STARTS_WITH, "", {"abc", "ABC", "xa%y", "工作室"}),
    ],
)
async def test_parts_of_texts_are_found_letter_by_letter(
    world: World, database: Database, operator: Operator, text: str, found: set[str]
) -> None:
    for name in ("abc", "ABC", "xa%y", "工作室", None):
        await world.studio("611026", area=name)

    condition = matches(
        Compare(column="area", operator=operator, value=text), Studio, Studio, caller=Caller.anonymous()
    )
    async with database.read() as connection:
        seen = set((await connection.execute(select(Studio.area).where(condition))).scalars())

    assert seen == found
