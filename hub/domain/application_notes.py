"""What an application is told that is accepted although a rule is not kept: warnings, and exceptions with reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hub.domain.application_founding import AT_FOUNDING, binding
from hub.domain.registry_words import FindingResult
from hub.domain.standard_words import StructureKind
from hub.domain.structure import judged
from hub.domain.structure_facts import Rule, StudioFacts
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class Notes:
    """Each as a sentence in both languages that ends with the number of its rule."""

    warnings: tuple[Title, ...] = ()
    """What is generally asked and not met (strength G)."""
    exceptions: tuple[Title, ...] = ()
    """What is asked in principle and excused by its reason (strength P)."""


def notes_on(
    rules: Iterable[Rule], facts: StudioFacts, *, reason: str | None, kinds: frozenset[StructureKind] = AT_FOUNDING
) -> Notes:
    """The warnings and exceptions of an application that nothing hinders."""
    warnings: list[Title] = []
    exceptions: list[Title] = []
    for rule in binding(rules, facts, kinds=kinds):
        one = judged(rule, facts)
        kind, number = rule.kind, rule.number
        zh_rule, en_rule = (f"（{number}）", f" ({number})") if number else ("", "")
        if one.result is FindingResult.WARNING:
            zh = f"{kind.title_zh}：一般应{one.expected.zh}；实际：{one.found.zh}{zh_rule}"
            en = f"{kind.title_en}: generally asked is {one.expected.en}; found: {one.found.en}{en_rule}"
            warnings.append(Title(zh, en))
        elif one.result is FindingResult.EXCEPTION:
            why_zh, why_en = (reason, reason) if reason else ("见各委员例外理由", "given beside each member")
            zh = f"{kind.title_zh}：原则上应{one.expected.zh}；实际：{one.found.zh}；例外理由：{why_zh}{zh_rule}"
            en = f"{kind.title_en}: in principle {one.expected.en}; found: {one.found.en}; reason: {why_en}{en_rule}"
            exceptions.append(Title(zh, en))
    return Notes(warnings=tuple(warnings), exceptions=tuple(exceptions))
