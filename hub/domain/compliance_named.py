"""Named standards such as “六个有”: each item is looked for in what is known of the studio.

An item whose wording is not read here, or of which nothing is on record, is unknown, and then so is the standard:
never met (A-31). Where the body's own rules speak of the same thing, the item is what they came to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hub.domain.compliance_facts import Judgement, Named, Subject, Version
from hub.domain.registry_words import FindingResult, JudgedBy
from hub.domain.standard_words import StructureKind
from hub.domain.term import Title

_KIND = StructureKind
# Items by their wording: the kinds of rules that speak of the same thing.
_RULED: Mapping[str, tuple[StructureKind, ...]] = {
    "规范名称": (_KIND.NAMING,),
    "队伍要求": (_KIND.ROSTER_SIZE, _KIND.STUDIOS_PER_MEMBER, _KIND.CONVENERS, _KIND.LIAISONS),
    "活动场所": (_KIND.VENUE, _KIND.PLAQUE, _KIND.WALL_ITEMS),
    "固定场所": (_KIND.VENUE,),
    "管理主体": (_KIND.MANAGING_DEPARTMENT, _KIND.GUIDING_COMMITTEE),
    "工作制度": (_KIND.WORK_SYSTEMS,),
    "工作计划": (_KIND.ANNUAL_PLAN,),
    "工作特色": (_KIND.BRAND,),
    "名称标识": (_KIND.PLAQUE,),
    "标识牌": (_KIND.PLAQUE,),
    "统一标识": (_KIND.PLAQUE,),
}
_BROKEN = (FindingResult.VIOLATED, FindingResult.EXCEPTION, FindingResult.WARNING)


def _filled(given: str | None) -> bool | None:
    return None if given is None else bool(given)


def _some(count: int | None) -> bool | None:
    return None if count is None else count > 0


def _listed(given: tuple[str, ...] | None) -> bool | None:
    return None if given is None else bool(given)


# Items by their wording: whether the studio's own record shows them.
_SHOWN: Mapping[str, Callable[[Subject], bool | None]] = {
    "名称标识": lambda studio: studio.facts.has_plaque,
    "标识牌": lambda studio: studio.facts.has_plaque,
    "统一标识": lambda studio: studio.facts.has_plaque,
    "负责人员": lambda studio: _some(studio.heads),
    "固定场所": lambda studio: studio.facts.has_venue,
    "管理制度": lambda studio: _listed(studio.facts.work_systems),
    "制度": lambda studio: _listed(studio.facts.work_systems),
    "工作计划": lambda studio: studio.facts.has_annual_plan,
    "人员队伍": lambda studio: _some(studio.facts.residents),
    "委员队伍": lambda studio: _some(studio.facts.residents),
    "工作总结": lambda studio: studio.summary_sent,
    "履职清单": lambda studio: _filled(studio.duty_list),
    "履职安排": lambda studio: _filled(studio.duty_plan),
}


def by_standard(subject: Subject, version: Version, named: Named, ruled: Iterable[Judgement]) -> Judgement:
    """What judging by a named standard of the studio's own body comes to, once its rules have been judged."""
    results = [(one.rule.kind, one.result) for one in ruled if one.rule is not None]
    held = {item: _item(subject, item, results) for item in named.items}
    missing = [item for item, there in held.items() if there is False]
    unknown = [item for item, there in held.items() if there is None]
    unsure = FindingResult.UNKNOWN if unknown or not held else FindingResult.MET
    return Judgement(
        version=version.id,
        key=named.label,
        rule=None,
        standard=named.id,
        judged_by=JudgedBy.OWN,
        result=FindingResult.VIOLATED if missing else unsure,
        expected=_asked(named),
        found=_found(held, missing, unknown),
    )


def _item(subject: Subject, item: str, results: Iterable[tuple[StructureKind, FindingResult]]) -> bool | None:
    kinds = _RULED.get(item, ())
    told = [result for kind, result in results if kind in kinds and result is not FindingResult.NOT_APPLICABLE]
    if any(result in _BROKEN for result in told):
        return False
    if told:
        return None if FindingResult.UNKNOWN in told else True
    shown = _SHOWN.get(item)
    return None if shown is None else shown(subject)


def _asked(named: Named) -> Title:
    if named.items:
        listed = "、".join(named.items)
        return Title(f"“{named.label}”：{listed}", f"“{named.label}”: {listed}")
    count = "" if named.declared is None else f"{named.declared} 项，"
    number = "" if named.declared is None else f"{named.declared} items, "
    return Title(f"“{named.label}”（{count}文件未列明）", f"“{named.label}” ({number}not enumerated in the documents)")


def _found(held: Mapping[str, bool | None], missing: list[str], unknown: list[str]) -> Title:
    if not held:
        return Title("条目不明，不作判定", "its items are not known, so nothing is judged")
    there = "、".join(item for item, shown in held.items() if shown)
    zh = [("有", there), ("缺", "、".join(missing)), ("未记录", "、".join(unknown))]
    en = [("there", there), ("missing", "、".join(missing)), ("not on record", "、".join(unknown))]
    return Title(
        "；".join(f"{what}：{items}" for what, items in zh if items),
        "; ".join(f"{what}: {items}" for what, items in en if items),
    )
