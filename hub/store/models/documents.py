"""The documents as data: policy documents and the figures that sources report."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from hub.domain.access import Noun
from hub.domain.figure import FigureScope, Qualifier
from hub.domain.level import Level
from hub.domain.term import Title
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body


class PolicyDocument(Base):
    """A document that a body issued; a date is absent where the sources print none (domain.md §2.20)."""

    __tablename__ = "policy_document"
    prefix: ClassVar[str] = "doc"
    title = Title("制度文件", "A policy document of a body")
    access = Access(noun=Noun.POLICY_DOCUMENT, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    key: Mapped[str] = column("键", "stable key", unique=True)
    name: Mapped[str] = column("标题", "title of the document")
    number: Mapped[str | None] = column("文号", "document number")
    body_id: Mapped[str | None] = column("发文政协标识", "body that issued it", refers="body.id")
    adopted_on: Mapped[date | None] = column("通过日期", "day of adoption")
    issued_on: Mapped[date | None] = column("印发日期", "day of issue")
    effective_from: Mapped[date | None] = column("生效日期", "first day in force")
    cite: Mapped[str] = column("出处", "document and line")
    source_sentence: Mapped[str] = column("原文", "sentence it rests on")
    note: Mapped[str | None] = column("备注", "what has to be known about it")

    body: Mapped[Body | None] = relation("发文政协", "body that issued it")


class ReportedFigure(Base):
    """A figure as a document states it: never split, converted or added up (A-08 to A-11)."""

    __tablename__ = "reported_figure"
    prefix: ClassVar[str] = "fig"
    title = Title("上报数字", "A figure as a document states it")
    access = Access(noun=Noun.REPORTED_FIGURE, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    key: Mapped[str] = column("编号", "number in the table of figures, such as N-001", unique=True)
    body_id: Mapped[str | None] = column("政协标识", "body it is about, the first named", refers="body.id")
    bodies: Mapped[list[str]] = column("所涉政协", "abbreviations of all bodies it is about", kind=TextList())
    level: Mapped[Level | None] = column("级别", "level of the body", of=Level)
    level_confirmed: Mapped[bool] = column("级别已确认", "false where the document leaves the level open (A-01)")
    subject: Mapped[str] = column("主体", "what it counts the work of", index=True)
    metric: Mapped[str] = column("指标", "what is counted, as worded", index=True)
    metrics_covered: Mapped[list[str]] = column(
        "所含指标", "metrics that a sum covers; never split (A-09)", kind=TextList()
    )
    value: Mapped[str] = column("数值", "value as printed, in decimal notation")
    unit: Mapped[str] = column("单位", "measure word; part of the figure (A-11)")
    qualifier: Mapped[Qualifier] = column("限定", "how exact it is (A-10)", of=Qualifier)
    incomplete_statistics: Mapped[bool] = column("不完全统计", "the document says its statistics are incomplete")
    period_text: Mapped[str | None] = column("期间原文", "period as worded")
    period_start: Mapped[date | None] = column("期间起", "first day")
    period_end: Mapped[date | None] = column("期间止", "last day")
    period_derived: Mapped[bool] = column("期间系推断", "a bound was inferred, not printed (A-68)")
    scope: Mapped[FigureScope] = column("范围", "what it speaks about", of=FigureScope)
    cite: Mapped[str] = column("出处", "document and line", index=True)
    source_sentence: Mapped[str] = column("原文", "sentence that states it")
    note: Mapped[str | None] = column("备注", "what has to be known about it")

    body: Mapped[Body | None] = relation("政协组织", "body it is about")
