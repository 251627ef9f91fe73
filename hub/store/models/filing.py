"""Filing with the province office, of new studios and of changes (domain.md R-77, A-40 to A-42)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.registry_words import FilingKind, FilingStatus
from hub.domain.term import Title
from hub.store.kinds import TextList
from hub.store.models.application import StudioApplication
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body
from hub.store.models.studio import Studio


class Filing(Base):
    """A notification, not an approval: it is received, and returned only for defects of form (A-40)."""

    __tablename__ = "filing"
    prefix: ClassVar[str] = "fil"
    title = Title("备案", "A filing with the province office")
    access = Access(noun=Noun.FILING, owners=("owner_body_id",), studio="studio_id", committee="studio.committee_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id", index=False)
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id")
    application_id: Mapped[str | None] = column(
        "申请标识", "application it follows from", refers="studio_application.id"
    )
    kind: Mapped[FilingKind] = column("备案种类", "what the office is notified of", of=FilingKind)
    status: Mapped[FilingStatus] = column("状态", "where it stands", of=FilingStatus, index=True)
    number: Mapped[str | None] = column("备案号", "the studio's filing number, once it has one")
    receipt_number: Mapped[str | None] = column("回执号", "number of the receipt", unique=True)
    attempt: Mapped[int] = column("提交次数", "how often it was submitted, from 1")
    submitted_on: Mapped[date] = column("提交日期", "day it was last submitted")
    submitted_at: Mapped[datetime] = column("提交时间", "when it was last submitted")
    submitted_by: Mapped[str] = column("提交人", "who submitted it", sensitivity=Sensitivity.WORK)
    received_at: Mapped[datetime | None] = column("签收时间", "when the office received it")
    received_by: Mapped[str | None] = column("签收人", "who received it", sensitivity=Sensitivity.WORK)
    defects: Mapped[list[str]] = column("形式缺陷", "what is missing or wrong in form", kind=TextList(), default=list)
    remarks: Mapped[str | None] = column("备案意见", "what the office remarks; it hinders nothing")
    asks_answer: Mapped[bool] = column(
        "意见须答复", "its remarks are about the substance and ask for an answer", default=False
    )
    answer: Mapped[str | None] = column("答复", "what the owner's department answered to the remarks")
    answered_on: Mapped[date | None] = column("答复日期", "day of that answer")
    filed_on: Mapped[date | None] = column("备案日期", "day it was filed", cite="S3:151")
    due_on: Mapped[date | None] = column("期限", "last day by configuration; null where no document gives one (A-43)")
    before: Mapped[str | None] = column("变更前", "what it was")
    after: Mapped[str | None] = column("变更后", "what it is now")
    revision: Mapped[int] = column("修订号", "counts its changes, from 1")

    __table_args__ = (
        Index("ix_filing_owner_body_id_id", owner_body_id, id),
        # One filing of each studio as new, for ever (behaviour.md F1).
        Index(
            "uq_filing_new_studio",
            studio_id,
            unique=True,
            sqlite_where=text("kind = 'NEW_STUDIO'"),
            postgresql_where=text("kind = 'NEW_STUDIO'"),
        ),
    )

    owner: Mapped[Body] = relation("归属政协", "owner of the studio")
    studio: Mapped[Studio] = relation("工作室", "which studio")
    application: Mapped[StudioApplication | None] = relation("申请", "application it follows from")


class NumberSeries(Base):
    """The numbers that a body gives, each once; a row is locked while the next one is taken."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("body_id", "series"),)
    prefix: ClassVar[str] = "ser"
    title = Title("编号序列", "A series of numbers")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    body_id: Mapped[str] = column("政协标识", "body that gives them", refers="body.id", index=False)
    series: Mapped[str] = column("序列", "what is numbered, with its year")
    last: Mapped[int] = column("末号", "last number given")
