"""The map of a day: names and codes of that day, the reporting tree of that day, and its twelve units."""

from __future__ import annotations

from datetime import date

import pytest

from hub.domain.bodies import EdgeKind, read_bodies, read_edges
from hub.domain.divisions import read_divisions
from hub.domain.views import Area, Seat, Spot, Tie, area_on, branch_totals, drawn, owner_restated
from tests.domain.test_divisions import CHANGES

TODAY = date(2026, 6, 1)
UNITS = [f"61{number:02d}00" for number in range(1, 11)] + ["610403", "610581"]


def areas() -> tuple[Area, ...]:
    """The packaged divisions."""
    return tuple(
        Area(
            id=f"{one.code}/{one.name}",
            code=one.code,
            name=one.name,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            successor=one.successor,
        )
        for one in read_divisions()
    )


def shaanxi(on: date, *, root: str = "610000") -> dict[str, Spot]:
    """The packaged map of a branch on a day, by code of that day."""
    known = areas()
    current = {one.code: one.id for one in known if one.valid_on(TODAY)}
    seats = [
        Seat(id=one.key, code=one.key, name=one.name, rollup_unit=one.rollup_unit, area=current.get(one.division or ""))
        for one in read_bodies()
    ]
    ties = [
        Tie(child=one.child, parent=one.parent, valid_from=one.valid_from, valid_to=one.valid_to)
        for one in read_edges()
        if one.kind is EdgeKind.REPORTING
    ]
    return {spot.code: spot for spot in drawn(seats, ties, known, root=root, on=on)}


@pytest.mark.parametrize(("old_code", "old_name", "new_code", "new_name", "on"), CHANGES)
def test_each_change_of_code_shows_the_old_one_before_its_day_and_the_new_one_from_it(
    old_code: str, old_name: str, new_code: str, new_name: str, on: date
) -> None:
    before, after = shaanxi(date.fromordinal(on.toordinal() - 1)), shaanxi(on)

    assert (before[old_code].name, after[new_code].name) == (old_name, new_name)
    assert new_code not in before and old_code not in after
    assert before[old_code].body == after[new_code].body == new_code
    assert before[old_code].reports_to == after[new_code].reports_to == new_code[:4] + "00"
    assert len(before) == len(after) == 118


def test_yangling_was_called_otherwise_under_the_same_code() -> None:
    before, after = shaanxi(date(2009, 11, 30))["610403"], shaanxi(date(2009, 12, 1))["610403"]

    assert (before.name, after.name) == ("杨凌区", "杨陵区")
    assert (before.body, before.reports_to) == (after.body, after.reports_to) == ("610403", "610000")


@pytest.mark.parametrize("on", [date(2009, 6, 30), date(2016, 12, 31), TODAY])
def test_shaanxi_has_its_twelve_reporting_units_on_every_day(on: date) -> None:
    spots = shaanxi(on)

    assert sorted({spot.unit for spot in spots.values() if spot.unit}) == sorted(UNITS)
    assert spots["610000"].unit is None
    assert all(spots[unit].reports_to == "610000" for unit in UNITS)
    assert {spots["610403"].unit, spots["610581"].unit} == {"610403", "610581"}
    assert "610403" not in shaanxi(on, root="610400") and "610581" not in shaanxi(on, root="610500")


def test_a_branch_is_found_by_the_code_of_the_day_and_by_that_of_today() -> None:
    day = date(2016, 6, 30)

    assert shaanxi(day, root="610125") == shaanxi(day, root="610118") != {}
    assert shaanxi(TODAY, root="610125") == {}


def test_totals_of_a_branch_hold_all_below_and_nothing_beside() -> None:
    spots = list(shaanxi(TODAY).values())
    counts = {"610403": 3, "610402": 2, "610400": 1, "610581": 5}

    totals = branch_totals(spots, counts)

    assert (totals["610400"], totals["610500"], totals["610403"], totals["610000"]) == (3, 0, 3, 11)


def test_a_merger_leads_forward_from_each_part_and_a_split_back_to_the_whole() -> None:
    day = date(2020, 7, 1)
    one, two = (Area(id=code, code=code, name=code, valid_to=day, successor="3") for code in ("1", "2"))
    both = Area(id="3", code="3", name="3", valid_from=day)

    assert area_on(one, [one, two, both], on=day) == area_on(two, [one, two, both], on=day) == both
    assert area_on(both, [one, two, both], on=date(2020, 6, 30)) == one


def test_a_division_that_led_nowhere_is_none_afterwards() -> None:
    ended = Area(id="1", code="1", name="1", valid_to=date(2020, 7, 1))

    assert area_on(ended, [ended], on=TODAY) is None


def test_a_body_that_moved_reports_where_it_reported_on_the_day() -> None:
    moved = date(2020, 7, 1)
    seats = [Seat(id=key, code=key, name=key, rollup_unit=key == "b", area=None) for key in ("a", "b", "c")]
    ties = [Tie(child="b", parent="a"), Tie(child="c", parent="a", valid_to=moved)]
    ties.append(Tie(child="c", parent="b", valid_from=moved))

    before = {spot.code: spot for spot in drawn(seats, ties, (), root="a", on=date(2020, 6, 30))}
    after = {spot.code: spot for spot in drawn(seats, ties, (), root="a", on=moved)}

    assert (before["c"].reports_to, before["c"].unit, before["c"].level) == ("a", None, 1)
    assert (after["c"].reports_to, after["c"].unit, after["c"].level) == ("b", "b", 2)


def test_bodies_that_report_in_a_circle_are_shown_once() -> None:
    seats = [Seat(id=key, code=key, name=key, rollup_unit=False, area=None) for key in ("a", "b")]
    ties = [Tie(child="b", parent="a"), Tie(child="a", parent="b")]

    assert [spot.code for spot in drawn(seats, ties, (), root="a", on=TODAY)] == ["a", "b"]


def test_what_an_owner_that_is_gone_had_is_shown_under_its_heir() -> None:
    assert owner_restated("old", "heir", today=["heir", "other"]) == "heir"
    assert owner_restated("other", "heir", today=["heir", "other"]) == "other"
