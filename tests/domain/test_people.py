"""Places in studios: whose seat carries them, what an area is known to hold, and no second studio without a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hub.domain.access import Role
from hub.domain.command import Actor
from hub.domain.level import Level
from hub.domain.people_convening import convening
from hub.domain.people_demands import Demands
from hub.domain.people_leaving import CAUSES, Area, Place, Seat, area_after, has_left, in_area, is_whole_division
from hub.domain.people_room import Candidate, Limits, Room
from hub.domain.people_rules import fits, may_end_seat, takes_in
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import ResidencyRole, SeatStatus, StudioStatus, StudioType

HERE, THERE, ABOVE = "bod_here", "bod_there", "bod_above"
TODAY = date(2026, 3, 1)
COUNTY, CITY = Level.COUNTY, Level.CITY


def _seat(body: str, level: Level = COUNTY, *, serving: bool = False) -> Seat:
    return Seat(body=body, level=level, serving=serving)


def _rule(kind: StructureKind, strength: Strength = Strength.MUST, **given: Any) -> Rule:
    return Rule(kind=kind, strength=strength, **given)


LIMITS = Limits(
    roster=(
        _rule(StructureKind.ROSTER_SIZE, Strength.GENERALLY, minimum=5, number="R-25"),
        _rule(StructureKind.ROSTER_SIZE, maximum=3, number="R-26"),
    ),
    conveners=(_rule(StructureKind.CONVENERS, minimum=1, maximum=2, number="R-29"),),
    single=(_rule(StructureKind.STUDIOS_PER_MEMBER, Strength.IN_PRINCIPLE, maximum=1, number="R-28"),),
)


@pytest.mark.parametrize(
    ("place", "ended", "others", "left"),
    [
        (Place(body=HERE, level=COUNTY), _seat(HERE), [], True),
        (Place(body=HERE, level=COUNTY), _seat(HERE), [_seat(HERE, serving=True)], False),
        (Place(body=HERE, level=COUNTY), _seat(HERE), [_seat(THERE, serving=True)], True),
        (Place(body=HERE, level=COUNTY), _seat(ABOVE, CITY), [_seat(HERE, serving=True)], False),
        (Place(body=HERE, level=COUNTY), _seat(THERE), [_seat(HERE)], False),
        (Place(body=HERE, level=COUNTY), _seat(THERE), [], True),
        (Place(body=ABOVE, level=CITY), _seat(HERE), [], False),
        (Place(body=ABOVE, level=CITY, cross_level=True), _seat(HERE), [], True),
        (Place(body=ABOVE, level=CITY, cross_level=True), _seat(HERE), [_seat(THERE, serving=True)], False),
    ],
)
def test_a_place_is_left_when_no_seat_carries_it(place: Place, ended: Seat, others: list[Seat], left: bool) -> None:
    assert has_left(place, ended, others) is left


@pytest.mark.parametrize(
    ("home", "area", "whole", "resident", "known"),
    [
        ((5, 6), (5, 6), True, False, True),
        ((5, 6), (4, 9), True, False, True),
        ((5, 6), (4, 9), False, False, None),
        ((1, 90), (4, 9), True, False, None),
        ((10, 11), (4, 9), True, False, False),
        ((10, 11), (4, 9), True, True, True),
        (None, (4, 9), True, False, None),
        ((5, 6), None, True, False, None),
    ],
)
def test_a_member_is_of_an_area_only_where_the_records_say_so(
    home: tuple[int, int] | None, area: tuple[int, int] | None, whole: bool, resident: bool, known: bool | None
) -> None:
    assert in_area(home, area, is_whole=whole, is_resident=resident) is known


@pytest.mark.parametrize(
    ("serving", "area"),
    [
        ([], Area.EMPTY),
        ([False, False], Area.EMPTY),
        ([False, None], Area.UNKNOWN),
        ([None, True], Area.INHABITED),
    ],
)
def test_an_area_is_empty_only_when_nobody_can_be_there(serving: list[bool | None], area: Area) -> None:
    assert area_after(serving) is area


def test_an_area_worded_as_its_division_is_the_whole_of_it() -> None:
    assert is_whole_division(None, "测试县")
    assert is_whole_division("测试", "测试县")
    assert not is_whole_division("测试镇", "测试县")
    assert not is_whole_division("测试镇", None)


def test_the_nearest_body_that_says_anything_speaks() -> None:
    own = _rule(StructureKind.CONVENERS, types=(StudioType.SECTOR,), id="own")
    above = _rule(StructureKind.CONVENERS, id="above")
    demands = Demands(tiers=((own,), (above,)), versions={"own": "rbk_own", "above": "rbk_above"})

    assert demands.of(StructureKind.CONVENERS, StudioType.SECTOR, COUNTY) == (own,)
    assert demands.of(StructureKind.CONVENERS, StudioType.REGIONAL, COUNTY) == (above,)
    assert demands.of(StructureKind.LIAISONS, StudioType.REGIONAL, COUNTY) == ()
    assert demands.version_of(above) == "rbk_above"


@pytest.mark.parametrize("cause", sorted(CAUSES))
def test_a_serving_seat_ends_for_each_of_the_five_causes(cause: SeatStatus) -> None:
    actor = Actor(
        subject="test", roles=frozenset({Role.MANAGING_DEPARTMENT}), is_machine=False, body_id=HERE, level=COUNTY
    )

    assert len(CAUSES) == 5
    assert may_end_seat(actor, SeatStatus.SERVING, cause, on=TODAY, today=TODAY) is None


def test_nothing_that_only_one_province_says_binds_the_others() -> None:
    crowded = Room(
        owner=HERE,
        level=COUNTY,
        status=StudioStatus.ACTIVE,
        committee=None,
        roster=frozenset(f"mem_{number}" for number in range(30)),
    )
    busy = Candidate(member="mem_x", seats=frozenset({(THERE, CITY)}), studios=3)

    assert fits(crowded, busy, ResidencyRole.RESIDENT, Limits(), reason=None) is None
    assert convening(crowded, {"mem_x"}, Limits(), elected=False) is None


def test_a_lower_member_is_told_as_taken_in() -> None:
    province = Room(owner=ABOVE, level=Level.PROVINCE, status=StudioStatus.ACTIVE, committee=None, roster=frozenset())

    assert takes_in(province, Candidate(member="mem_x", seats=frozenset({(HERE, COUNTY)})))
    assert not takes_in(province, Candidate(member="mem_x", seats=frozenset({(ABOVE, Level.PROVINCE)})))
    assert not takes_in(province, Candidate(member="mem_x"))


class Places(RuleBasedStateMachine):
    """Studios of one level whose people come, convene and go by the rules alone (behaviour.md F3, R-28, R-29)."""

    studios = ("stu_1", "stu_2", "stu_3")
    members = ("mem_1", "mem_2", "mem_3", "mem_4", "mem_5")

    @initialize()
    def begin(self) -> None:
        self.held: dict[tuple[str, str], str | None] = {}
        self.conveners: dict[str, set[str]] = {studio: set() for studio in self.studios}

    def _room(self, studio: str) -> Room:
        return Room(
            owner=HERE,
            level=COUNTY,
            status=StudioStatus.ACTIVE,
            committee="com_1",
            roster=frozenset(member for one, member in self.held if one == studio),
            conveners=frozenset(self.conveners[studio]),
        )

    @rule(studio=st.sampled_from(studios), member=st.sampled_from(members), reason=st.sampled_from([None, "测试例外"]))
    def place(self, studio: str, member: str, reason: str | None) -> None:
        others = sum(1 for one, who in self.held if who == member and one != studio)
        here = frozenset({ResidencyRole.RESIDENT}) if (studio, member) in self.held else frozenset[ResidencyRole]()
        seats = frozenset({(HERE, COUNTY)})
        person = Candidate(member=member, seats=seats, roles_here=here, studios=others)
        if fits(self._room(studio), person, ResidencyRole.RESIDENT, LIMITS, reason=reason) is None:
            self.held[studio, member] = reason

    @rule(studio=st.sampled_from(studios), wanted=st.sets(st.sampled_from(members), max_size=3), elected=st.booleans())
    def rearrange(self, studio: str, wanted: set[str], elected: bool) -> None:
        if convening(self._room(studio), wanted, LIMITS, elected=elected) is None:
            self.conveners[studio] = wanted

    @rule(studio=st.sampled_from(studios), member=st.sampled_from(members))
    def leave(self, studio: str, member: str) -> None:
        # A convener is arranged anew first; only then does the place end.
        if member not in self.conveners[studio]:
            self.held.pop((studio, member), None)

    @invariant()
    def no_second_studio_without_a_reason(self) -> None:
        for member in self.members:
            reasons = [reason for (_, who), reason in self.held.items() if who == member]
            assert sum(1 for reason in reasons if reason is None) <= 1

    @invariant()
    def conveners_are_one_or_two_residents(self) -> None:
        for studio, conveners in self.conveners.items():
            assert conveners <= {member for one, member in self.held if one == studio}
            assert len(conveners) <= 2

    @invariant()
    def no_roster_is_too_long(self) -> None:
        assert all(len(self._room(studio).roster) <= 3 for studio in self.studios)


TestPlaces = Places.TestCase
