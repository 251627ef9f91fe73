"""Joint work of several parties: what may be asked (domain.md W8, W9, §2.15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.level import Level
from hub.domain.registry_words import Consent, LinkDirection, LinkForm, PartyKind, PartyRole
from hub.domain.term import Title
from hub.domain.words import OutputKind


class _Linking(Command):
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ARRANGEMENT
    answers: ClassVar[str] = "Arrangement"


@dataclass(frozen=True, kw_only=True)
class ProposedParty:
    """A party as the lead names it; which fields it takes follows from its kind."""

    title: ClassVar[Title] = Title("联动参与方", "A party of a linkage")

    kind: PartyKind = said("种类", "what it is")
    role: PartyRole = said("角色", "what it does; exactly one party leads")
    body_code: str | None = said("政协代码", "code of the body, for a BODY or a GROUP", default=None)
    studio_id: str | None = said("工作室标识", "the studio, for a STUDIO", default=None)
    committee_id: str | None = said("专委会标识", "the committee, for a COMMITTEE", default=None)
    name: str | None = said("名称", "name as it is called, for a GROUP and for whoever has no login here", default=None)
    level: Level | None = said("级别", "level of a party without a login here, where it has one", default=None)


@dataclass(frozen=True, kw_only=True)
class ProposeArrangement(_Linking):
    """Propose joint work: the lead agrees by proposing it, each other party answers for itself."""

    title: ClassVar[Title] = Title("提议联动", "Propose joint work, naming all parties and their roles")

    direction: LinkDirection = said("方向", "direction")
    form: LinkForm = said("形式", "form")
    topic: str = said("议题", "topic")
    parties: tuple[ProposedParty, ...] = said("参与方", "all parties, the lead among them")
    procedure: str = said("牵头方同意程序", "by which procedure of its own the lead agreed, with its number")
    given_on: date | None = said("牵头方同意日期", "day on which the lead agreed; today when not said", default=None)
    studio_id: str | None = said("共建工作室标识", "studio of the lead that is built jointly", default=None)
    year: int | None = said("年度", "year", default=None)
    recurrence: str | None = said("届次", "which time it takes place", default=None)
    lead_person: str | None = said("带队人", "who leads, with the post", default=None)
    platform: str | None = said("使用平台", "platform that it uses", default=None)
    started_on: date | None = said("开始日期", "first day", default=None)
    agreement_signed_on: date | None = said("协议签订日期", "day an agreement was signed", default=None)
    basis: str | None = said("依据或例外理由", "sentence it rests on, or the reason of an exception", default=None)


@dataclass(frozen=True, kw_only=True)
class GiveConsent(_Linking):
    """Answer a proposal for one's own body, after one's own procedure."""

    title: ClassVar[Title] = Title("对联动表态", "Agree to joint work or decline it, for one's own party")

    party_id: str = said("参与方标识", "own party")
    answer: Consent = said("表态", "AGREED or DECLINED")
    procedure: str = said("同意程序", "by which procedure of its own, with its number")
    given_on: date = said("表态日期", "day of that decision")


@dataclass(frozen=True, kw_only=True)
class WritePart(_Linking):
    """Write what one's own party brings and did; nobody else's."""

    title: ClassVar[Title] = Title("填写本方工作", "Write the part of one's own party")

    party_id: str = said("参与方标识", "own party")
    part: str = said("本方工作", "what this party itself brings and did")


@dataclass(frozen=True, kw_only=True)
class ChangeArrangement(_Linking):
    """Change what the lead owns; what is left out stays."""

    title: ClassVar[Title] = Title("修改联动", "Change what the lead owns of joint work")

    arrangement_id: str = said("联动标识", "which linkage")
    topic: str | None = said("议题", "topic", default=None)
    adoption: str | None = said("采纳情况", "what became of it", default=None)
    lead_person: str | None = said("带队人", "who leads, with the post", default=None)
    platform: str | None = said("使用平台", "platform that it uses", default=None)
    recurrence: str | None = said("届次", "which time it takes place", default=None)
    started_on: date | None = said("开始日期", "first day", default=None)
    agreement_signed_on: date | None = said("协议签订日期", "day an agreement was signed", default=None)


@dataclass(frozen=True, kw_only=True)
class RecordResult(_Linking):
    """Record what came of it; any party that has agreed may."""

    title: ClassVar[Title] = Title("记录联动成果", "Record what came of joint work")

    arrangement_id: str = said("联动标识", "which linkage")
    kind: OutputKind = said("种类", "kind of output")
    name: str = said("题目", "title")
    recipients: tuple[str, ...] = said("报送对象", "to whom it was sent", default=())
    adoption: str | None = said("采纳情况", "what became of it", default=None)
    submitted_on: date | None = said("报送日期", "day it was submitted", default=None)
    output_id: str | None = said("成果标识", "own output that it is, where it is on record", default=None)


@dataclass(frozen=True, kw_only=True)
class EndArrangement(_Linking):
    """End joint work; what was agreed, done and recorded stays."""

    title: ClassVar[Title] = Title("结束联动", "End joint work")

    arrangement_id: str = said("联动标识", "which linkage")
    ended_on: date = said("结束日期", "last day")


@dataclass(frozen=True, kw_only=True)
class PublishArrangement(_Linking):
    """Show joint work to the public with its parties and results, or take it back."""

    title: ClassVar[Title] = Title("公开联动", "Show joint work to the public, or no longer")

    arrangement_id: str = said("联动标识", "which linkage")
    published: bool = said("公开", "whether the public sees it")


COMMANDS: tuple[type[Command], ...] = (
    ProposeArrangement,
    GiveConsent,
    WritePart,
    ChangeArrangement,
    RecordResult,
    EndArrangement,
    PublishArrangement,
)
