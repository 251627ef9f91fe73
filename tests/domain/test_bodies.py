"""The CPPCC bodies, where they report, and the order of the reporting tree."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.bodies import (
    Edge,
    EdgeKind,
    positions,
    read_bodies,
    read_edges,
    reporting_tree,
    rollup_units,
)
from hub.domain.body_setting import (
    Settled,
    counts_as_studio,
    publishes_member_phone,
    read_body_settings,
)
from hub.domain.divisions import read_divisions
from hub.domain.level import Level
from hub.domain.reading import FaultyReference
from hub.domain.sector import read_sectors
from hub.domain.words import PlatformKind

NOW = date(2024, 1, 1)
CITIES = ["610100", "610200", "610300", "610400", "610500", "610600", "610700", "610800", "610900", "611000"]


def edge(child: str, parent: str, valid_from: date | None = None, valid_to: date | None = None) -> Edge:
    return Edge(
        child=child,
        parent=parent,
        kind=EdgeKind.REPORTING,
        valid_from=valid_from,
        valid_to=valid_to,
        source=None,
        note=None,
    )


@st.composite
def forests(draw: st.DrawFn) -> dict[str, str]:
    """A parent for each body but the roots; a parent is always an earlier body, so there is no circle."""
    count = draw(st.integers(min_value=1, max_value=25))
    shuffled = draw(st.permutations([f"{number:02d}" for number in range(count)]))
    chosen = {key: draw(st.sampled_from(["", *shuffled[:index]])) for index, key in enumerate(shuffled)}
    return {key: parent for key, parent in chosen.items() if parent} or {"00": "root"}


def ancestors(key: str, parents: dict[str, str]) -> set[str]:
    found = {key}
    while key in parents:
        key = parents[key]
        found.add(key)
    return found


def test_every_division_of_today_has_its_body() -> None:
    divisions = {row.code for row in read_divisions() if row.valid_on(NOW)}

    bodies = {body.division for body in read_bodies() if body.division}

    assert bodies == divisions
    assert Counter(body.level for body in read_bodies() if body.division) == {
        Level.PROVINCE: 4,
        Level.CITY: 54,
        Level.COUNTY: 435,
    }


@pytest.mark.parametrize(
    ("abbreviation", "key", "name", "level"),
    [
        ("SX", "610000", "政协陕西省委员会", Level.PROVINCE),
        ("SL", "611000", "政协商洛市委员会", Level.CITY),
        ("ZS", "611026", "政协柞水县委员会", Level.COUNTY),
        ("PY", "440113", "政协番禺区委员会", Level.COUNTY),
        ("SM", "350203", "政协思明区委员会", Level.COUNTY),
    ],
)
def test_a_body_the_documents_name_is_known_by_its_abbreviation(
    abbreviation: str, key: str, name: str, level: Level
) -> None:
    body = next(body for body in read_bodies() if body.abbreviation == abbreviation)

    assert (body.key, body.name, body.level, body.level_confirmed) == (key, name, level, True)
    assert body.source and body.phrase


def test_the_printed_chenzhou_is_a_root_of_its_own_beside_the_body_of_hunan() -> None:
    bodies = {body.key: body for body in read_bodies()}
    tree = reporting_tree(read_edges(), on=NOW)

    printed, real = bodies["printed:郴州市"], bodies["431000"]

    assert (printed.name, printed.level_confirmed, printed.division) == ("郴州市政协", False, None)
    assert (real.name, real.level_confirmed, real.division) == ("政协郴州市委员会", True, "431000")
    assert printed.key not in tree and printed.key not in {child for children in tree.values() for child in children}


def test_shaanxi_has_twelve_reporting_units() -> None:
    units = rollup_units(read_bodies(), read_edges(), province="610000", on=NOW)

    assert [body.key for body in units] == sorted([*CITIES, "610403", "610581"])


def test_yangling_and_hancheng_do_not_report_to_the_city_their_code_begins_with() -> None:
    tree = reporting_tree(read_edges(), on=NOW)

    assert {"610403", "610581"} <= set(tree["610000"])
    assert "610403" not in tree["610400"] and len(tree["610400"]) == 13
    assert "610581" not in tree["610500"] and len(tree["610500"]) == 10


@pytest.mark.parametrize("province", ["350000", "430000", "440000"])
def test_no_other_province_owes_a_quarterly_roll_up(province: str) -> None:
    assert rollup_units(read_bodies(), read_edges(), province=province, on=NOW) == ()


@pytest.mark.parametrize("city", ["441900", "442000"])
def test_a_city_without_counties_has_no_children(city: str) -> None:
    assert reporting_tree(read_edges(), on=NOW)[city] == ()


def test_a_moved_body_reports_to_its_parent_of_the_day() -> None:
    moved = date(2020, 7, 1)
    edges = [edge("c", "a", valid_to=moved), edge("c", "b", valid_from=moved)]

    assert reporting_tree(edges, on=date(2020, 6, 30)) == {"a": ("c",), "c": ()}
    assert reporting_tree(edges, on=moved) == {"b": ("c",), "c": ()}


def test_two_parents_on_one_day_are_refused_in_both_languages() -> None:
    with pytest.raises(FaultyReference, match=r"c 同日有两个上级 / c has two parents"):
        reporting_tree([edge("c", "a"), edge("c", "b")], on=NOW)


def test_a_circle_is_refused() -> None:
    tree = reporting_tree([edge("a", "b"), edge("b", "a")], on=NOW)

    with pytest.raises(FaultyReference, match="reports in a circle"):
        positions(tree)


@given(parents=forests())
def test_intervals_nest_exactly_as_the_tree_does(parents: dict[str, str]) -> None:
    tree = reporting_tree([edge(child, parent) for child, parent in parents.items()], on=NOW)

    placed = positions(tree)

    for low, (position, _) in placed.items():
        for high, (first, last) in placed.items():
            assert (first <= position <= last) is (high in ancestors(low, parents))


@given(parents=forests(), alone=st.sets(st.text("xyz", min_size=1, max_size=3)))
def test_positions_are_the_same_whatever_the_order_of_edges(parents: dict[str, str], alone: set[str]) -> None:
    edges = [edge(child, parent) for child, parent in parents.items()]

    forward = positions(reporting_tree(edges, on=NOW), alone=sorted(alone))
    backward = positions(reporting_tree(edges[::-1], on=NOW), alone=sorted(alone, reverse=True))

    assert forward == backward
    assert sorted(position for position, _ in forward.values()) == list(range(len(forward)))


def test_siblings_stand_in_the_order_of_their_codes() -> None:
    placed = positions(reporting_tree(read_edges(), on=NOW), alone=[body.key for body in read_bodies()])
    units = reporting_tree(read_edges(), on=NOW)["610000"]

    assert len(placed) == len(read_bodies())
    assert [placed[key][0] for key in units] == sorted(placed[key][0] for key in sorted(units))
    assert placed["610581"][0] == placed["610581"][1]


def test_only_siming_is_known_to_post_its_members_phones() -> None:
    settings = read_body_settings()

    assert [body.key for body in read_bodies() if publishes_member_phone(settings, body=body.key)] == ["350203"]


def test_what_counts_as_a_studio_is_answered_body_by_body() -> None:
    settings = read_body_settings()

    assert counts_as_studio(settings, body="350203", platform_kind=PlatformKind.GOOD_TALK_STUDIO) is Settled.YES
    assert counts_as_studio(settings, body="350211", platform_kind=PlatformKind.ACTIVITY_ROOM) is Settled.NO
    assert counts_as_studio(settings, body="611026", platform_kind=PlatformKind.MEMBER_HOUSE) is Settled.UNKNOWN


def test_settings_belong_to_bodies_and_sectors_have_one_code_each() -> None:
    keys = {body.key for body in read_bodies()}
    codes = [sector.code for sector in read_sectors()]

    assert {setting.body for setting in read_body_settings()} <= keys
    assert len(codes) == len(set(codes)) and "ECONOMY" in codes
