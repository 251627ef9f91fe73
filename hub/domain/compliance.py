"""Judging a studio by the standards of its own body and of those above it; every rule's result is shown (A-25).

How A-33 (“structural rules not retroactive”) is read together with D-01 (Fuping's rosters must be listed):
rules about the founding of a studio are those of the version that was in force on the day it was founded, and none
reaches a studio that is older than the first version. Rules about how a studio stands today (its roster, conveners,
room, wall, systems, plan) bind “each studio” whatever its age, so that a roster above 20 is a violation of an old
studio too. A finding never blocks anything: imports are accepted and told of, commands refuse by rules of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hub.domain.compliance_facts import Demand, Judgement, Subject, Version, held_by
from hub.domain.compliance_named import by_standard
from hub.domain.registry_words import FindingResult, JudgedBy
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.structure import FOUNDING, Judged, judged
from hub.domain.structure_checks import CHECKS
from hub.domain.structure_facts import Rule
from hub.domain.term import Term, Title

JUDGED = frozenset(CHECKS) - {
    StructureKind.JOINT_SECTOR,  # permissions: there is nothing to keep
    StructureKind.LOWER_LEVEL_MEMBERS,
    StructureKind.STABLE_ROSTER,  # conduct without a measure in the text, or told by work and not by the make-up
    StructureKind.STUDY_BEFORE_ACTIVITY,
    StructureKind.LEDGER,
}
"""The kinds of rules of which findings are kept."""

_ONE_OF = frozenset(
    {
        StructureKind.STUDIO_TYPES,
        StructureKind.REGIONAL_BASES,
        StructureKind.PARTY_UNIT,
        StructureKind.ONLINE_PLATFORMS,
        StructureKind.NAMING,
    }
)
"""Kinds whose items are a choice: the fewer, the stricter."""

_RANK = {
    Strength.MUST: 4,
    Strength.LOCAL: 4,
    Strength.IN_PRINCIPLE: 3,
    Strength.GENERALLY: 2,
    Strength.ENCOURAGED: 1,
}
_OLDER = Title("成立时间早于该标准", "founded before this standard")
_UNDATED = Title("成立时间未记录", "the day of its founding is not on record")


def judgements(subject: Subject, versions: Sequence[Version], *, on: date) -> tuple[Judgement, ...]:
    """What judging a studio by its own body's standards and by those above it comes to, the nearest first."""
    found: list[Judgement] = []
    for body in subject.bodies:
        version = held_by(versions, body, on=on)
        if version is None:
            continue
        own = body == subject.bodies[0]
        founding = _at_founding(subject, versions, version)
        found += by_version(subject, version, judged_by=JudgedBy.OWN if own else JudgedBy.CHAIN, founding=founding)
    return _weighed(found)


def by_version(subject: Subject, version: Version, *, judged_by: JudgedBy, founding: Version | None) -> list[Judgement]:
    """What judging by one version comes to; the rules of the founding are those of the version then in force."""
    kinds = {one.rule.kind for one in version.demands}
    then = () if founding is None else founding.demands
    found = []
    for demand in version.demands:
        if demand.rule.kind not in FOUNDING:
            found += _by_rule(subject, version, demand, judged_by)
        elif founding is None:
            found += _by_rule(subject, version, demand, judged_by, older=True)
    for demand in then:
        if founding is not None and demand.rule.kind in FOUNDING & kinds:
            found += _by_rule(subject, founding, demand, judged_by)
    # A label is a body's own; what stands above is told rule by rule.
    named = version.standards if judged_by is JudgedBy.OWN else ()
    return [*found, *(by_standard(subject, version, one, found) for one in named)]


def _at_founding(subject: Subject, versions: Sequence[Version], today: Version) -> Version | None:
    """The version whose rules of founding bind a studio; None where it is older than all of them."""
    if subject.facts.legacy:
        return None
    return today if subject.founded is None else held_by(versions, today.body, on=subject.founded)


def _by_rule(
    subject: Subject, version: Version, demand: Demand, judged_by: JudgedBy, *, older: bool = False
) -> list[Judgement]:
    rule = demand.rule
    local = rule.strength is Strength.LOCAL and judged_by is not JudgedBy.OWN
    spoken_of = (not rule.types or subject.facts.type in rule.types) and (
        not rule.levels or subject.facts.level in rule.levels
    )
    if rule.kind not in JUDGED or local or not spoken_of:
        return []
    facts = subject.facts if subject.facts.legacy is older else replace(subject.facts, legacy=older)
    answer = judged(rule, facts)
    if older:
        answer = replace(answer, found=_OLDER)
    elif rule.kind in FOUNDING and subject.founded is None and _is_broken(answer.result):
        answer = Judged(
            result=FindingResult.UNKNOWN,
            expected=answer.expected,
            found=Title(f"{answer.found.zh}；{_UNDATED.zh}", f"{answer.found.en}; {_UNDATED.en}"),
        )
    return [
        Judgement(
            version=version.id,
            key=demand.key,
            rule=rule,
            standard=None,
            judged_by=judged_by,
            result=answer.result,
            expected=answer.expected,
            found=answer.found,
            reason=subject.reasons.get(rule.kind) if answer.result is FindingResult.EXCEPTION else None,
        )
    ]


def _is_broken(result: FindingResult) -> bool:
    return result not in (FindingResult.MET, FindingResult.UNKNOWN, FindingResult.NOT_APPLICABLE)


def _weighed(found: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Mark which of the rules of one kind along the chain is the strictest; the nearest of equals."""
    groups: dict[tuple[object, ...], dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        if one.rule is not None:
            groups[_group(one.rule)][one.version].append(one.rule)
    strictest = {
        group: max(rules, key=lambda version: max(_strictness(rule) for rule in rules[version]))
        for group, rules in groups.items()
    }
    return tuple(
        one if one.rule is None or strictest[_group(one.rule)] == one.version else replace(one, effective=False)
        for one in found
    )


def _group(rule: Rule) -> tuple[object, ...]:
    # A least and a greatest number are two demands, though of one kind.
    return rule.kind, rule.minimum is None and rule.maximum is not None


def _strictness(rule: Rule) -> tuple[float, ...]:
    items = -len(rule.items) if rule.kind in _ONE_OF else len(rule.items)
    most = float("inf") if rule.maximum is None else rule.maximum
    return _RANK[rule.strength], rule.minimum or 0, -most, items


class Standing(Term):
    """How a studio stands by one version, which its worst finding decides; unknown is never a pass (A-31)."""

    MET = "MET", "达标", "every rule is met"
    UNKNOWN = "UNKNOWN", "未知", "nothing is known to be broken, and not everything is known"
    WARNED = "WARNED", "有提示", "something generally asked is not met"
    EXCEPTED = "EXCEPTED", "有例外", "something asked in principle is not met"
    VIOLATED = "VIOLATED", "不达标", "something that must be is not met"


STANDINGS: Mapping[FindingResult, Standing] = {
    FindingResult.VIOLATED: Standing.VIOLATED,
    FindingResult.EXCEPTION: Standing.EXCEPTED,
    FindingResult.WARNING: Standing.WARNED,
    FindingResult.UNKNOWN: Standing.UNKNOWN,
    FindingResult.MET: Standing.MET,
}
"""What a finding makes of a studio at best, the worst first; what is only encouraged decides nothing."""


def standing(results: Iterable[FindingResult]) -> Standing | None:
    """How a studio with these findings stands; None where nothing was judged."""
    given = set(results)
    return next((word for result, word in STANDINGS.items() if result in given), None)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What another version of a standard would change for a studio; None where a version has no such rule."""

    key: str
    before: Judgement | None
    after: Judgement | None


def rehearsed(subject: Subject, versions: Sequence[Version], draft: Version, *, on: date) -> tuple[Difference, ...]:
    """What a draft would change for a studio of its body's branch if it were in force today (W13).

    Rules of the founding bind those who come after it and so change nothing for a studio that is there.
    """
    held = held_by(versions, draft.body, on=on)
    judged_by = JudgedBy.OWN if draft.body == subject.bodies[0] else JudgedBy.CHAIN
    today = draft if held is None else held
    founding = _at_founding(subject, [*versions, draft], today)
    known = () if held is None else by_version(subject, held, judged_by=judged_by, founding=founding)
    coming = by_version(subject, draft, judged_by=judged_by, founding=founding)
    before, after = {one.key: one for one in known}, {one.key: one for one in coming}
    pairs = ((key, before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after)))
    return tuple(
        Difference(key=key, before=old, after=new)
        for key, old, new in pairs
        if (old and old.result) is not (new and new.result)
    )


def by_any(subject: Subject, version: Version) -> tuple[Judgement, ...]:
    """What judging by any one version would come to, as if it were the standard of the studio's own body (D-02)."""
    founding = _at_founding(subject, [version], version)
    return tuple(by_version(subject, version, judged_by=JudgedBy.OWN, founding=founding))
