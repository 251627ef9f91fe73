"""Totals say the same whether they are read from cells of any kind or counted one by one, for every caller."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.auth.caller import Caller
from hub.auth.tree import Place
from hub.domain.access import Role
from hub.domain.span import Span
from hub.domain.words import Mode, StudioType
from hub.store import totals_statement
from hub.store.models.base import Base
from hub.store.models.body import Committee
from hub.store.models.facts import Activity, Opinion
from hub.store.models.member import Member
from hub.store.models.studio import Studio
from hub.store.models.totals import (
    ActivityMonth,
    ActivityQuarter,
    ActivityUnitQuarter,
    ActivityUnitQuarterKind,
    ActivityUnitQuarterMode,
    MemberBody,
    OpinionUnitQuarterStatus,
    StudioBody,
    StudioBodyQuarter,
)
from hub.store.plan import AllOf, AnyOf, Compare, Condition, Inside, Not, Operator, Related
from hub.store.session import Database
from hub.store.totals_read import TotalsRead, sources_of
from hub.store.totals_shape import SHAPES, Shape
from tests.auth.world import caller
from tests.prepared import Prepared
from tests.store.settled import Ids, Settled, check, settled_in

DAYS = [date(2026, month, day) for month in (1, 2, 3, 4) for day in (1, 15, 28)] + [
    date(2026, 3, 31),
    date(2025, 12, 31),
]


@pytest.fixture
def migrated_url(settled_url: str) -> str:
    """Every test of this page begins with the random world."""
    return settled_url


@pytest.fixture
async def settled(database: Database, settled_once: Prepared[Ids], monkeypatch: pytest.MonkeyPatch) -> Settled:
    """Random facts with their cells; every cell is told, however small."""
    monkeypatch.setattr(totals_statement, "least_told", lambda noun: None)
    return await settled_in(database, settled_once.told)


def conditions(shape: Shape) -> st.SearchStrategy[Condition]:
    """Conditions that cells can say, and others."""
    columns = shape.facts.__mapper__.columns
    found: list[st.SearchStrategy[Condition]] = [st.just(AllOf()), st.just(AllOf())]
    if shape.dated is not None:
        how = st.sampled_from([Operator.GTE, Operator.LT, Operator.LTE, Operator.GT, Operator.EQ])
        day = st.builds(Compare, column=st.just(shape.dated), operator=how, value=st.sampled_from(DAYS))
        found += [day, day]
        found.append(st.just(Compare(column=shape.dated, operator=Operator.IS_NULL, value=True)))
    if "mode" in columns:
        found.append(st.just(Compare(column="mode", operator=Operator.IN, value=(Mode.ONLINE, Mode.BOTH))))
    if "published" in columns:
        found.append(st.just(Compare(column="published", operator=Operator.EQ, value=True)))
    if "studio_id" in columns:
        regional = Compare(column="type", operator=Operator.NE, value=StudioType.REGIONAL)
        found.append(st.just(Related(relationship="studio", condition=regional)))
    owner = shape.dimensions[0].near
    assert owner is not None
    found.append(st.just(Related(relationship=owner, condition=Inside(code="611000"))))
    if shape.sums:
        found.append(st.just(Compare(column=shape.sums[0], operator=Operator.IS_NULL, value=False)))
    return st.recursive(st.one_of(found), lambda one: st.one_of(
        st.builds(Not, part=one),
        st.builds(lambda some: AllOf(parts=tuple(some)), st.lists(one, max_size=2)),
        st.builds(lambda some: AnyOf(parts=tuple(some)), st.lists(one, min_size=1, max_size=2)),
    ), max_leaves=3)  # fmt: skip


@st.composite
def reads(draw: st.DrawFn) -> TotalsRead:
    """Totals of any noun by anything."""
    shape = draw(st.sampled_from(list(SHAPES.values())))
    names = [one.name for one in shape.dimensions]
    by = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    span = None if shape.dated is None else draw(st.sampled_from([None, *Span]))
    return TotalsRead(facts=shape.facts, by=tuple(by), span=span, condition=draw(conditions(shape)))


def callers(world: Settled) -> st.SearchStrategy[Caller]:
    """Anybody whom a token could name, and the public."""

    def made(held: list[Role], at: Place, named: dict[str, Any]) -> Caller:
        return caller(*held, at=at, **named)

    named = st.fixed_dictionaries(
        {
            "studios": st.lists(st.sampled_from(world.ids[Studio]), max_size=2),
            "committees": st.lists(st.sampled_from(world.ids[Committee]), max_size=2),
            "member": st.one_of(st.none(), st.sampled_from(world.ids[Member])),
            "narrow": st.one_of(st.just(()), st.lists(st.sampled_from(world.places), max_size=2).map(tuple)),
        }
    )
    person = st.builds(
        made, st.lists(st.sampled_from(Role), min_size=1, max_size=2), st.sampled_from(world.places), named
    )
    province = st.just(caller(Role.PROVINCE_OFFICE, at=world.places[0]))
    return st.one_of(person, person, province, st.just(Caller.anonymous()))


def drawn(strategy: st.SearchStrategy[Any], *, most: int) -> list[Any]:
    """The examples that Hypothesis would try; they are run on the loop that holds the database."""
    found: list[Any] = []

    @settings(max_examples=most)
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


async def test_every_source_tells_what_is_counted_by_hand(settled: Settled) -> None:
    most = 120 if settled.database.is_sqlite else 60
    sources = [await check(settled, read, who) for read, who in drawn(st.tuples(reads(), callers(settled)), most=most)]

    assert sum(1 for number in sources if number > 0) > most // 4  # the property is about cells, too


async def test_a_day_within_a_span_is_never_asked_of_cells_that_would_cut_it(settled: Settled) -> None:
    province = caller(Role.PROVINCE_OFFICE, at=settled.places[0])
    for day in DAYS:
        for how in (Operator.GTE, Operator.LT, Operator.LTE, Operator.GT):
            read = TotalsRead(facts=Activity, by=("city",), condition=at("held_on", how, day))
            await check(settled, read, province)


def at(column: str, operator: Operator, value: Any) -> Compare:
    return Compare(column=column, operator=operator, value=value)


@pytest.mark.parametrize(
    ("read", "first"),
    [
        (TotalsRead(facts=Activity, by=("city",), span=Span.QUARTER), ActivityUnitQuarter),
        (TotalsRead(facts=Activity), ActivityUnitQuarter),
        (TotalsRead(facts=Activity, by=("body",), span=Span.YEAR), ActivityQuarter),
        (TotalsRead(facts=Activity, by=("level",), span=Span.MONTH), ActivityMonth),
        (TotalsRead(facts=Activity, by=("level",), span=Span.QUARTER), ActivityQuarter),
        (TotalsRead(facts=Activity, by=("city",), span=Span.MONTH), ActivityMonth),
        (TotalsRead(facts=Activity, by=("city", "kind"), span=Span.QUARTER), ActivityUnitQuarterKind),
        (TotalsRead(facts=Activity, by=("mode",), span=Span.YEAR), ActivityUnitQuarterMode),
        (TotalsRead(facts=Activity, by=("mode", "kind")), None),
        (TotalsRead(facts=Activity, by=("body", "kind"), span=Span.QUARTER), None),
        (TotalsRead(facts=Activity, by=("city", "kind"), span=Span.MONTH), None),
        (TotalsRead(facts=Opinion, by=("city", "status"), span=Span.QUARTER), OpinionUnitQuarterStatus),
        (TotalsRead(facts=Opinion, by=("division",)), None),
        (TotalsRead(facts=Studio, by=("level", "type")), StudioBody),
        (TotalsRead(facts=Studio, by=("level", "type"), span=Span.YEAR), StudioBodyQuarter),
        (TotalsRead(facts=Studio, by=("platform_kind",)), None),
        (TotalsRead(facts=Studio, by=("sector",)), None),
        (TotalsRead(facts=Member, by=("city",)), MemberBody),
    ],
)
def test_the_coarsest_cells_with_all_the_keys_come_first(read: TotalsRead, first: type[Base] | None) -> None:
    assert next(iter(sources_of(read)), None) is first


@pytest.mark.parametrize(
    ("condition", "first"),
    [
        (at("held_on", Operator.GTE, date(2026, 1, 1)), ActivityUnitQuarter),
        (at("held_on", Operator.GTE, date(2026, 2, 1)), ActivityMonth),
        (at("held_on", Operator.GTE, date(2026, 2, 2)), None),
        (at("held_on", Operator.LT, date(2026, 4, 1)), ActivityUnitQuarter),
        (at("held_on", Operator.LTE, date(2026, 3, 31)), ActivityUnitQuarter),
        (at("held_on", Operator.LTE, date(2026, 4, 1)), None),
        (at("held_on", Operator.GT, date(2026, 1, 31)), ActivityMonth),
        (at("held_on", Operator.GT, date.max), None),
        (at("held_on", Operator.EQ, date(2026, 1, 1)), None),
        (at("mode", Operator.EQ, Mode.ONLINE), ActivityUnitQuarterMode),
        (Not(part=at("mode", Operator.EQ, Mode.ONLINE)), ActivityUnitQuarterMode),
        (AnyOf(parts=(at("published", Operator.EQ, True), at("topic", Operator.CONTAINS, "测试"))), None),
        (at("members_count", Operator.GT, 5), None),
        (at("id", Operator.EQ, "act_1"), None),
        (Related(relationship="owner", condition=Inside(code="611000")), ActivityQuarter),
        (Related(relationship="studio", condition=AllOf()), None),
    ],
)
def test_cells_are_read_only_where_they_can_say_the_condition(condition: Condition, first: type[Base] | None) -> None:
    assert next(iter(sources_of(TotalsRead(facts=Activity, by=("city",), condition=condition))), None) is first
