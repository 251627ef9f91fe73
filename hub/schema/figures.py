"""A figure of a report that can be opened: what it states, and each record behind it as far as the caller reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.rollup_lineage import Unseen
from hub.domain.rollup_reconcile import Evidence, evidence_coverage
from hub.domain.rollup_words import FactKind, LineStatus, ReasonCode, ValueKind, VersionStatus
from hub.schema.body import Body
from hub.schema.figure_contributions import field, lineage_field, plain, record_of, source_of, unseen_of
from hub.schema.kinds import described
from hub.schema.node import Node
from hub.schema.provenance import Provenance
from hub.schema.relations import asking
from hub.schema.report import ReportIndicator, ReportPeriod
from hub.schema.reporting import rounded
from hub.schema.rollup import RollupLine, RollupVersion
from hub.store.models import report as reports
from hub.store.models import rollup as rollups
from hub.store.models.base import Base
from hub.store.models.body import Body as BodyModel
from hub.store.plan import Record
from hub.store.rollup_lineage import MOST_DRIFT, Frame, unstored

for _term in (LineStatus, ReasonCode, ValueKind, VersionStatus):
    described(_term)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A line that the caller reads, and where it stands."""

    line: Record
    frame: Frame


@strawberry.type(description="A record that came or went since a figure was accepted · 数字接受后增减的记录")
class DriftedRecord:
    """The record as far as the caller reads it."""

    fact_kind = plain("fact_kind", FactKind, "kind of record · 记录种类")
    record = field(record_of, Node | None, "the record, where the caller reads it · 记录本身，限权限内")
    unseen = field(unseen_of, Unseen | None, "why the record is not shown · 未显示的原因")
    source_record = field(source_of, Provenance | None, "where the record came from · 来源记录", noun=Noun.SOURCE)


def _drifted(name: str, text: str) -> Any:  # a strawberry field
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return [unstored(kind=root["fact_kind"], fact=one) for one in root[name][:MOST_DRIFT]]

    return field(resolve, list[DriftedRecord], f"{text}，最多列 {MOST_DRIFT} 条", most=MOST_DRIFT)


def _of_drift(read: Any, shown: Any, text: str) -> Any:  # a strawberry field
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return read(root)

    return field(resolve, shown, text)


@strawberry.type(description="A difference found in an accepted figure later · 接受后发现的差异")
class FigureDrift:
    """Listed and never applied (I10)."""

    found_on = _of_drift(lambda row: row["found_on"], date, "day of the recomputation · 发现日期")
    computed = _of_drift(lambda row: row["computed"], Decimal, "computed at the watermark · 原计算数")
    recomputed = _of_drift(lambda row: row["recomputed"], Decimal, "computed that day · 重算数")
    added_count = _of_drift(lambda row: len(row["facts_added"]), int, "records that came since · 新增记录数")
    removed_count = _of_drift(lambda row: len(row["facts_removed"]), int, "records that went since · 减少记录数")
    added = _drifted("facts_added", "records that came since · 新增记录")
    removed = _drifted("facts_removed", "records that no longer count · 减少记录")


def _line(name: str, shown: Any, text: str) -> Any:  # a field of the line
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return getattr(root.line, name)

    return field(resolve, shown, text)


def _framed(name: str, shown: Any, text: str) -> Any:  # a field of where the line stands
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return getattr(root.frame, name)

    return field(resolve, shown, text)


def _other(model: type[Base], of: Any, shown: Any, text: str) -> Any:  # a field that is another row
    async def resolve(root: Any, info: strawberry.Info) -> Any:
        return await asking(info).one(model, of(root))

    return field(resolve, shown, text)


def _coverage(root: Any, info: strawberry.Info) -> Decimal | None:
    line = root.line
    if line.computed is None or line.claimed is None or line.value_kind is not ValueKind.NUMBER:
        return None
    share = evidence_coverage([(int(line.claimed), Evidence(computed=int(line.computed)))])
    return None if share is None else rounded(share)


async def _out_of_reach(root: Any, info: strawberry.Info) -> int:
    kind = root.frame.fact_kind
    return 0 if kind is None else await asking(info).figures.unseen(root.line.id, kind)


async def _drift(root: Any, info: strawberry.Info) -> Any:  # rows stand for the type
    kind = root.frame.fact_kind
    rows = () if kind is None else await asking(info).figures.drift(root.line.id)
    return [{**row, "fact_kind": kind} for row in rows]


@strawberry.type(description="A figure of a report, with what it rests on · 汇总数字及其依据")
class Figure:
    """What the unit claims, what the records give, and each of these records; the weights add up to `computed`."""

    line = _other(rollups.RollupLine, lambda root: root.line.id, RollupLine, "the line itself · 数据行")
    value_kind = _line("value_kind", ValueKind, "a number, or why there is none · 数值种类")
    claimed = _line("claimed", Decimal | None, "what the unit states · 上报数")
    computed = _line("computed", Decimal | None, "from the records at the watermark · 计算数")
    pending = _line("pending", Decimal | None, "rows in quarantine that would count · 待处理数")
    late = _line("late", Decimal | None, "from records that came after the watermark · 迟到数")
    net = _line("net", Decimal | None, "each joint activity counted once · 净数")
    gross = _line("gross", Decimal | None, "each party credited · 毛数")
    status = _line("status", LineStatus, "how claimed and computed compare · 核对状态")
    reason_code = _line("reason_code", ReasonCode | None, "why they differ, as the unit says · 差异原因")
    explanation = _line("explanation", str | None, "in the words of the unit · 差异说明")
    first_key = _line("first_key", str, "value of the first dimension, or empty · 第一分组值")
    second_key = _line("second_key", str, "value of the second dimension, or empty · 第二分组值")
    evidence_coverage = field(
        _coverage,
        Decimal | None,
        "share of the claim that records back, 0 to 1; null where nothing is claimed · 依据覆盖率，0 至 1",
    )
    indicator = _other(
        reports.ReportIndicator,
        lambda root: root.frame.indicator_id,
        ReportIndicator | None,
        "indicator with its name and unit · 指标",
    )
    section = _other(
        BodyModel, lambda root: root.line.unit_body_id, Body | None, "own level or county it is about · 分节单位"
    )
    period = _other(reports.ReportPeriod, lambda root: root.frame.period_id, ReportPeriod | None, "period · 期次")
    version = _other(
        rollups.RollupVersion,
        lambda root: root.frame.version_id,
        RollupVersion | None,
        "version, where the caller reads all of it · 版本，限可读全部者",
    )
    version_number = _framed("number", int, "number of the version · 版本号")
    version_status = _framed("status", VersionStatus, "where the version stands · 版本状态")
    lineage = lineage_field(
        "every record behind it, whoever asks; those out of reach are counted and not shown · "
        "全部依据记录；超出权限的计数而不显示"
    )
    not_shown = field(_out_of_reach, int, "how many of these the caller is not shown · 其中未显示的条数")
    drift = field(
        _drift,
        list[FigureDrift],
        "what was found to differ since it was accepted, never applied · 接受后发现的差异，不改动本数",
        most=MOST_DRIFT,
    )


async def opened(info: strawberry.Info, lines: Sequence[str]) -> list[Opened]:
    """Those of some lines that the caller reads, in their order."""
    ask = asking(info)
    found = await asyncio.gather(*(ask.one(rollups.RollupLine, one) for one in lines))
    rows = [row for row in found if row is not None]
    frames = await ask.figures.frames([row.id for row in rows]) if rows else {}
    return [Opened(line=row, frame=frames[row.id]) for row in rows]


async def _figure(root: Any, info: strawberry.Info, id: Any) -> Any:  # an Opened stands for the type
    return next(iter(await opened(info, [str(id)])), None)


def figure_field() -> Any:  # a strawberry field
    """The root field; null for a line that the caller does not read."""
    _figure.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "id": Annotated[strawberry.ID, strawberry.argument(description="identifier of a line · 数据行标识")],
        "return": Figure | None,
    }
    return strawberry.field(
        resolver=_figure,
        description="a figure of a report, opened to the records behind it · 打开汇总数字，直至每条依据记录",
        metadata={"noun": Noun.ROLLUP},
    )
