"""A studio is judged by its own body's standard and by those above it; what is not known is never a pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.compliance import STANDINGS, Standing, by_any, judgements, rehearsed, standing
from hub.domain.compliance_facts import Demand, Judgement, Version, held_by
from hub.domain.registry_words import FindingResult, JudgedBy
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import Mode, PartyUnitKind, StudioType
from tests.domain.judging import FUPING, SIMING, TODAY, VERSIONS, ZHASHUI, one, subject


def results(found: tuple[Judgement, ...], kind: StructureKind) -> list[FindingResult]:
    return [each.result for each in found if each.rule is not None and each.rule.kind is kind]


def test_each_rule_of_each_body_up_the_tree_is_told_with_whose_it_is() -> None:
    found = judgements(subject(party_units=(PartyUnitKind.BRANCH,)), VERSIONS, on=TODAY)

    told = [(each.version, each.judged_by) for each in found if each.key == "party-unit"]
    assert told == [("611000/2023-12-29", JudgedBy.CHAIN), ("610000/2023-12-05", JudgedBy.CHAIN)]
    assert {each.version for each in found if each.judged_by is JudgedBy.OWN} == {"611026/undated"}


@pytest.mark.parametrize(
    ("bodies", "own"),
    [
        (("611000", "610000"), {"611000/2023-12-29"}),
        (("611022", "611000", "610000"), set()),
        (SIMING, {"350203/undated"}),
    ],
)
def test_a_body_without_a_standard_of_its_own_has_no_own_result(bodies: tuple[str, ...], own: set[str]) -> None:
    found = judgements(subject(bodies=bodies), VERSIONS, on=TODAY)

    assert {each.version for each in found if each.judged_by is JudgedBy.OWN} == own


def test_no_rule_of_shaanxi_reaches_beyond_its_reporting_tree() -> None:
    found = judgements(subject(bodies=SIMING, residents=4), VERSIONS, on=TODAY)

    assert {each.version for each in found} == {"350203/undated"}


@pytest.mark.parametrize(
    ("residents", "least", "most"),
    [
        (4, FindingResult.WARNING, FindingResult.MET),
        (5, FindingResult.MET, FindingResult.MET),
        (20, FindingResult.MET, FindingResult.MET),
        (21, FindingResult.MET, FindingResult.VIOLATED),
        (None, FindingResult.UNKNOWN, FindingResult.UNKNOWN),
    ],
)
def test_five_and_twenty_are_inside_and_the_two_limits_bind_differently(
    residents: int | None, least: FindingResult, most: FindingResult
) -> None:
    """A-20: fewer than 5 is a warning, more than 20 a violation."""
    found = judgements(subject(residents=residents), VERSIONS, on=TODAY)

    assert [one(found, key).result for key in ("roster-minimum", "roster-maximum")] == [least, most]


@pytest.mark.parametrize(
    ("strength", "expected"),
    [
        (Strength.MUST, FindingResult.VIOLATED),
        (Strength.IN_PRINCIPLE, FindingResult.EXCEPTION),
        (Strength.GENERALLY, FindingResult.WARNING),
        (Strength.ENCOURAGED, FindingResult.INFO),
        (Strength.LOCAL, FindingResult.VIOLATED),
    ],
)
def test_the_wording_decides_what_an_unmet_rule_comes_to(strength: Strength, expected: FindingResult) -> None:
    (found,) = judgements(subject(residents=3), [_version(strength, minimum=5)], on=TODAY)

    assert (found.result, found.judged_by) == (expected, JudgedBy.OWN)


def test_a_local_rule_binds_the_studios_of_its_own_body_only() -> None:
    """A city's local rule says nothing of a county's studio (domain.md §3.0, L)."""
    local = [_version(Strength.LOCAL, minimum=5, body="611000")]

    assert judgements(subject(residents=3), local, on=TODAY) == ()
    assert len(judgements(subject(bodies=("611000", "610000"), residents=3), local, on=TODAY)) == 1


def _version(
    strength: Strength, *, body: str = "611026", minimum: int | None = None, maximum: int | None = None
) -> Version:
    rule = Rule(kind=StructureKind.ROSTER_SIZE, strength=strength, id=f"{body}-rule", minimum=minimum, maximum=maximum)
    return Version(
        id=body,
        body=body,
        name="测试标准",
        effective_from=None,
        demands=(Demand(key="roster", rule=rule),),
        standards=(),
    )


def test_an_old_studio_is_judged_as_it_stands_but_not_by_how_it_was_founded() -> None:
    """A-33 with D-01: Fuping's rosters above 20 are listed, its old names and types are not."""
    old = subject(bodies=FUPING, founded=date(2021, 1, 1), residents=24, type=StudioType.FEATURED)

    found = judgements(old, VERSIONS, on=TODAY)

    assert results(found, StructureKind.ROSTER_SIZE) == [FindingResult.MET, FindingResult.VIOLATED]
    assert results(found, StructureKind.STUDIO_TYPES) == [FindingResult.NOT_APPLICABLE]
    assert one(found, "studio-types").found.zh == "成立时间早于该标准"


def test_a_studio_said_to_be_older_is_not_judged_by_its_founding_whatever_its_day() -> None:
    found = judgements(subject(type=StudioType.FEATURED, legacy=True), VERSIONS, on=TODAY)

    assert results(found, StructureKind.STUDIO_TYPES) == [FindingResult.NOT_APPLICABLE] * 2


@pytest.mark.parametrize(
    ("founded", "expected"),
    [
        (date(2023, 12, 4), FindingResult.NOT_APPLICABLE),
        (date(2023, 12, 5), FindingResult.EXCEPTION),
        (None, FindingResult.UNKNOWN),
    ],
)
def test_a_new_personal_studio_is_an_exception_from_the_first_day_on(
    founded: date | None, expected: FindingResult
) -> None:
    """R-120, Q-11; where the day of founding is not on record nobody knows."""
    personal = subject(founded=founded, type=StudioType.PERSONAL, named_after_member=True)

    assert results(judgements(personal, VERSIONS, on=TODAY), StructureKind.NEW_PERSONAL_STUDIOS) == [expected]


def test_an_exception_is_told_with_its_reason_and_only_an_exception() -> None:
    twice = replace(subject(most_studios_of_a_member=2), reasons={StructureKind.STUDIOS_PER_MEMBER: "界别人数少"})

    found = one(judgements(twice, VERSIONS, on=TODAY), "one-member-one-studio")
    kept = one(judgements(replace(twice, facts=replace(twice.facts, most_studios_of_a_member=1)), VERSIONS, on=TODAY),
               "one-member-one-studio")  # fmt: skip

    assert (found.result, found.reason) == (FindingResult.EXCEPTION, "界别人数少")
    assert (kept.result, kept.reason) == (FindingResult.MET, None)


@pytest.mark.parametrize(
    ("near", "far", "stricter"),
    [
        ({"maximum": 18}, {"maximum": 20}, "611026"),
        ({"maximum": 25}, {"maximum": 20}, "610000"),
        ({"minimum": 7}, {"minimum": 5}, "611026"),
        ({"minimum": 5}, {"minimum": 5}, "611026"),
    ],
)
def test_the_stricter_of_the_chain_is_the_effective_one_and_both_are_told(
    near: dict[str, int], far: dict[str, int], stricter: str
) -> None:
    """A-25."""
    chain = [
        _version(Strength.MUST, minimum=near.get("minimum"), maximum=near.get("maximum")),
        _version(Strength.MUST, body="610000", minimum=far.get("minimum"), maximum=far.get("maximum")),
    ]

    found = judgements(subject(residents=6), chain, on=TODAY)

    assert {each.version for each in found if each.effective} == {stricter}
    assert len(found) == 2


def test_a_version_holds_from_its_first_day_until_the_next_one() -> None:
    old = replace(_version(Strength.MUST, minimum=5), id="old", effective_to=date(2026, 1, 1))
    new = replace(_version(Strength.MUST, minimum=7), id="new", effective_from=date(2026, 1, 1))

    held = [held_by([new, old], "611026", on=day) for day in (date(2025, 12, 31), date(2026, 1, 1))]

    assert [version.id for version in held if version is not None] == ["old", "new"]


_ANYTHING = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(StudioType),
        "mode": st.sampled_from(Mode),
        "legacy": st.booleans(),
        "residents": st.none() | st.integers(0, 30),
        "conveners": st.none() | st.integers(0, 3),
        "has_venue": st.none() | st.booleans(),
        "has_annual_plan": st.none() | st.booleans(),
        "work_systems": st.none() | st.lists(st.sampled_from(["值班", "学习", "调研", "走访", "协商"])).map(tuple),
    },
)
_DAYS = st.none() | st.dates(min_value=date(2020, 1, 1), max_value=TODAY)


@given(_ANYTHING, _DAYS, st.sampled_from([ZHASHUI, FUPING, SIMING, ("610000",), ("440113", "440100")]))
def test_each_rule_is_told_once_with_what_it_asks_and_unknown_is_never_a_pass(
    facts: dict[str, Any], founded: date | None, bodies: tuple[str, ...]
) -> None:
    found = judgements(subject(bodies=bodies, founded=founded, **facts), VERSIONS, on=TODAY)

    assert len({(each.version, each.key) for each in found}) == len(found)
    assert all(each.expected.zh and each.expected.en and each.found.zh and each.found.en for each in found)
    by_body = {each.version: [one.result for one in found if one.version == each.version] for each in found}
    for told in by_body.values():
        if FindingResult.UNKNOWN in told:
            assert standing(told) is not Standing.MET


@given(st.lists(st.sampled_from(FindingResult)))
def test_the_worst_finding_decides_how_a_studio_stands(told: list[FindingResult]) -> None:
    ranks = list(STANDINGS)
    decisive = [result for result in told if result in STANDINGS]

    expected = STANDINGS[min(decisive, key=ranks.index)] if decisive else None

    assert standing(told) is expected


def test_a_rehearsal_tells_what_would_change_and_for_whom() -> None:
    """W13: a least of 6 residents that must be kept, in place of 5 generally."""
    held = next(version for version in VERSIONS if version.body == "610000")
    draft = replace(held, id="draft", demands=tuple(_stricter(each) for each in held.demands))

    five, six = (rehearsed(subject(residents=number), VERSIONS, draft, on=TODAY) for number in (5, 6))

    assert [(each.key, each.before and each.before.result, each.after and each.after.result) for each in five] == [
        ("roster-minimum", FindingResult.MET, FindingResult.VIOLATED)
    ]
    assert six == ()


def _stricter(demand: Demand) -> Demand:
    if demand.key != "roster-minimum":
        return demand
    return replace(demand, rule=replace(demand.rule, minimum=6, strength=Strength.MUST))


def test_new_rules_about_founding_change_nothing_for_studios_that_are_there() -> None:
    held = next(version for version in VERSIONS if version.body == "610000")
    fewer = tuple(
        replace(each, rule=replace(each.rule, items=("REGIONAL",))) if each.key == "studio-types" else each
        for each in held.demands
    )

    assert rehearsed(subject(), VERSIONS, replace(held, id="draft", demands=fewer), on=TODAY) == ()


def test_any_studio_can_be_judged_by_any_version_as_if_it_were_its_own() -> None:
    """D-02: Siming's four residents by Shaanxi's least of five."""
    shaanxi = next(version for version in VERSIONS if version.body == "610000")

    found = by_any(subject(bodies=SIMING, residents=4), shaanxi)

    assert one(found, "roster-minimum", JudgedBy.OWN).result is FindingResult.WARNING
