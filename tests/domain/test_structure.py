"""Judging by one rule of structure: each kind kept, not kept, and unknown where nobody knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.domain.level import Level
from hub.domain.registry_words import FindingResult
from hub.domain.standard_files import read_standards
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.structure import judged
from hub.domain.structure_facts import Rule, StudioFacts
from hub.domain.words import Mode, PartyUnitKind, StudioType

BARE = StudioFacts(type=StudioType.SECTOR, name="医药卫生界委员工作室")
SHAANXI = {
    rule.key: Rule(
        kind=rule.kind,
        strength=rule.strength,
        minimum=rule.minimum,
        maximum=rule.maximum,
        items=rule.items,
        items_open=rule.items_open,
        types=rule.types,
        levels=rule.levels,
        number=rule.evidence.rule,
    )
    for book in read_standards()
    if book.body == "610000"
    for rule in book.structures
}
FULL_WALL = ("成员名单", "职能", "年度工作安排", "工作流程")


@pytest.mark.parametrize(
    ("key", "facts", "result"),
    [
        ("studio-types", {}, "MET"),
        ("studio-types", {"type": StudioType.PERSONAL}, "VIOLATED"),
        ("studio-types", {"type": StudioType.PERSONAL, "legacy": True}, "NOT_APPLICABLE"),
        ("roster-minimum", {"residents": 4}, "WARNING"),
        ("roster-minimum", {"residents": 5}, "MET"),
        ("roster-maximum", {"residents": 20}, "MET"),
        ("roster-maximum", {"residents": 21}, "VIOLATED"),
        ("roster-maximum", {}, "UNKNOWN"),
        ("conveners", {"conveners": 0}, "VIOLATED"),
        ("conveners", {"conveners": 2}, "MET"),
        ("conveners", {"conveners": 3}, "VIOLATED"),
        ("conveners", {"conveners": 1, "conveners_on_roster": False}, "VIOLATED"),
        ("liaison", {"liaisons": 1}, "MET"),
        ("liaison", {"liaisons": 2}, "VIOLATED"),
        ("one-member-one-studio", {"most_studios_of_a_member": 1}, "MET"),
        ("one-member-one-studio", {"most_studios_of_a_member": 2}, "EXCEPTION"),
        ("naming-sector", {"name_bases": ("医药卫生界", "医药卫生")}, "MET"),
        ("naming-sector", {"name_bases": ("经济界",)}, "EXCEPTION"),
        ("naming-sector", {"name": "医药卫生界之家", "name_bases": ("医药卫生界",)}, "EXCEPTION"),
        ("naming-sector", {"name": "经济界、工商联委员工作室", "name_bases": ("经济界", "工商联")}, "MET"),
        (
            "naming-sector",
            {"name": "医药卫生界“杏林”委员工作室", "name_bases": ("医药卫生界",), "brand_element": "“杏林”"},
            "MET",
        ),
        ("naming-sector", {}, "UNKNOWN"),
        ("naming-regional", {}, "NOT_APPLICABLE"),
        ("no-new-personal", {"named_after_member": True}, "EXCEPTION"),
        ("no-new-personal", {"type": StudioType.PERSONAL}, "EXCEPTION"),
        ("no-new-personal", {"named_after_member": False}, "NOT_APPLICABLE"),
        ("one-regional-per-area", {"type": StudioType.REGIONAL, "regional_in_area": 2}, "EXCEPTION"),
        ("one-regional-per-area", {"type": StudioType.REGIONAL, "regional_in_area": 1}, "MET"),
        ("venue", {"has_venue": False}, "VIOLATED"),
        ("venue", {"has_venue": False, "mode": Mode.ONLINE}, "NOT_APPLICABLE"),
        ("plaque", {"has_plaque": True}, "MET"),
        ("wall", {"wall_items": FULL_WALL}, "MET"),
        ("wall", {"wall_items": FULL_WALL[:3]}, "VIOLATED"),
        ("wall", {}, "UNKNOWN"),
        ("work-systems", {"work_systems": ("值班制度", "学习", "调研", "走访", "协商")}, "MET"),
        ("work-systems", {"work_systems": ()}, "VIOLATED"),
        ("party-unit", {"party_units": (PartyUnitKind.GROUP,)}, "MET"),
        ("party-unit", {"party_units": ()}, "VIOLATED"),
        ("party-unit", {}, "UNKNOWN"),
        ("brand", {"brand": ""}, "INFO"),
        ("brand", {"brand": "杏林"}, "MET"),
        ("managing-department", {"managing_department": "委工委"}, "MET"),
        ("managing-department", {"managing_department": ""}, "VIOLATED"),
        ("guiding-committee", {"has_guiding_committee": False}, "VIOLATED"),
        ("annual-plan", {"has_annual_plan": True}, "MET"),
        ("published-fields", {"published_fields": ("主要职能",)}, "VIOLATED"),
        ("online-after-offline", {"mode": Mode.OFFLINE}, "MET"),
        ("online-after-offline", {"mode": Mode.ONLINE, "founded_offline": False}, "VIOLATED"),
        ("online-after-offline", {"mode": Mode.BOTH, "founded_offline": True}, "MET"),
        ("online-after-offline", {"mode": Mode.ONLINE}, "UNKNOWN"),
        ("prefecture-convener", {"convener_posts": ("商洛市政协主席",)}, "NOT_APPLICABLE"),
        (
            "prefecture-convener",
            {"type": StudioType.REGIONAL, "level": Level.PROVINCE, "convener_posts": ("商洛市政协主席",)},
            "MET",
        ),
        (
            "prefecture-convener",
            {"type": StudioType.REGIONAL, "level": Level.PROVINCE, "convener_posts": ("教授",)},
            "EXCEPTION",
        ),
        (
            "provincial-regional-areas",
            {"type": StudioType.REGIONAL, "level": Level.PROVINCE, "division_code": "610100"},
            "INFO",
        ),
        ("stable-roster", {"residents": 9}, "UNKNOWN"),
        ("quarterly-rollup", {}, "NOT_APPLICABLE"),
    ],
)
def test_a_rule_of_the_guidance_is_judged(key: str, facts: dict[str, Any], result: str) -> None:
    one = judged(SHAANXI[key], replace(BARE, **facts))

    assert one.result is FindingResult.of(result), one
    assert all((*one.expected, *one.found))


def test_a_functional_branch_is_a_branch_and_a_branch_is_not_a_functional_one() -> None:
    functional = Rule(kind=StructureKind.PARTY_UNIT, strength=Strength.LOCAL, minimum=1, items=("FUNCTIONAL_BRANCH",))
    branch = replace(BARE, party_units=(PartyUnitKind.BRANCH,))

    assert judged(functional, branch).result is FindingResult.VIOLATED
    assert judged(SHAANXI["party-unit"], replace(BARE, party_units=(PartyUnitKind.FUNCTIONAL_BRANCH,))).result is (
        FindingResult.MET
    )


@pytest.mark.parametrize("key", sorted(SHAANXI))
def test_what_nobody_knows_is_never_a_pass_nor_a_fault(key: str) -> None:
    rule = SHAANXI[key]
    facts = replace(BARE, type=rule.types[0] if rule.types else BARE.type)
    said = {StructureKind.STUDIO_TYPES, StructureKind.NEW_PERSONAL_STUDIOS}
    free = {StructureKind.JOINT_SECTOR, StructureKind.LOWER_LEVEL_MEMBERS, StructureKind.BRAND_IN_NAME}

    result = judged(rule, facts).result

    if rule.kind not in said | free:
        assert result in (FindingResult.UNKNOWN, FindingResult.NOT_APPLICABLE)
