"""What an application needs before it goes on its way: a chain, complete papers, and rules of structure that hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hub.domain.application import StudioPlan
from hub.domain.command import Refusal, needed
from hub.domain.registry_words import ApplicantKind, ApplicationKind, FindingResult
from hub.domain.standard_words import ApprovalStep, StructureKind
from hub.domain.structure import judged
from hub.domain.structure_facts import Rule, StudioFacts
from hub.domain.words import Mode, ResidencyRole, StudioStatus, StudioType

AT_FOUNDING = frozenset(
    {
        StructureKind.STUDIO_TYPES,
        StructureKind.EXCLUDED_AREA,
        StructureKind.NAMING,
        StructureKind.ROSTER_SIZE,
        StructureKind.CONVENERS,
        StructureKind.CONVENER_POST,
        StructureKind.LIAISONS,
        StructureKind.STUDIOS_PER_MEMBER,
        StructureKind.REGIONAL_PER_AREA,
        StructureKind.NEW_PERSONAL_STUDIOS,
        StructureKind.VENUE,
        StructureKind.APPLICANT_ROOM,
        StructureKind.ONLINE_AFTER_OFFLINE,
    }
)
"""The rules that the papers of an application can already be judged by."""

AT_CONVERSION = frozenset(
    {
        StructureKind.STUDIO_TYPES,
        StructureKind.NAMING,
        StructureKind.REGIONAL_PER_AREA,
        StructureKind.NEW_PERSONAL_STUDIOS,
    }
)
"""The rules that another type and another name touch."""

ANYBODY = "申请人"
"""How a chain words that whoever applies may start it (S2:98)."""

INITIATOR = "发起人"
"""How a chain words that a member founds a studio with others (S0:21)."""

OFFLINE_STUDIO = "线下委员工作室"
"""How a chain words that a studio at work starts it (S3:151)."""


@dataclass(frozen=True, kw_only=True)
class Chain:
    """An approval chain of a body's standards."""

    id: str
    rulebook_id: str
    rule: str | None
    types: tuple[str, ...]
    mode: Mode
    applicants: tuple[str, ...]
    steps: tuple[ApprovalStep, ...]


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """What is asked of a studio that would go online or turn into another type."""

    status: StudioStatus
    mode: Mode
    type: StudioType
    conveners: int
    is_living: bool


def chain_for(
    chains: Iterable[Chain], *, kind: ApplicationKind, type: StudioType, mode: Mode, applicant: ApplicantKind
) -> Chain | Refusal:
    """The chain of the nearest standards that have one for this type, mode and applicant; chains come nearest first."""
    online = kind is ApplicationKind.GO_ONLINE
    starters = {OFFLINE_STUDIO} if online else _starters(applicant)
    fitting = [one for one in chains if (not one.types or type.value in one.types) and starters & set(one.applicants)]
    wanted = Mode.ONLINE if online else mode
    exact = [one for one in fitting if one.mode in (wanted, Mode.BOTH)]
    # A chain for a new studio that speaks of offline ones only stands for any: no document gives another.
    found = exact or ([] if online else fitting)
    return found[0] if found else _no_chain(kind, type)


def _starters(applicant: ApplicantKind) -> set[str]:
    words = {applicant.title_zh, ANYBODY}
    return words | {INITIATOR} if applicant is ApplicantKind.MEMBER_TEAM else words


def _no_chain(kind: ApplicationKind, type: StudioType) -> Refusal:
    return Refusal(
        code="NO_CHAIN",
        zh=f"现行标准没有{type.title_zh}{kind.title_zh}的审批程序，请先在标准中补充",
        en=f"the standards in force have no approval chain for {kind.title_en} of this type; add one to them first",
        at="input.plan.type",
        rule="R-01",
    )


def rules_in_force(books: Sequence[Sequence[Rule]]) -> list[Rule]:
    """The rules that bind a body: each kind from the nearest standards that have it; standards come nearest first."""
    found: dict[StructureKind, list[Rule]] = {}
    for book in books:
        kinds = {rule.kind for rule in book} - found.keys()
        for rule in book:
            if rule.kind in kinds:
                found.setdefault(rule.kind, []).append(rule)
    return [rule for rules in found.values() for rule in rules]


def missing_paper(rules: Iterable[Rule], plan: StudioPlan) -> Refusal | None:
    """The first paper that the standards ask for and the application has not (R-71)."""
    for rule in rules:
        if rule.kind is not StructureKind.APPLICATION_PAPERS:
            continue
        for item in rule.items:
            paper = _PAPERS.get(item)
            if paper is not None and not paper.there(plan):
                return needed(item, paper.en, at=f"input.plan.{paper.at}", rule=rule.number)
    return None


@dataclass(frozen=True, kw_only=True)
class _Paper:
    """A paper as the guidance words it, and where it stands in the plan."""

    en: str
    at: str
    there: Callable[[StudioPlan], bool]


def _has(plan: StudioPlan, *roles: ResidencyRole) -> bool:
    return all(any(one.role is role for one in plan.people) for role in roles)


_PAPERS: Mapping[str, _Paper] = {
    "委员工作室名称": _Paper(en="the name of the studio", at="name", there=lambda plan: bool(plan.name.strip())),
    "参与委员名单": _Paper(
        en="the list of members", at="people", there=lambda plan: _has(plan, ResidencyRole.RESIDENT)
    ),
    "工作室召集人和联络员": _Paper(
        en="the convener and the liaison",
        at="people",
        there=lambda plan: _has(plan, ResidencyRole.CONVENER, ResidencyRole.LIAISON),
    ),
    "主要职能": _Paper(en="the main functions", at="functions", there=lambda plan: bool(plan.functions)),
    "工作安排": _Paper(en="the work arrangement", at="workArrangement", there=lambda plan: bool(plan.work_arrangement)),
    "申请表": _Paper(en="the signatures on the form", at="applicants", there=lambda plan: bool(plan.applicants)),
}


def binding(rules: Iterable[Rule], facts: StudioFacts, *, kinds: frozenset[StructureKind]) -> list[Rule]:
    """The rules by which an application is judged, the one on person-named studios first."""
    held = [rule for rule in rules if rule.kind in kinds]
    personal = [rule for rule in held if rule.kind is StructureKind.NEW_PERSONAL_STUDIOS]
    if facts.type is StudioType.PERSONAL and personal:
        # The rule on person-named studios knows exceptions; the list of types, which is general, gives way to it.
        held = [rule for rule in held if rule.kind is not StructureKind.STUDIO_TYPES]
    return sorted(held, key=lambda one: one.kind is not StructureKind.NEW_PERSONAL_STUDIOS)


def founding_refusal(
    rules: Iterable[Rule],
    facts: StudioFacts,
    *,
    reason: str | None,
    all_members_excused: bool,
    kinds: frozenset[StructureKind] = AT_FOUNDING,
) -> Refusal | None:
    """The first rule that hinders a new studio: what must be, and what is so in principle without a reason.

    A reason of the application excuses every rule in principle; reasons of all the members who sit in several
    studios excuse that they do. What is general or encouraged hinders nothing.
    """
    for rule in binding(rules, facts, kinds=kinds):
        one = judged(rule, facts)
        if one.result is FindingResult.VIOLATED:
            return Refusal(
                code="RULE_VIOLATED",
                zh=f"{rule.kind.title_zh}不符合要求：应{one.expected.zh}；实际：{one.found.zh}",
                en=f"{rule.kind.title_en}: asked is {one.expected.en}; found: {one.found.en}",
                at=_AT.get(rule.kind, "input.plan"),
                rule=rule.number,
            )
        excused = rule.kind is StructureKind.STUDIOS_PER_MEMBER and all_members_excused
        if one.result is FindingResult.EXCEPTION and not reason and not excused:
            return Refusal(
                code="EXCEPTION_REASON_NEEDED",
                zh=f"原则上应{one.expected.zh}；实际：{one.found.zh}。如确需例外，请填写例外理由",
                en=f"in principle: {one.expected.en}; found: {one.found.en}; an exception needs its reason",
                at="input.plan.exceptionReason",
                rule=rule.number,
            )
    return None


_AT = {
    StructureKind.STUDIO_TYPES: "input.plan.type",
    StructureKind.NAMING: "input.plan.name",
    StructureKind.VENUE: "input.plan.venueAddress",
    StructureKind.APPLICANT_ROOM: "input.plan.venueAddress",
    StructureKind.ONLINE_AFTER_OFFLINE: "input.plan.mode",
    StructureKind.ROSTER_SIZE: "input.plan.people",
    StructureKind.CONVENERS: "input.plan.people",
    StructureKind.LIAISONS: "input.plan.people",
}


def online_refusal(facts: AtWork, *, platform: str | None) -> Refusal | None:
    """Whether a studio may apply to go online: it works offline and has its convener (R-76)."""
    if not facts.is_living:
        return _cannot("已终止或摘牌的工作室不能申请入驻线上", "a studio that has ended does not go online")
    if facts.mode is not Mode.OFFLINE:
        return _cannot("只有线下委员工作室可以申请入驻线上", "only an offline studio applies to go online")
    if facts.conveners == 0:
        return _cannot("请先产生召集人，再申请入驻线上", "a studio has its convener before it goes online")
    if not platform:
        return needed("拟入驻平台", "the platform it would enter", at="input.plan.platform", rule="R-76")
    return None


def _cannot(zh: str, en: str) -> Refusal:
    return Refusal(code="CANNOT_GO_ONLINE", zh=zh, en=en, at="input.studioId", rule="R-76")


def conversion_refusal(facts: AtWork, *, type: StudioType) -> Refusal | None:
    """Whether a studio may apply to turn into this type (R-121)."""
    zh, en = "", ""
    if not facts.is_living:
        zh, en = "已终止或摘牌的工作室不能转类", "a studio that has ended is not converted"
    elif facts.type is type:
        zh, en = "工作室已是该类型，请选择其他类型", "it is of this type already; choose another one"
    if not zh:
        return None
    return Refusal(code="CANNOT_CONVERT", zh=zh, en=en, at="input.plan.type", rule="R-121")
