"""How each kind of rule of structure is looked at: kept, not kept, or unknown where the facts do not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hub.domain.standard_words import StructureKind
from hub.domain.structure_facts import Rule, StudioFacts
from hub.domain.term import Title
from hub.domain.words import Mode, StudioType


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Whether a rule is kept (None where nobody knows), what it asks and what there is."""

    kept: bool | None
    expected: Title
    found: Title


Check = Callable[[Rule, StudioFacts], Seen]

_UNKNOWN = Title("未记录", "not on record")
_NONE = Title("无", "none")


def _number(rule: Rule, count: int | None, *, what: Title) -> Seen:
    """A count within the limits of the rule."""
    least, most = rule.minimum, rule.maximum
    kept = None if count is None else (least is None or count >= least) and (most is None or count <= most)
    found = _UNKNOWN if count is None else Title(f"{what.zh}{count}", f"{count} {what.en}")
    return Seen(kept=kept, expected=_limits(least, most, what), found=found)


def _limits(least: int | None, most: int | None, what: Title) -> Title:
    if least is not None and least == most:
        return Title(f"{what.zh}{least}", f"exactly {least} {what.en}")
    zh = "、".join(([] if least is None else [f"不少于{least}"]) + ([] if most is None else [f"不超过{most}"]))
    en = ", ".join(([] if least is None else [f"at least {least}"]) + ([] if most is None else [f"at most {most}"]))
    return Title(f"{what.zh}{zh}", f"{en} {what.en}")


def _there(known: bool | None, *, what: Title) -> Seen:
    """Something that has to be there."""
    found = _UNKNOWN if known is None else Title("有", "there is") if known else _NONE
    return Seen(kept=known, expected=Title(f"有{what.zh}", f"there is: {what.en}"), found=found)


def _text(given: str | None, *, what: Title) -> Seen:
    """A text that has to be filled."""
    if not given:
        return _there(None if given is None else False, what=what)
    return Seen(kept=True, expected=Title(f"有{what.zh}", f"there is: {what.en}"), found=Title(given, given))


def _items(rule: Rule, held: tuple[str, ...] | None, *, shortened: bool = True) -> Seen:
    """Enough of the items of a rule, all where it names no number; a record may word an item shorter or longer."""
    needed = len(rule.items) if rule.minimum is None else min(rule.minimum, len(rule.items))
    asked = "、".join(rule.items)
    expected = Title(
        asked if needed == len(rule.items) else f"{asked}中至少{needed}项",
        f"all of: {asked}" if needed == len(rule.items) else f"at least {needed} of: {asked}",
    )
    if held is None:
        return Seen(kept=None, expected=expected, found=_UNKNOWN)
    present = [item for item in rule.items if any(item in one or (shortened and one in item) for one in held if one)]
    shown = "、".join(held)
    kept = len(present) >= needed and bool(rule.items or held)
    return Seen(kept=kept, expected=expected, found=Title(shown, shown) if held else _NONE)


def _types(rule: Rule, facts: StudioFacts) -> Seen:
    asked = "、".join(rule.items)
    return Seen(
        kept=facts.type.value in rule.items,
        expected=Title(f"类型属于{asked}", f"its type is one of: {asked}"),
        found=facts.type.titles,
    )


def _naming(rule: Rule, facts: StudioFacts) -> Seen:
    ending = next(iter(rule.items), "")
    bases = facts.name_bases
    known = "、".join(bases or ())
    expected = Title(
        f"以{known or '行政区划、基层组织、界别或行业组织的名称'}开头，以{ending}结尾",
        f"begins with {known or 'the name of its area, sector or industry'} and ends in {ending}",
    )
    found = Title(facts.name, facts.name)
    if not facts.name.endswith(ending):
        return Seen(kept=False, expected=expected, found=found)
    if bases is None:
        return Seen(kept=None, expected=expected, found=found)
    return Seen(kept=named_by_rule(facts.name, ending, bases, facts.brand_element), expected=expected, found=found)


def named_by_rule(name: str, ending: str, bases: tuple[str, ...], brand: str | None) -> bool:
    """Whether a name is a base and the ending; a brand element may stand anywhere in addition (R-23)."""
    kernel = name.replace(brand, "", 1) if brand else name
    kernel = kernel.removesuffix(ending).strip('“”"·—- （）()')
    # Sectors that found a studio jointly are named together.
    rest = kernel
    for base in sorted((one for one in bases if one), key=len, reverse=True):
        rest = rest.replace(base, "", 1)
    return bool(kernel) and not rest.strip("、和与")


def _bases(rule: Rule, facts: StudioFacts) -> Seen:
    asked = "、".join(rule.items)
    expected = Title(f"以{asked}{'等' if rule.items_open else ''}为依托", f"rests on one of: {asked}")
    if facts.area is None and facts.based_on is None:
        return Seen(kept=None, expected=expected, found=_UNKNOWN)
    held = facts.based_on or facts.area or ""
    return Seen(kept=bool(held), expected=expected, found=Title(held, held) if held else _NONE)


def _excluded(rule: Rule, facts: StudioFacts) -> Seen:
    asked = "、".join(rule.items)
    code = facts.division_code
    return Seen(
        kept=None if code is None else code not in rule.items,
        expected=Title(f"不在{asked}", f"not in {asked}"),
        found=_UNKNOWN if code is None else Title(code, code),
    )


def _conveners(rule: Rule, facts: StudioFacts) -> Seen:
    seen = _number(rule, facts.conveners, what=Title("召集人数", "conveners"))
    if seen.kept and facts.conveners_on_roster is False:
        found = Title(f"{seen.found.zh}，有人不是驻室委员", f"{seen.found.en}, not all of them residents")
        return Seen(kept=False, expected=seen.expected, found=found)
    return seen


def _convener_post(rule: Rule, facts: StudioFacts) -> Seen:
    # The rule says whose chair in general (当地); a record names the place, and a form that does is taken at its word.
    posts = tuple(item.removeprefix("当地") for item in rule.items)
    seen = _items(Rule(kind=rule.kind, strength=rule.strength, minimum=1, items=posts), facts.convener_posts)
    asked = "、".join(rule.items)
    kept = seen.kept if facts.convened_by_local_chair is None else facts.convened_by_local_chair
    return Seen(kept=kept, expected=Title(f"召集人为{asked}", f"a convener is {asked}"), found=seen.found)


def _personal(rule: Rule, facts: StudioFacts) -> Seen:
    known = True if facts.type is StudioType.PERSONAL else facts.named_after_member
    most = rule.maximum or 0
    return Seen(
        kept=None if known is None else not known or most > 0,
        expected=Title("不再新设以委员个人名义命名的工作室", "no new studio named after a member"),
        found=_UNKNOWN if known is None else Title("以个人名义命名", "person-named") if known else _NONE,
    )


def _brand_in_name(rule: Rule, facts: StudioFacts) -> Seen:
    element = facts.brand_element
    found = _NONE if not element else Title(element, element)
    expected = Title("可以加入特色命名元素", "a brand element may join the name")
    return Seen(kept=not element or element in facts.name, expected=expected, found=found)


def _guided(rule: Rule, facts: StudioFacts) -> Seen:
    if not rule.levels:
        return _there(facts.has_guiding_committee, what=Title("联系指导的专门委员会", "a guiding committee"))
    what = Title("召集人所在专门委员会的指导", "guidance by the convener's committee")
    return _there(facts.guided_by_conveners_committee, what=what)


def _managed(rule: Rule, facts: StudioFacts) -> Seen:
    if rule.items and facts.managing_department:
        return _items(rule, (facts.managing_department,))
    return _text(facts.managing_department, what=Title("主管部门", "a managing department"))


def _party_unit(rule: Rule, facts: StudioFacts) -> Seen:
    held = facts.party_units
    # A functional branch is a branch; a branch is not a functional one.
    return _items(rule, None if held is None else tuple(one.value for one in held), shortened=False)


def _offline_first(rule: Rule, facts: StudioFacts) -> Seen:
    expected = Title("线下工作室方可入驻线上", "only an offline studio goes online")
    found = _UNKNOWN if facts.mode is None else facts.mode.titles
    if facts.mode is None:
        return Seen(kept=None, expected=expected, found=found)
    return Seen(kept=facts.mode is Mode.OFFLINE or facts.founded_offline, expected=expected, found=found)


def _platforms(rule: Rule, facts: StudioFacts) -> Seen:
    if facts.platforms == ():
        return Seen(kept=True, expected=Title("、".join(rule.items), "、".join(rule.items)), found=_NONE)
    one_of = Rule(kind=rule.kind, strength=rule.strength, minimum=1, items=rule.items)
    return _items(one_of, facts.platforms)


def _stands(rule: Rule, facts: StudioFacts) -> Seen:
    """A permission: it is kept whatever is done with it."""
    return Seen(kept=True, expected=rule.kind.titles, found=Title("可以", "allowed"))


def _never_known(rule: Rule, facts: StudioFacts) -> Seen:
    """Something that is asked and that no record tells of."""
    return Seen(kept=None, expected=rule.kind.titles, found=_UNKNOWN)


CHECKS: Mapping[StructureKind, Check] = {
    StructureKind.STUDIO_TYPES: _types,
    StructureKind.EXCLUDED_AREA: _excluded,
    StructureKind.REGIONAL_BASES: _bases,
    StructureKind.PARTY_UNIT: _party_unit,
    StructureKind.BRAND: lambda rule, facts: _text(facts.brand, what=Title("品牌", "a brand")),
    StructureKind.NAMING: _naming,
    StructureKind.BRAND_IN_NAME: _brand_in_name,
    StructureKind.JOINT_SECTOR: _stands,
    StructureKind.ROSTER_SIZE: lambda rule, facts: _number(
        rule, facts.residents, what=Title("驻室委员人数", "residents")
    ),
    StructureKind.STABLE_ROSTER: _never_known,
    StructureKind.STUDIOS_PER_MEMBER: lambda rule, facts: _number(
        rule, facts.most_studios_of_a_member, what=Title("一名委员参加的同级工作室数", "studios of one member")
    ),
    StructureKind.CONVENERS: _conveners,
    StructureKind.CONVENER_POST: _convener_post,
    StructureKind.LIAISONS: lambda rule, facts: _number(rule, facts.liaisons, what=Title("联络员人数", "liaisons")),
    StructureKind.LOWER_LEVEL_MEMBERS: _stands,
    StructureKind.VENUE: lambda rule, facts: _there(facts.has_venue, what=Title("固定场地", "a fixed venue")),
    StructureKind.APPLICANT_ROOM: lambda rule, facts: _there(
        facts.has_own_room, what=Title("申请人提供的独立工作室", "a room that the applicant offers")
    ),
    StructureKind.PLAQUE: lambda rule, facts: _there(facts.has_plaque, what=Title("名称标牌", "a name plate")),
    StructureKind.WALL_ITEMS: lambda rule, facts: _items(rule, facts.wall_items),
    StructureKind.MANAGING_DEPARTMENT: _managed,
    StructureKind.GUIDING_COMMITTEE: _guided,
    StructureKind.WORK_SYSTEMS: lambda rule, facts: _items(rule, facts.work_systems),
    StructureKind.LEDGER: lambda rule, facts: _items(rule, facts.ledger_items),
    StructureKind.ANNUAL_PLAN: lambda rule, facts: _there(
        facts.has_annual_plan, what=Title("年度工作计划", "a plan for the year")
    ),
    StructureKind.STUDY_BEFORE_ACTIVITY: _never_known,
    StructureKind.PUBLISHED_FIELDS: lambda rule, facts: _items(rule, facts.published_fields),
    StructureKind.PUBLICATION_CHANNELS: lambda rule, facts: _items(rule, facts.publication_channels),
    StructureKind.REGIONAL_PER_AREA: lambda rule, facts: _number(
        rule,
        facts.regional_in_area,
        what=Title("同一地域同级区域工作室数", "regional studios of this level in its area"),
    ),
    StructureKind.ONLINE_AFTER_OFFLINE: _offline_first,
    StructureKind.ONLINE_PLATFORMS: _platforms,
    StructureKind.NEW_PERSONAL_STUDIOS: _personal,
}
"""The kinds that a studio's own make-up answers; the other kinds bind bodies, opinions and assessments."""
