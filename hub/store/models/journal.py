"""What the hub keeps about its own writes: the audit chain and the outbox, both in the transaction of the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun
from hub.domain.term import Title
from hub.store.kinds import Document
from hub.store.models.base import Access, Base, column


class AuditEntry(Base):
    """One change by one caller: field names and digests, never personal values (behaviour.md §2e)."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("stream", "seq"),)
    prefix: ClassVar[str] = "aud"
    title = Title("审计记录", "One change and who made it")
    access = Access(noun=Noun.AUDIT_ENTRY, owners=("body_id",))

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    stream: Mapped[str] = column("审计流", "chain it belongs to", index=True)
    seq: Mapped[int] = column("序号", "place in the chain, from 1")
    occurred_us: Mapped[int] = column("时间", "microseconds since 1970, UTC", kind=BigInteger())
    actor: Mapped[str] = column("操作者", "subject of the caller or the source's code")
    client: Mapped[str | None] = column("客户端", "client of the caller")
    body_id: Mapped[str | None] = column("政协标识", "body of the row", refers="body.id")
    action: Mapped[str] = column("操作", "what was done")
    object_id: Mapped[str] = column("对象标识", "row it was done to", index=True)
    changed: Mapped[str] = column("变更字段", "names of the changed fields")
    before_hash: Mapped[str | None] = column("变更前摘要", "digest of the row before")
    after_hash: Mapped[str | None] = column("变更后摘要", "digest of the row after")
    request_id: Mapped[str | None] = column("请求号", "request or run it belongs to")
    chain_hash: Mapped[str] = column("链摘要", "SHA-256 over the previous link and this entry")


class AuditHead(Base):
    """The last link of a chain; the row that a writer locks, so that no chain forks."""

    __tablename__ = "audit_head"

    stream: Mapped[str] = column("审计流", "chain", primary_key=True)
    seq: Mapped[int] = column("序号", "place of the last entry")
    chain_hash: Mapped[str] = column("链摘要", "its link")


class OutboxNotice(Base):
    """A domain change, for those who will be told of it."""

    __tablename__ = "outbox_notice"

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    occurred_at: Mapped[datetime] = column("时间", "when it was committed", index=True)
    topic: Mapped[str] = column("主题", "what happened")
    object_id: Mapped[str] = column("对象标识", "row it happened to")
    body_id: Mapped[str | None] = column("政协标识", "body of the row", refers="body.id")
    detail: Mapped[dict[str, Any]] = column("内容", "identifiers and counts, no personal values", kind=Document())
    delivered_at: Mapped[datetime | None] = column("送达时间", "when it was delivered")


class ReferenceRelease(Base):
    """Which state of a packaged reference the database holds, so that an unchanged one is not loaded again."""

    __tablename__ = "reference_release"

    key: Mapped[str] = column("键", "name of the reference", primary_key=True)
    digest: Mapped[str] = column("摘要", "SHA-256 over the rows it asks for")
    loaded_at: Mapped[datetime] = column("载入时间", "when it was last loaded")
