"""What an application is told that nothing hinders: warnings of strength G, exceptions of strength P with reasons."""

from __future__ import annotations

import pytest

from hub.domain.application_founding import founding_refusal
from hub.domain.application_notes import notes_on
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.structure_facts import Rule, StudioFacts
from hub.domain.words import StudioType

FEW = StudioFacts(type=StudioType.SECTOR, name="测试界委员工作室", residents=3)


def at_least_five(strength: Strength) -> Rule:
    return Rule(kind=StructureKind.ROSTER_SIZE, strength=strength, minimum=5, number="R-25")


@pytest.mark.parametrize(
    ("strength", "hindered", "warned", "excepted"),
    [
        (Strength.MUST, "RULE_VIOLATED", 0, 0),
        (Strength.LOCAL, "RULE_VIOLATED", 0, 0),
        (Strength.IN_PRINCIPLE, "EXCEPTION_REASON_NEEDED", 0, 1),
        (Strength.GENERALLY, None, 1, 0),
        (Strength.ENCOURAGED, None, 0, 0),
    ],
)
def test_the_strength_of_a_rule_says_what_breaking_it_means(
    strength: Strength, hindered: str | None, warned: int, excepted: int
) -> None:
    rule = at_least_five(strength)

    refusal = founding_refusal([rule], FEW, reason=None, all_members_excused=False)
    notes = notes_on([rule], FEW, reason="地处山区")

    assert (None if refusal is None else refusal.code) == hindered
    assert (len(notes.warnings), len(notes.exceptions)) == (warned, excepted)
    for one in (*notes.warnings, *notes.exceptions):
        assert one.zh.endswith("（R-25）") and one.en.endswith("(R-25)") and "3" in one.zh
    assert all("地处山区" in one.zh and "地处山区" in one.en for one in notes.exceptions)


def test_what_is_kept_or_not_judged_by_papers_is_not_told() -> None:
    enough = StudioFacts(type=StudioType.SECTOR, name="测试界委员工作室", residents=5)
    wall = Rule(kind=StructureKind.WALL_ITEMS, strength=Strength.GENERALLY, items=("职责",), number="R-36")

    notes = notes_on([at_least_five(Strength.GENERALLY), wall], enough, reason=None)

    assert (notes.warnings, notes.exceptions) == ((), ())


def test_reasons_given_beside_members_are_pointed_to() -> None:
    (only,) = notes_on([at_least_five(Strength.IN_PRINCIPLE)], FEW, reason=None).exceptions

    assert "见各委员例外理由" in only.zh and "given beside each member" in only.en
