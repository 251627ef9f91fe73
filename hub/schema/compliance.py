"""How studios stand by the standards: across cities each by its own (Q-40), or all by one version (D-02)."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry.federation.schema_directives import ListSize

from hub.domain.access import Noun
from hub.domain.compliance import Standing
from hub.domain.compliance_facts import Judgement
from hub.domain.registry_words import FindingResult, JudgedBy
from hub.domain.standard_words import Strength, StructureKind
from hub.schema.body import Body
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.sizes import at_most
from hub.schema.standard import Rulebook, StructureRule
from hub.schema.standard import Standard as NamedStandard
from hub.schema.studio import Studio
from hub.store.findings_read import MOST_GROUPS, MOST_STUDIOS, ComplianceBy, ComplianceRead, Trial
from hub.store.models import body as bodies
from hub.store.models import standard as standards
from hub.store.models import studio as studios
from hub.store.models.base import Base
from hub.store.plan import Record

_MOST_FINDINGS = 20  # of one studio, as costs reckon with them: most rules are met, and a page is asked for what is not
_BROKEN = (FindingResult.VIOLATED, FindingResult.EXCEPTION, FindingResult.WARNING)

for _term in (ComplianceBy, FindingResult, JudgedBy, Standing, Strength, StructureKind):
    described(_term)


def _row(model: type[Base], column: str, shown: Any, text: str) -> Any:  # a strawberry field
    """The row that a column of ours names, when the caller may see it."""

    async def resolve(root: Any, info: strawberry.Info) -> Record | None:
        return await asking(info).one(model, getattr(root, column))

    resolve.__annotations__ = {"root": Any, "info": strawberry.Info, "return": shown | None}
    tags = {"noun": model.access.noun if model.access is not None else None}
    return strawberry.field(resolver=resolve, description=text, metadata=tags)


def _number(word: Standing) -> Any:  # a strawberry field
    def resolve(root: Any) -> int:
        return int(root.studios.get(word, 0))

    return strawberry.field(resolver=resolve, description=f"studios: {word.title_en} · {word.title_zh}的工作室数")


@strawberry.type(description="How the studios of a body or city stand by one standard · 达标统计")
class ComplianceTotal:
    """The worst finding decides how a studio stands, so that the numbers of the five add up to those judged."""

    body: Body | None = _row(bodies.Body, "body_id", Body, "owner of the studios, or its city · 归属政协或市")

    standard_of: Body | None = _row(bodies.Body, "standard_of_id", Body, "whose standard it is · 所依标准的政协")

    judged: int = strawberry.field(description="studios judged · 判定的工作室数")
    met: int = _number(Standing.MET)
    unknown: int = _number(Standing.UNKNOWN)
    warned: int = _number(Standing.WARNED)
    excepted: int = _number(Standing.EXCEPTED)
    violated: int = _number(Standing.VIOLATED)


@strawberry.type(description="Totals of compliance · 达标统计")
class ComplianceTotals:
    """The groups in the order of the reporting tree."""

    groups: list[ComplianceTotal] = strawberry.field(description="by body or city, and by standard · 各组")


@strawberry.type(description="What judging by one rule would come to; nothing is kept · 试判结论")
class TrialFinding:
    """A live counterpart of a finding."""

    kind: StructureKind | None = strawberry.field(description="kind of rule; null for a named standard · 规则种类")
    rule: str | None = strawberry.field(description="number of the rule (R-…) · 规则号")
    strength: Strength | None = strawberry.field(description="strength of the wording · 约束力")
    result: FindingResult = strawberry.field(description="what it would come to · 结论")
    expected: str = strawberry.field(description="what is asked, in Chinese · 要求")
    expected_en: str = strawberry.field(description="what is asked, in English · 要求（英文）")
    found: str = strawberry.field(description="what the records show, in Chinese · 实际")
    found_en: str = strawberry.field(description="what the records show, in English · 实际（英文）")
    rule_id: strawberry.Private[str | None]
    standard_id: strawberry.Private[str | None]

    structure_rule: StructureRule | None = _row(
        standards.StructureRule, "rule_id", StructureRule, "rule of structure · 结构规则"
    )

    standard: NamedStandard | None = _row(standards.Standard, "standard_id", NamedStandard, "named standard · 建设标准")


@strawberry.type(description="How one studio would stand · 试判的工作室")
class TrialStudio:
    """A studio with what judging it would come to."""

    standing: Standing | None = strawberry.field(
        description="how it would stand; null where nothing binds it · 达标情况"
    )
    findings: list[TrialFinding] = strawberry.field(
        description="what was asked for of each studio · 各条结论", directives=[at_most(_MOST_FINDINGS)]
    )
    studio_id: strawberry.Private[str]

    studio: Studio | None = _row(studios.Studio, "studio_id", Studio, "which studio · 工作室")


@strawberry.type(description="Studios of a branch judged by one version, whosever it is · 按指定标准试判")
class ComplianceTrial:
    """Nothing is kept: findings that count are those by the studio's own chain of bodies."""

    studios: list[TrialStudio] = strawberry.field(
        description=f"the living studios of the branch, {MOST_STUDIOS} at most · 存续的工作室"
    )
    rulebook_id: strawberry.Private[str]

    rulebook: Rulebook | None = _row(standards.Rulebook, "rulebook_id", Rulebook, "version judged by · 标准版本")


def compliance_fields() -> dict[str, Any]:
    """The root fields of compliance."""
    return {"compliance_totals": _totals_field(), "compliance_trial": _trial_field()}


def _totals_field() -> Any:  # a strawberry field
    return strawberry.field(
        resolver=_totals,
        description="how studios within reach stand, each by its own body's standard or by those above · "
        "权限内工作室的达标统计，各按本级标准或上级标准",
        metadata={"noun": Noun.FINDING},
        directives=[_sized(MOST_GROUPS, "groups")],
    )


def _trial_field() -> Any:  # a strawberry field
    return strawberry.field(
        resolver=_trial,
        description="how the studios of a branch would stand by any one version; null where there is no such version · "
        "按指定标准版本试判某政协及下级的工作室，不留存",
        metadata={"noun": Noun.FINDING},
        directives=[_sized(MOST_STUDIOS, "studios")],
    )


def _sized(most: int, name: str) -> ListSize:
    return ListSize(assumed_size=most, slicing_arguments=[], sized_fields=[name], require_one_slicing_argument=False)


_WITHIN = strawberry.argument(description="code of the body at the top of the branch · 组织代码")


async def _totals(
    info: strawberry.Info,
    by: Annotated[ComplianceBy, strawberry.argument(description="told together by · 分组依据")] = ComplianceBy.CITY,
    judged_by: Annotated[JudgedBy, strawberry.argument(description="whose standard · 所依标准")] = JudgedBy.OWN,
    within: Annotated[str | None, _WITHIN] = strawberry.UNSET,
) -> ComplianceTotals:
    found: Any = await asking(info).compliance(ComplianceRead(by=by, judged_by=judged_by, within=within or None))
    return ComplianceTotals(groups=found)


async def _trial(
    info: strawberry.Info,
    rulebook: Annotated[strawberry.ID, strawberry.argument(description="version to judge by · 标准版本标识")],
    within: Annotated[str, _WITHIN],
    results: Annotated[
        list[FindingResult] | None,
        strawberry.argument(description="which findings are told; what is not met unless said · 列出哪些结论"),
    ] = strawberry.UNSET,
) -> ComplianceTrial | None:
    found = await asking(info).compliance_trial(str(rulebook), within=within)
    if found is None:
        return None
    version, trials = found
    wanted = frozenset(results or _BROKEN)
    return ComplianceTrial(rulebook_id=version.id, studios=[_studio(one, wanted) for one in trials])


def _studio(trial: Trial, wanted: frozenset[FindingResult]) -> TrialStudio:
    told = [_finding(one) for one in trial.judgements if one.result in wanted]
    return TrialStudio(studio_id=trial.studio_id, standing=trial.standing, findings=told)


def _finding(one: Judgement) -> TrialFinding:
    rule = one.rule
    return TrialFinding(
        kind=None if rule is None else rule.kind,
        rule=None if rule is None else rule.number,
        strength=None if rule is None else rule.strength,
        result=one.result,
        expected=one.expected.zh,
        expected_en=one.expected.en,
        found=one.found.zh,
        found_en=one.found.en,
        rule_id=None if rule is None else rule.id,
        standard_id=one.standard,
    )
