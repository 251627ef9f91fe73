"""Judging a studio, or a wish for one, by one rule about its make-up."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.registry_words import FindingResult
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.structure_checks import CHECKS
from hub.domain.structure_facts import Rule, StudioFacts
from hub.domain.term import Title
from hub.domain.words import Mode

FOUNDING = frozenset(
    {
        StructureKind.STUDIO_TYPES,
        StructureKind.NAMING,
        StructureKind.NEW_PERSONAL_STUDIOS,
        StructureKind.REGIONAL_PER_AREA,
        StructureKind.ONLINE_AFTER_OFFLINE,
    }
)
"""Rules about the founding of a studio, which do not reach back to one that is older than they are (A-33)."""

OFFLINE = frozenset({StructureKind.VENUE, StructureKind.PLAQUE, StructureKind.WALL_ITEMS})
"""Rules that speak of a place, which a studio that is only online has not (R-34 to R-36)."""

_UNMET = {
    Strength.MUST: FindingResult.VIOLATED,
    Strength.IN_PRINCIPLE: FindingResult.EXCEPTION,
    Strength.GENERALLY: FindingResult.WARNING,
    Strength.ENCOURAGED: FindingResult.INFO,
    Strength.LOCAL: FindingResult.VIOLATED,
}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What judging came to, what the rule asks and what was found, in both languages."""

    result: FindingResult
    expected: Title
    found: Title


def judged(rule: Rule, facts: StudioFacts) -> Judged:
    """Judge by one rule; an exception is told as such whether or not a reason is on record, which the caller knows."""
    check = CHECKS.get(rule.kind)
    if check is None:
        return Judged(result=FindingResult.NOT_APPLICABLE, expected=rule.kind.titles, found=_NOT_OF_STUDIOS)
    if not applies(rule, facts):
        return Judged(result=FindingResult.NOT_APPLICABLE, expected=rule.kind.titles, found=_OTHERS)
    seen = check(rule, facts)
    return Judged(result=_result(seen.kept, rule.strength), expected=seen.expected, found=seen.found)


def _result(kept: bool | None, strength: Strength) -> FindingResult:
    if kept is None:
        return FindingResult.UNKNOWN
    return FindingResult.MET if kept else _UNMET[strength]


def applies(rule: Rule, facts: StudioFacts) -> bool:
    """Whether the rule speaks of a studio of this type, level, mode and age."""
    # What is named after a member is personal, whatever type it was given.
    named = rule.kind is StructureKind.NEW_PERSONAL_STUDIOS and facts.named_after_member
    if rule.types and facts.type not in rule.types and not named:
        return False
    # A level that is not known is not taken for another one.
    if rule.levels and facts.level is not None and facts.level not in rule.levels:
        return False
    if rule.kind in OFFLINE and facts.mode is Mode.ONLINE:
        return False
    return not (rule.kind in FOUNDING and facts.legacy)


_NOT_OF_STUDIOS = Title("不以工作室构成判定", "not judged by the make-up of a studio")
_OTHERS = Title("不适用于该类型、级别或成立时间", "does not speak of this type, level, mode or age")
