"""Linked systems, their runs, and the rows that were not understood (behaviour.md §2c)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun
from hub.domain.row_outcome import RowOutcome
from hub.domain.term import Title
from hub.domain.words import QuarantineStage, QuarantineStatus, RunStatus, SourceKind, SourceStatus
from hub.store.kinds import Document, TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body


class Source(Base):
    """A linked local system. Its address and its secret stay in configuration, never here (S7)."""

    __tablename__ = "source"
    prefix: ClassVar[str] = "src"
    title = Title("接入系统", "A linked local system")
    access = Access(noun=Noun.SOURCE, owners=("body_id",))

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    code: Mapped[str] = column("代码", "code from its configuration", unique=True)
    name: Mapped[str] = column("名称", "Chinese name")
    name_en: Mapped[str | None] = column("英文名称", "English name")
    body_id: Mapped[str] = column("所属政协标识", "body in whose branch it may speak", refers="body.id")
    kind: Mapped[SourceKind] = column("种类", "how it is spoken to", of=SourceKind)
    status: Mapped[SourceStatus] = column("状态", "whether it may run", of=SourceStatus)
    schedule: Mapped[str | None] = column("计划", "cron expression in the source's zone")
    zone: Mapped[str] = column("时区", "zone of its naive times")
    mapping_version: Mapped[str] = column("映射版本", "version of its mapping")
    fence: Mapped[int] = column("栅栏号", "number of the run that may write", default=0)
    landed: Mapped[int] = column("入站总数", "rows landed so far, the last place in the order of landing", default=0)
    last_success_at: Mapped[datetime | None] = column("最近成功", "end of the last successful run")
    last_changed_at: Mapped[datetime | None] = column("最近有变化", "end of the last run that changed something")

    body: Mapped[Body] = relation("所属政协", "body in whose branch it may speak")
    runs: Mapped[list[SyncRun]] = relation("同步运行", "its runs", key="SyncRun.source_id")
    quarantine: Mapped[list[QuarantinedRow]] = relation(
        "隔离数据", "rows not understood", key="QuarantinedRow.source_id"
    )


class SyncRun(Base):
    """One sync of one source, with its conservation count."""

    __tablename__ = "sync_run"
    __table_args__ = (
        Index("ix_sync_run_source_queued", "source_id", "queued_at"),
        # One open run for each source, whoever asks: the database itself refuses a second one.
        Index(
            "uq_sync_run_open",
            "source_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )
    prefix: ClassVar[str] = "run"
    title = Title("同步运行", "One sync of one source")
    access = Access(noun=Noun.SYNC_RUN, owners=("body_id",))

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    source_id: Mapped[str] = column("来源系统标识", "which source", refers="source.id")
    body_id: Mapped[str] = column("所属政协标识", "body of the source", refers="body.id")
    status: Mapped[RunStatus] = column("状态", "where it stands", of=RunStatus, index=True)
    trigger: Mapped[str] = column("触发方式", "SCHEDULE, COMMAND, MUTATION or PUSH")
    requested_by: Mapped[str | None] = column("请求者", "subject of the caller who asked for it")
    attempt: Mapped[int] = column("次数", "attempt number", default=1)
    fence: Mapped[int] = column("栅栏号", "number under which it writes", default=0)
    executor: Mapped[str | None] = column("执行者", "process that works on it")
    lease_until: Mapped[datetime | None] = column("租约到期", "until when that process is taken to be alive")
    deletes_allowed: Mapped[bool] = column("允许删除", "a person confirmed the deletions it may find", default=False)
    queued_at: Mapped[datetime] = column("排队时间", "when it was asked for")
    started_at: Mapped[datetime | None] = column("开始时间", "when it began")
    finished_at: Mapped[datetime | None] = column("结束时间", "when it ended")
    pages: Mapped[int] = column("页数", "pages landed", default=0)
    fetched: Mapped[int] = column("抓取", "rows fetched", default=0)
    new: Mapped[int] = column("新增", "rows that made something new", default=0)
    changed: Mapped[int] = column("变更", "rows that changed something", default=0)
    unchanged: Mapped[int] = column("无变化", "rows already held", default=0)
    stale: Mapped[int] = column("过期", "rows older than what is held", default=0)
    quarantined: Mapped[int] = column("隔离", "rows not understood", default=0)
    tombstoned: Mapped[int] = column("删除", "rows withdrawn by the source", default=0)
    reason_code: Mapped[str | None] = column("原因代码", "why it failed or is held")
    reason: Mapped[str | None] = column("原因", "why it failed or is held, Chinese")
    reason_en: Mapped[str | None] = column("原因（英文）", "why it failed or is held, English")
    notes: Mapped[list[str]] = column("备注", "drift and other notes", kind=TextList(), default=list)

    source: Mapped[Source] = relation("来源系统", "which source")
    body: Mapped[Body] = relation("所属政协", "body of the source")
    quarantine: Mapped[list[QuarantinedRow]] = relation("隔离数据", "rows it did not understand")


class QuarantinedRow(Base):
    """A row that was landed but not understood: why, where exactly, and what became of it."""

    __tablename__ = "quarantined_row"
    __table_args__ = (
        UniqueConstraint("source_id", "stream", "external_id", "content_hash", "code", "pointer"),
        Index("ix_quarantined_row_source_status", "source_id", "status"),
    )
    prefix: ClassVar[str] = "qrn"
    title = Title("隔离数据", "A landed row that was not understood")
    access = Access(noun=Noun.QUARANTINED_ROW, owners=("body_id",))

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    source_id: Mapped[str] = column("来源系统标识", "which source", refers="source.id")
    body_id: Mapped[str] = column("所属政协标识", "body of the source", refers="body.id")
    run_id: Mapped[str] = column("同步运行标识", "run that last saw it", refers="sync_run.id")
    first_run_id: Mapped[str] = column("首次运行标识", "run that set it aside first")
    stream: Mapped[str] = column("数据流", "stream of the source")
    entity: Mapped[str | None] = column(
        "实体", "kind of row it would have been; null where it was set aside before this was kept"
    )
    page: Mapped[int] = column("页号", "page it came with")
    row_index: Mapped[int] = column("行序", "place in the page, from 0")
    external_id: Mapped[str] = column("外部编号", "the source's key, empty when it has none")
    content_hash: Mapped[str] = column("内容摘要", "SHA-256 of the landed row")
    stage: Mapped[QuarantineStage] = column("环节", "check it did not pass", of=QuarantineStage)
    code: Mapped[str] = column("代码", "stable code of the reason", index=True)
    pointer: Mapped[str] = column("位置", "JSON pointer into the row")
    reason: Mapped[str] = column("原因", "reason and what to do, Chinese")
    reason_en: Mapped[str] = column("原因（英文）", "reason and what to do, English")
    mapping_version: Mapped[str] = column("映射版本", "version of the mapping that read it")
    status: Mapped[QuarantineStatus] = column("处理状态", "what became of it", of=QuarantineStatus)
    seen: Mapped[int] = column("出现次数", "how often it was seen", default=1)
    first_seen_at: Mapped[datetime] = column("首次出现", "first seen")
    last_seen_at: Mapped[datetime] = column("最近出现", "last seen")

    source: Mapped[Source] = relation("来源系统", "which source")
    run: Mapped[SyncRun] = relation("同步运行", "run that last saw it")


class RawRecord(Base):
    """A row exactly as it was landed, one for each content a source ever sent under a key."""

    __tablename__ = "raw_record"
    __table_args__ = (
        UniqueConstraint("source_id", "stream", "external_id", "content_hash"),
        Index("ix_raw_record_source_seq", "source_id", "applied_version", "seq"),
    )

    id: Mapped[str] = column("标识", "identifier", primary_key=True)
    source_id: Mapped[str] = column("来源系统标识", "which source", refers="source.id")
    stream: Mapped[str] = column("数据流", "stream of the source")
    external_id: Mapped[str] = column("外部编号", "the source's key, or a key made from the content when it has none")
    has_key: Mapped[bool] = column("有外部编号", "the source gave a key", default=True)
    content_hash: Mapped[str] = column("内容摘要", "SHA-256 of the content")
    content: Mapped[dict[str, Any]] = column("内容", "the row as landed, citizens' identity removed", kind=Document())
    source_pointer: Mapped[str] = column("源内位置", "where the source has it")
    deleted: Mapped[bool] = column("删除标记", "the source says it is gone", default=False)
    seq: Mapped[int] = column("序号", "order of landing within the source")
    page: Mapped[int] = column("页号", "page it came with")
    row_index: Mapped[int] = column("行序", "place in the page")
    first_run_id: Mapped[str] = column("首次运行标识", "run that landed it")
    seen_run_id: Mapped[str] = column("最近运行标识", "run that last saw it", index=True)
    landed_at: Mapped[datetime] = column("入站时间", "when it was landed")
    applied_version: Mapped[str | None] = column("已应用映射版本", "mapping version it was applied with")
    applied_run_id: Mapped[str | None] = column("应用运行标识", "run that applied it")
    outcome: Mapped[RowOutcome | None] = column("结果", "what applying it came to", of=RowOutcome)
    retry: Mapped[bool] = column("待重试", "set aside for what other rows may mend", default=False)


class SyncPage(Base):
    """A landed page: its place in the run, its rows and the fingerprint of their structure."""

    __tablename__ = "sync_page"

    run_id: Mapped[str] = column("同步运行标识", "which run", refers="sync_run.id", primary_key=True)
    stream: Mapped[str] = column("数据流", "stream of the source", primary_key=True)
    number: Mapped[int] = column("页号", "page number from 0", primary_key=True)
    rows: Mapped[int] = column("行数", "rows in the page")
    landed_new: Mapped[int] = column("新入站", "rows not landed before")
    repeated: Mapped[int] = column("重复", "rows that this run had landed already")
    fingerprint: Mapped[str] = column("结构指纹", "fingerprint of the structure")
    ended: Mapped[bool] = column("声明结束", "the source declared its end with this page", default=False)
    snapshot: Mapped[bool] = column("完整清单", "with it the pass covered everything", default=False)
    notes: Mapped[list[str]] = column("备注", "what the connector remarked", kind=TextList(), default=list)
    landed_at: Mapped[datetime] = column("入站时间", "when it was landed")


class SyncCursor(Base):
    """How far a stream of a source has been read; moves only in the transaction that lands a page."""

    __tablename__ = "sync_cursor"

    source_id: Mapped[str] = column("来源系统标识", "which source", refers="source.id", primary_key=True)
    stream: Mapped[str] = column("数据流", "stream of the source", primary_key=True)
    position: Mapped[dict[str, Any]] = column("位置", "where to go on", kind=Document())
    run_id: Mapped[str | None] = column("同步运行标识", "run that is reading, null between runs")
    pages: Mapped[int] = column("页数", "pages of that run so far", default=0)
    complete: Mapped[bool] = column("已读完", "the run has no further page to read", default=False)
    whole: Mapped[bool] = column("本次从头", "the pass over everything began with this run", default=False)
    whole_at: Mapped[datetime | None] = column("最近全量", "end of the last complete pass over everything")
    fence: Mapped[int] = column("栅栏号", "number of the run that may write", default=0)
    structure: Mapped[list[str]] = column("数据结构", "paths and types seen so far", kind=TextList(), default=list)


class IdentityLink(Base):
    """Which row of ours a source's key stands for; kept for ever, so that a key never changes its meaning."""

    __tablename__ = "identity_link"

    source_id: Mapped[str] = column("来源系统标识", "which source", refers="source.id", primary_key=True)
    entity: Mapped[str] = column("实体", "kind of row", primary_key=True)
    external_id: Mapped[str] = column("外部编号", "the source's key", primary_key=True)
    row_id: Mapped[str] = column("标识", "our row", index=True)
    absences: Mapped[int] = column("缺席次数", "complete snapshots in a row without it", default=0)
    changed_at: Mapped[datetime | None] = column("来源更新时间", "when it last changed, by the source's own clock")


class EndedSeat(Base):
    """A seat whose end a run has recorded; what follows from it waits until a run of the source closes complete."""

    __tablename__ = "ended_seat"

    membership_id: Mapped[str] = column("委员资格标识", "which seat", refers="membership.id", primary_key=True)
    source_id: Mapped[str] = column("来源系统标识", "source that told of its end", refers="source.id")
    run_id: Mapped[str] = column("同步运行标识", "run that recorded it")
