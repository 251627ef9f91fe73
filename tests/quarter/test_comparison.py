"""Units beside each other: intervals from what is proved to what is claimed, and ranks only where they lie apart."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hub.domain.due import NoticeKind
from hub.domain.reading import FaultyReference
from hub.domain.reporting_settings import read_reporting_settings, reporting_settings
from hub.domain.rollup_compared import Compared, NotRanked, Rank, ranked
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.steps import COUNTY, OFFICE, SAVE, SIGNER, SUBMIT, VALIDATE, YULIN, done, draft_of, opened, told

COMPARE = """query ($period: ID!, $indicator: String!, $first: String, $second: String) {
  cityComparison(period: $period, indicator: $indicator, firstKey: $first, secondKey: $second) { allSeen
    units { body { code } status evidenceOnly claimed coverage computedOnly rank notRanked } } }"""
HALF = Fraction(1, 2)


def unit(low: int, high: int, **given: Any) -> Compared:
    values = {"backed": low, "claimed": high, "unknown": 0, "is_received": True} | given
    return Compared(low=low, high=high, **values)


def test_ranks_stand_only_where_intervals_lie_apart() -> None:
    units = {"a": unit(9, 9), "b": unit(4, 6), "c": unit(5, 7), "d": unit(2, 2), "e": unit(2, 2)}

    found = ranked(units, floor=HALF, all_seen=True)

    assert found["a"] == Rank(rank=1)
    assert found["b"] == found["c"] == Rank(why=NotRanked.OVERLAP)
    assert found["d"] == found["e"] == Rank(rank=4)


def test_too_little_evidence_gives_no_rank_and_still_hinders_others() -> None:
    units = {"a": unit(1, 9), "b": unit(5, 5), "c": unit(20, 20)}

    found = ranked(units, floor=HALF, all_seen=True)

    assert found["a"] == Rank(why=NotRanked.LOW_COVERAGE)
    assert found["b"] == Rank(why=NotRanked.OVERLAP)
    assert found["c"] == Rank(rank=1)


def test_what_is_not_known_may_lie_anywhere_above_what_is_proved() -> None:
    units = {"a": unit(3, 3, unknown=1), "b": unit(8, 8), "c": unit(1, 1)}

    found = ranked(units, floor=HALF, all_seen=True)

    assert found["a"] == Rank(why=NotRanked.VALUE_UNKNOWN)
    assert found["b"] == Rank(why=NotRanked.OVERLAP)
    assert found["c"] == Rank(rank=3)


def test_what_was_not_received_hinders_nobody_and_part_of_the_units_has_no_ranks() -> None:
    units = {"a": unit(5, 5, is_received=False), "b": unit(5, 5)}

    assert ranked(units, floor=HALF, all_seen=True) == {
        "a": Rank(why=NotRanked.NOT_RECEIVED),
        "b": Rank(rank=1),
    }
    assert set(ranked(units, floor=HALF, all_seen=False).values()) == {Rank(why=NotRanked.NOT_ALL_SEEN)}


def test_the_floor_and_the_ladder_are_data_with_what_they_rest_on(tmp_path: Path) -> None:
    kinds = [(one.offset, one.kind) for one in reporting_settings().rungs]
    assert kinds == [
        (-10, NoticeKind.REMINDER),
        (-5, NoticeKind.REMINDER),
        (-1, NoticeKind.REMINDER),
        (1, NoticeKind.URGING),
        (5, NoticeKind.CIRCULAR),
    ]
    assert reporting_settings().least_coverage == HALF
    text = (Path(__file__).parents[2] / "hub/domain/reference/reporting.toml").read_text("utf-8")
    for old, new, key in (
        ('least_coverage = "0.5"', 'least_coverage = "1.5"', "least_coverage"),
        ("days = 10", "days = 5", "rungs"),
        ("days = 10", "days = 0", "days"),
        ("[[comparison]]", "[[comparisons]]", "comparisons"),
    ):
        path = tmp_path / "reporting.toml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(FaultyReference) as fault:
            read_reporting_settings(path)
        assert fault.value.key == key


async def compared(
    ask: Asked, period: str, person: Person = OFFICE, indicator: str = "activities", **keys: str
) -> tuple[bool, dict[str, Any]]:
    found = (await ask(COMPARE, person, period=period, indicator=indicator, **keys))["cityComparison"]
    return found["allSeen"], {one.pop("body")["code"]: one for one in found["units"]}


async def claimed(ask: Asked, obligation: str, person: Person, code: str, *, more: int) -> None:
    """A report in which the unit claims so many activities of a kind beyond its records, explained, and submitted."""
    await told(ask, obligation, person, code)
    draft = await draft_of(ask, obligation, person)
    if more:
        line = {
            "unit": code,
            "indicator": "activities",
            "firstKey": "READING",
            "secondKey": "ONLINE",
            "value": more,
            "reasonCode": "PAPER_ONLY",
            "explanation": "测试：纸质记录",
        }
        given = {"obligationId": obligation, "expectedRevision": draft["revision"], "lines": [line]}
        saved = await done(ask, SAVE, person, input=given)
        assert "id" in saved, saved
    second = Person(role=person.role, body=person.body, subject="another-signer")
    valid = await done(ask, VALIDATE, second, id=obligation)
    assert valid["status"] == "VALIDATED", valid
    found = await done(ask, SUBMIT, second, id=obligation, digest=valid["digest"])
    assert found["status"] == "RECEIPTED", found


async def test_the_province_compares_intervals_and_a_city_sees_its_own(ask: Asked, world: World) -> None:
    for code, number in (("611000", 4), ("610800", 3), ("610400", 1)):
        studio = await world.studio(code)
        for _ in range(number):
            await world.activity(studio, code)
    period, owed = await opened(ask)
    xianyang = Person(role=SIGNER.role, body="610400", subject="xianyang-signer")
    await claimed(ask, owed["611000"], SIGNER, "611000", more=0)
    await claimed(ask, owed["610800"], YULIN, "610800", more=2)
    await claimed(ask, owed["610400"], xianyang, "610400", more=0)

    all_seen, found = await compared(ask, period)

    assert all_seen
    assert len(found) == 12
    assert (found["611000"]["evidenceOnly"], found["611000"]["claimed"]) == (4, 4)
    assert (found["610800"]["evidenceOnly"], found["610800"]["claimed"]) == (3, 5)
    assert found["610800"]["coverage"] == "0.6000"
    assert found["611000"]["notRanked"] == found["610800"]["notRanked"] == "OVERLAP"
    assert (found["610400"]["rank"], found["610400"]["notRanked"]) == (3, None)
    empty = found["610300"]
    assert (empty["evidenceOnly"], empty["claimed"], empty["computedOnly"]) == (0, None, True)
    assert (empty["rank"], empty["notRanked"]) == (None, "NOT_RECEIVED")
    _, part = await compared(ask, period, first="READING", second="ONLINE")
    assert (part["610800"]["evidenceOnly"], part["610800"]["claimed"]) == (0, 2)
    assert part["610800"]["notRanked"] == "LOW_COVERAGE"

    seen_by_city = await compared(ask, period, SIGNER)
    assert seen_by_city == (False, {"611000": found["611000"] | {"notRanked": "NOT_ALL_SEEN"}})
    assert await compared(ask, period, COUNTY) == (False, {})


async def test_only_figures_of_the_report_are_compared(ask: Asked) -> None:
    period, _ = await opened(ask)

    answer = await ask.raw(COMPARE, OFFICE, variables={"period": period, "indicator": "good-practice"})

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "NO_SUCH_INDICATOR"
    assert "activities" in error["message"]
    absent = await ask(COMPARE, OFFICE, period="rpd_00000000000000000000000000", indicator="activities")
    assert absent == {"cityComparison": None}
