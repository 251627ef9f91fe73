"""“Where is my record?” in the graph: what became of a row under the key that its own system gave it (§3.8)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun, Sensitivity
from hub.domain.rollup_lineage import TraceState
from hub.domain.row_outcome import RowOutcome
from hub.domain.term import Title
from hub.domain.words import QuarantineStage, QuarantineStatus
from hub.schema.figure_contributions import field
from hub.schema.figures import Figure, opened
from hub.schema.kinds import described
from hub.schema.node import Node
from hub.schema.provenance import Provenance, provenance_of
from hub.schema.relations import asking
from hub.schema.source import QuarantinedRow, SyncRun
from hub.store.models import source as sources
from hub.store.models.base import Base, Meaning
from hub.store.rollup_where import MOST_ROWS, Linked

for _term in (TraceState, RowOutcome, QuarantineStage, QuarantineStatus):
    described(_term)

_MOST_LINKS = 20


def _of(name: str, shown: Any, text: str) -> Any:  # a field of a row's own column
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return root[name]

    return field(resolve, shown, text)


def _row(model: type[Base], name: str, shown: Any, text: str, noun: Noun) -> Any:  # a field that is another row
    async def resolve(root: Any, info: strawberry.Info) -> Any:
        return await asking(info).one(model, root[name])

    return field(resolve, shown, text, noun=noun)


@strawberry.type(description="A content that was received under the key · 按该编号接收的一次内容")
class LandedRow:
    """What was landed and what applying it came to; the content itself stays where it is."""

    stream = _of("stream", str, "stream of the source · 数据流")
    landed_at = _of("landed_at", datetime, "when it was landed · 接收时间")
    content_hash = _of("content_hash", str, "SHA-256 of the content · 内容摘要")
    deleted = _of("deleted", bool, "the source says it is gone · 来源称已删除")
    outcome = _of("outcome", RowOutcome | None, "what applying it came to; null while it waits · 入库结果")
    mapping_version = _of("applied_version", str | None, "mapping version it was applied with · 映射版本")
    run = _row(sources.SyncRun, "first_run_id", SyncRun | None, "run that landed it · 接收它的同步运行", Noun.SYNC_RUN)


@strawberry.type(description="Why a row was set aside · 隔离原因")
class SetAside:
    """What is wrong with the row, where, and what to do."""

    stream = _of("stream", str, "stream of the source · 数据流")
    status = _of("status", QuarantineStatus, "what became of it · 处理状态")
    stage = _of("stage", QuarantineStage, "check it did not pass · 环节")
    code = _of("code", str, "stable code of the reason · 代码")
    pointer = _of("pointer", str, "JSON pointer into the row · 位置")
    reason = _of("reason", str, "reason and what to do, Chinese · 原因")
    reason_en = _of("reason_en", str, "reason and what to do, English · 原因（英文）")
    content_hash = _of("content_hash", str, "SHA-256 of the row · 内容摘要")
    mapping_version = _of("mapping_version", str, "mapping version that read it · 映射版本")
    first_seen_at = _of("first_seen_at", datetime, "first seen · 首次出现")
    last_seen_at = _of("last_seen_at", datetime, "last seen · 最近出现")
    row = _row(
        sources.QuarantinedRow,
        "id",
        QuarantinedRow | None,
        "the row in quarantine, where the caller reads it · 隔离数据，限权限内",
        Noun.QUARANTINED_ROW,
    )


@strawberry.type(description="A figure in which a record counts · 计入某记录的数字")
class CountedIn:
    """The figure says its version, period and status."""

    weight: Decimal = strawberry.field(description="how much of it is credited there · 计入数")
    figure: Figure = strawberry.field(description="the figure · 汇总数字")


def _record(root: Any, info: strawberry.Info) -> Any:  # a record stands for the interface
    return root.row


def _provenance(root: Any, info: strawberry.Info) -> Provenance | None:
    return None if root.row is None else provenance_of(root.row)


async def _counted(root: Any, info: strawberry.Info) -> list[CountedIn]:
    link: Linked = root
    weights = {one.line: one.weight for one in link.counted}
    found: Any = await opened(info, list(weights))
    return [CountedIn(weight=weights[one.line.id], figure=one) for one in found]


async def _not_shown(root: Any, info: strawberry.Info) -> int:
    return len(root.counted) - len(await opened(info, [one.line for one in root.counted]))


@strawberry.type(description="The record that a source's key stands for · 外部编号所对应的记录")
class LinkedRecord:
    """A key never changes its meaning: what came under it later changed this record and made no other."""

    entity: str = strawberry.field(description="kind of row · 实体")
    withdrawn_at: datetime | None = strawberry.field(description="when its source withdrew it · 来源撤回时间")
    record = field(_record, Node | None, "the record, where the caller reads it · 记录本身，限权限内")
    source_record = field(
        _provenance, Provenance | None, "what it holds now came from · 现行内容的来源", noun=Noun.SOURCE
    )
    counted_in = field(
        _counted,
        list[CountedIn],
        f"figures it counts in that the caller reads, the latest first, {MOST_ROWS} at most · 计入的数字，限权限内",
        noun=Noun.ROLLUP,
        most=MOST_ROWS,
    )
    counted_elsewhere = field(
        _not_shown, int, "figures it counts in that the caller does not read · 计入的权限外数字的个数", noun=Noun.ROLLUP
    )


def _listed(name: str, shown: Any, text: str, *, most: int) -> Any:  # a strawberry field
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return list(getattr(root, name))[:most]

    return field(resolve, shown, text, most=most)


@strawberry.type(description="What became of a source's key · 外部编号的去向")
class RecordTrace:
    """Landed, set aside, linked and counted; whoever does not read the source is told of their own record alone."""

    state: TraceState = strawberry.field(description="where it stands · 去向")
    landed = _listed(
        "landed", list[LandedRow], "contents received under it, the latest first · 接收过的内容", most=MOST_ROWS
    )
    quarantined = _listed("aside", list[SetAside], "why rows under it were set aside · 隔离原因", most=MOST_ROWS)
    linked = _listed("linked", list[LinkedRecord], "records that it stands for · 所对应的记录", most=_MOST_LINKS)


async def _where(root: Any, info: strawberry.Info, source: str, external_id: str) -> Any:  # a Trace stands for it
    return await asking(info).figures.trace(source, external_id)


def trace_field() -> Any:  # a strawberry field
    """The root field, for those who may see work data; null for who reads neither the source nor such a record."""
    _where.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "source": Annotated[str, strawberry.argument(description="code of the source · 接入系统代码")],
        "external_id": Annotated[
            str, strawberry.argument(description="the source's own key of the row · 来源系统中的编号")
        ],
        "return": RecordTrace | None,
    }
    title = Title(
        "我的记录在哪里：接收、隔离、对应记录和计入的数字", "where a record went: landed, set aside, linked, counted"
    )
    meaning = Meaning(title=title, sensitivity=Sensitivity.WORK)
    return strawberry.field(resolver=_where, description=title.both(), metadata={"meaning": meaning})
