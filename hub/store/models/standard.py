"""Standards as data: one version of one body's demands, with its standards, quotas, rules, chains, types and heads."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from hub.domain.access import Noun
from hub.domain.standard_words import (
    Combinator,
    HeadTitle,
    QuotaMetric,
    QuotaMode,
    QuotaPeriod,
    QuotaSubject,
    Strength,
    StructureKind,
)
from hub.domain.term import Title
from hub.domain.words import Mode, PlatformKind
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body
from hub.store.models.documents import PolicyDocument

_OPEN = Access(noun=Noun.STANDARD, is_open=True)


class Evidence:
    """Where a rule stands: the columns that every rule carries."""

    cite: Mapped[str] = column("出处", "document and line", sort_order=800)
    source_sentence: Mapped[str] = column("原文", "sentence it rests on", sort_order=801)
    note: Mapped[str | None] = column("备注", "what has to be known about it", sort_order=805)


class Clause(Evidence):
    """Evidence of a rule proper: its clause, its number in the analysis and the decisions on its reading."""

    clause: Mapped[str] = column("条款", "clause or heading", sort_order=802)
    rule: Mapped[str | None] = column("规则号", "number of the rule (R-…)", sort_order=803)
    interpretation: Mapped[list[str]] = column(
        "解释", "decisions on its reading (A-…)", kind=TextList(), sort_order=804
    )


class Rulebook(Base):
    """One version of one body's standards; no first day is assumed where the documents give none."""

    __tablename__ = "rulebook"
    prefix: ClassVar[str] = "rbk"
    title = Title("标准版本", "One version of one body's standards")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    body_id: Mapped[str] = column("政协标识", "body whose standards these are", refers="body.id")
    version: Mapped[str] = column("版本", "version")
    name: Mapped[str] = column("名称", "title")
    document_id: Mapped[str | None] = column("文件标识", "document it stands in", refers="policy_document.id")
    effective_from: Mapped[date | None] = column("生效日期", "first day in force")
    effective_to: Mapped[date | None] = column("失效日期", "first day no longer in force")
    quotas_from: Mapped[date | None] = column("定额起算日", "first day of the first period judged (A-33)")
    interpretation: Mapped[list[str]] = column("解释", "decisions on its reading (A-…)", kind=TextList())
    note: Mapped[str | None] = column("备注", "what has to be known about it")

    body: Mapped[Body] = relation("政协组织", "body whose standards these are")
    document: Mapped[PolicyDocument | None] = relation("文件", "document it stands in")
    standards: Mapped[list[Standard]] = relation("标准", "its named standards")
    quotas: Mapped[list[QuotaRule]] = relation("定额", "its quotas")
    structures: Mapped[list[StructureRule]] = relation("结构规则", "its rules of structure")
    chains: Mapped[list[ApprovalChain]] = relation("审批程序", "its approval chains")
    local_types: Mapped[list[LocalType]] = relation("类型目录", "its local kinds of studio")
    head_titles: Mapped[list[LocalHead]] = relation("负责人称谓", "its titles of heads")


class Standard(Clause, Base):
    """A named standard such as “六个有”; unknown items evaluate to unknown, never to pass (A-31)."""

    __tablename__ = "standard"
    prefix: ClassVar[str] = "std"
    title = Title("建设标准", "A named standard of a body")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    rulebook_id: Mapped[str] = column("标准版本标识", "version it belongs to", refers="rulebook.id")
    body_id: Mapped[str] = column("政协标识", "body whose standard it is", refers="body.id")
    label: Mapped[str] = column("名称", "label; never a key (A-30)", index=True)
    purpose: Mapped[str] = column("用途", "what it is for")
    items_known: Mapped[bool] = column("条目已知", "the documents enumerate its items")
    declared_item_count: Mapped[int | None] = column("声明条目数", "number of items the label declares (项)")
    items: Mapped[list[str]] = column("条目", "items in their order, empty when unknown", kind=TextList())

    rulebook: Mapped[Rulebook] = relation("标准版本", "version it belongs to")
    body: Mapped[Body] = relation("政协组织", "body whose standard it is")


class QuotaRule(Clause, Base):
    """A least count per subject and calendar period."""

    __tablename__ = "quota_rule"
    prefix: ClassVar[str] = "quo"
    title = Title("定额规则", "A least count per subject and period")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    rulebook_id: Mapped[str] = column("标准版本标识", "version it belongs to", refers="rulebook.id")
    key: Mapped[str] = column("键", "stable key within the version")
    subject: Mapped[QuotaSubject] = column("主体", "who owes it", of=QuotaSubject)
    metric: Mapped[QuotaMetric] = column("指标", "what is counted", of=QuotaMetric)
    mode: Mapped[QuotaMode] = column("方式", "online, offline or any", of=QuotaMode)
    period: Mapped[QuotaPeriod | None] = column("周期", "calendar period; null when not judged", of=QuotaPeriod)
    minimum: Mapped[int] = column("下限", "least count")
    combination: Mapped[str | None] = column("组", "rules of one group combine")
    combinator: Mapped[Combinator] = column("组合方式", "how a group combines", of=Combinator)
    strength: Mapped[Strength] = column("约束力", "strength of the wording", of=Strength)
    includes_citizen_proposals: Mapped[bool] = column("含百姓提案", "citizen proposals count (A-29)")
    applies_to: Mapped[str | None] = column("适用对象", "to which studios, as worded")
    effective_from: Mapped[date | None] = column("生效日期", "first day in force")

    rulebook: Mapped[Rulebook] = relation("标准版本", "version it belongs to")


class StructureRule(Clause, Base):
    """A rule about the make-up of a studio."""

    __tablename__ = "structure_rule"
    prefix: ClassVar[str] = "str"
    title = Title("结构规则", "A rule about the make-up of a studio")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    rulebook_id: Mapped[str] = column("标准版本标识", "version it belongs to", refers="rulebook.id")
    key: Mapped[str] = column("键", "stable key within the version")
    kind: Mapped[StructureKind] = column("种类", "what it is about", of=StructureKind)
    strength: Mapped[Strength] = column("约束力", "strength of the wording", of=Strength)
    minimum: Mapped[int | None] = column("下限", "least number")
    maximum: Mapped[int | None] = column("上限", "greatest number")
    items: Mapped[list[str]] = column("条目", "what must be there", kind=TextList())
    items_open: Mapped[bool] = column("条目未尽", "the text ends the list with 等")
    due: Mapped[str | None] = column("期限", "MM-DD of every year, inclusive, Asia/Shanghai (A-44)")
    types: Mapped[list[str]] = column("适用类型", "studio types, all when empty", kind=TextList())
    levels: Mapped[list[str]] = column("适用级别", "levels, all when empty", kind=TextList())

    rulebook: Mapped[Rulebook] = relation("标准版本", "version it belongs to")


class ApprovalChain(Clause, Base):
    """The ordered steps to a studio of certain types."""

    __tablename__ = "approval_chain"
    prefix: ClassVar[str] = "chn"
    title = Title("审批程序", "The ordered steps to a studio")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    rulebook_id: Mapped[str] = column("标准版本标识", "version it belongs to", refers="rulebook.id")
    key: Mapped[str] = column("键", "stable key within the version")
    types: Mapped[list[str]] = column("适用类型", "studio types, all when empty", kind=TextList())
    mode: Mapped[Mode] = column("线上或线下", "for which mode", of=Mode)
    applicants: Mapped[list[str]] = column("申请主体", "who may start it", kind=TextList())
    steps: Mapped[list[str]] = column("步骤", "steps in their order", kind=TextList())

    rulebook: Mapped[Rulebook] = relation("标准版本", "version it belongs to")


class LocalType(Evidence, Base):
    """A local kind of studio and what it means in the common catalogue (A-34)."""

    __tablename__ = "local_type"
    prefix: ClassVar[str] = "lty"
    title = Title("本地类型", "A local kind of studio")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    rulebook_id: Mapped[str] = column("标准版本标识", "version it belongs to", refers="rulebook.id")
    name: Mapped[str] = column("本地名称", "as worded")
    canonical: Mapped[list[str]] = column(
        "对应类型", "canonical types, none where the text leaves it open", kind=TextList()
    )
    platform_kind: Mapped[PlatformKind | None] = column("平台形态", "form of the platform", of=PlatformKind)
    open_to_new: Mapped[bool] = column("可新设", "new ones may be founded (A-32)")

    rulebook: Mapped[Rulebook] = relation("标准版本", "version it belongs to")


class LocalHead(Evidence, Base):
    """A title of those who run a studio; the holder need not be a member (A-35)."""

    __tablename__ = "local_head"
    prefix: ClassVar[str] = "lhd"
    title = Title("负责人称谓", "A local title of those who run a studio")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    rulebook_id: Mapped[str] = column("标准版本标识", "version it belongs to", refers="rulebook.id")
    head_title: Mapped[HeadTitle] = column("称谓", "canonical title", of=HeadTitle)
    name: Mapped[str] = column("本地称谓", "as worded")
    holder: Mapped[str | None] = column("担任者", "who holds it, as worded")
    minimum: Mapped[int | None] = column("下限", "least number, persons (人)")
    maximum: Mapped[int | None] = column("上限", "greatest number, persons (人)")

    rulebook: Mapped[Rulebook] = relation("标准版本", "version it belongs to")
