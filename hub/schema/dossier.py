"""The dossier of a studio's year before its committee decides, as the graph shows it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from hub.domain.access import Act, Noun
from hub.domain.dossier_facts import Line, Preview
from hub.domain.dossier_holds import HoldKind
from hub.domain.registry_words import FindingResult, MeasureKind
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.sizes import at_most

_MOST_LINES = 200
_MOST_HOLDS = 50

# They are registered as enums of the graph before the types below name them.
described(FindingResult)
described(HoldKind)
described(MeasureKind)


@strawberry.type(description="A line of a dossier before the decision · 考核依据（预览）")
class DossierLine:
    """What a rule asks, what the records show, and whose gap it is where they show nothing."""

    key: str = strawberry.field(description="key of the rule within its version · 键")
    rule: str | None = strawberry.field(description="number of the rule · 规则号")
    clause: str | None = strawberry.field(description="version and clause · 条款")
    source_sentence: str | None = strawberry.field(description="sentence it rests on · 原文")
    result: FindingResult = strawberry.field(description="what it comes to · 结论")
    expected: str = strawberry.field(description="what is asked · 要求")
    found: str = strawberry.field(description="what the records show · 实际")
    missing: str | None = strawberry.field(description="what is missing · 缺口")
    gap_owner: str | None = strawberry.field(description="whose gap it is · 缺口责任方")


@strawberry.type(description="Data that are held up · 未决数据")
class DataHold:
    """While there is one no failure may be found."""

    body: str = strawberry.field(description="body of the system · 所属政协")
    system: str = strawberry.field(description="linked system · 接入系统")
    reason: str = strawberry.field(description="why, in Chinese · 原因")
    reason_en: str = strawberry.field(description="why, in English · 英文原因")
    kind: HoldKind = strawberry.field(description="why the data cannot be relied on · 类别")
    since: date | None = strawberry.field(description="since which day; null where nobody knows · 起始日期")


def _lines(root: Any) -> list[DossierLine]:
    return [_line(one) for one in root.preview.lines]


def _holds(root: Any) -> list[DataHold]:
    holds = root.preview.holds
    return [
        DataHold(
            body=one.body, system=one.source, reason=one.why.zh, reason_en=one.why.en, kind=one.kind, since=one.since
        )
        for one in holds
    ]


@strawberry.type(description="The dossier of a studio's year before the decision · 年度考核依据预览")
class AssessmentDossier:
    """Computed from the records as they stand; nothing is decided by it."""

    preview: strawberry.Private[Preview]
    year: int = strawberry.field(description="which year · 年度")
    failures_if_failed: int = strawberry.field(
        description="failures in a row if the year is not met · 若未达标的连续次数"
    )
    measure_if_failed: MeasureKind | None = strawberry.field(
        description="what would follow from it; null where no standard says so · 若未达标的后果"
    )
    rule_if_failed: str | None = strawberry.field(description="rule it would follow from · 后果所依规则号")
    unassessed_years: list[int] = strawberry.field(
        description="years without assessment, which neither count nor reset · 未考核年度"
    )
    holds: list[DataHold] = strawberry.field(
        resolver=_holds,
        description="data that are held up; while there are any no failure may be found · 未决数据",
        directives=[at_most(_MOST_HOLDS)],
    )
    lines: list[DossierLine] = strawberry.field(
        resolver=_lines, description="its lines · 各项依据", directives=[at_most(_MOST_LINES)]
    )


def dossier_fields() -> dict[str, Any]:
    """The root field of the dossier."""

    async def resolve(root: Any, info: strawberry.Info, studio: Any, year: int) -> AssessmentDossier | None:
        found = await asking(info).dossier(str(studio), year)
        return None if found is None else _shown(found)

    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "studio": Annotated[strawberry.ID, strawberry.argument(description="identifier of the studio · 工作室标识")],
        "year": Annotated[int, strawberry.argument(description="which year · 年度")],
        "return": AssessmentDossier | None,
    }
    text = (
        "the dossier of a studio's year before the decision; null where the caller does not supervise the studio · "
        "年度考核依据预览，非联系指导专委会或本级主管部门为空"
    )
    tags = {"noun": Noun.ASSESSMENT, "act": Act.RECORD}
    return {"assessment_dossier": strawberry.field(resolver=resolve, description=text, metadata=tags)}


def _shown(found: Preview) -> AssessmentDossier:
    return AssessmentDossier(
        preview=found,
        year=found.year,
        failures_if_failed=found.if_failed.failures,
        measure_if_failed=found.if_failed.measure,
        rule_if_failed=found.if_failed.rule,
        unassessed_years=list(found.unassessed),
    )


def _line(one: Line) -> DossierLine:
    return DossierLine(
        key=one.key,
        rule=one.place.rule,
        clause=one.place.clause,
        source_sentence=one.place.sentence,
        result=one.result,
        expected=one.expected,
        found=one.found,
        missing=one.missing,
        gap_owner=one.gap_owner,
    )
