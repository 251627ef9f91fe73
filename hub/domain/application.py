"""Applying for a studio, for going online or for another type, and the steps of its approval: what may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.registry_words import ApplicantKind, ApplicationKind, Verdict
from hub.domain.standard_words import ApprovalStep
from hub.domain.term import Title
from hub.domain.words import Mode, ResidencyRole, StudioType

_ANSWERS = "StudioApplication"


@dataclass(frozen=True, kw_only=True)
class PlannedPerson:
    """A person as the form names them (S3:199-206): a member, or by name who is none."""

    title = Title("参与人员", "A person whom an application names")

    role: ResidencyRole = said("角色", "what they would be in the studio")
    member_id: str | None = said("委员标识", "which member; left out for who is none", default=None)
    person_name: str | None = said("非委员姓名", "name of who is no member", default=None)
    unit_and_post: str | None = said("单位及职务", "unit and post", default=None)
    expertise: str | None = said("专长领域", "field of expertise", default=None)
    contact: str | None = said("联系方式", "telephone", default=None)
    exception_reason: str | None = said("例外理由", "why this member sits in more than one studio", default=None)


@dataclass(frozen=True, kw_only=True)
class StudioPlan:
    """The construction plan and the fields of the official form (S3:149, S3:197-209)."""

    title = Title("建设方案和申报表", "The construction plan and the form")

    name: str = said("工作室名称", "name of the studio")
    type: StudioType = said("类型", "type")
    mode: Mode = said("线上或线下", "online or offline", default=Mode.OFFLINE)
    platform: str | None = said("拟入驻平台", "platform it would enter", default=None)
    division_code: str | None = said("区划代码", "code of the division where it would be", default=None)
    area: str | None = said("区域", "area it would serve", default=None)
    based_on: str | None = said("依托", "what it would rest on", default=None)
    industry: str | None = said("行业", "industry it would rest on", default=None)
    sector_names: tuple[str, ...] = said("界别", "sectors it would rest on", default=())
    named_after_id: str | None = said("冠名委员标识", "member it would be named after", default=None)
    venue_address: str | None = said("活动场所", "room that the applicant provides", default=None)
    functions: tuple[str, ...] = said("主要职能", "main functions", default=())
    work_arrangement: str | None = said("工作安排", "work arrangement", default=None)
    applicants: tuple[str, ...] = said("申请人", "who signs, jointly where several", default=())
    people: tuple[PlannedPerson, ...] = said("参与人员", "conveners, liaison and members", default=())
    exception_reason: str | None = said("例外理由", "why a rule in principle is not kept", default=None)


@dataclass(frozen=True, kw_only=True)
class DraftApplication(Command):
    """Begin an application; it is addressed to the body of the applicant."""

    title = Title("草拟工作室申请", "draft an application for a studio, for going online or for another type")
    act = Act.SUBMIT
    noun = Noun.APPLICATION
    answers = _ANSWERS

    kind: ApplicationKind = said("申请种类", "what is applied for", default=ApplicationKind.NEW_STUDIO)
    applicant_kind: ApplicantKind = said("申报主体", "who applies")
    plan: StudioPlan = said("建设方案和申报表", "the construction plan and the form")
    body_id: str | None = said("受理政协标识", "body it is addressed to; the applicant's own", default=None)
    committee_id: str | None = said("所联系专委会标识", "committee it is linked with", default=None)
    applicant_member_id: str | None = said("申请委员标识", "member who applies", default=None)
    studio_id: str | None = said("工作室标识", "studio that would go online or turn into another type", default=None)


@dataclass(frozen=True, kw_only=True)
class ChangeApplication(Command):
    """Give an application that is not under review other papers; they take the place of all that was there."""

    title = Title("修改工作室申请", "change the papers of an application that is drafted or returned")
    act = Act.SUBMIT
    noun = Noun.APPLICATION
    answers = _ANSWERS

    id: str = said("申请标识", "which application")
    revision: int = said("修订号", "revision that was read; another one is refused")
    plan: StudioPlan = said("建设方案和申报表", "the construction plan and the form")


@dataclass(frozen=True, kw_only=True)
class SubmitApplication(Command):
    """Hand an application in: it is judged by the standards in force and sent on its chain."""

    title = Title("提交工作室申请", "submit an application; its papers are judged and its chain begins")
    act = Act.SUBMIT
    noun = Noun.APPLICATION
    answers = _ANSWERS

    id: str = said("申请标识", "which application")
    applied_on: date | None = said("申请时间", "day on the form; today where it is left out", default=None)


@dataclass(frozen=True, kw_only=True)
class WithdrawApplication(Command):
    """Take an application back before it is agreed to."""

    title = Title("撤回工作室申请", "withdraw an application that has not been agreed to")
    act = Act.SUBMIT
    noun = Noun.APPLICATION
    answers = _ANSWERS

    id: str = said("申请标识", "which application")


@dataclass(frozen=True, kw_only=True)
class TakeStep(Command):
    """Record the opinion of who decides a step of the chain (S3:210-212)."""

    title = Title("办理审批步骤", "take a step of the approval: agree, return or refuse")
    act = Act.DECIDE
    noun = Noun.APPLICATION
    answers = _ANSWERS

    id: str = said("申请标识", "which application")
    step: ApprovalStep = said("步骤", "which step")
    verdict: Verdict = said("结论", "what it comes to")
    taken_on: date = said("日期", "day it was taken")
    opinion: str | None = said("意见", "opinion; needed to return or refuse", default=None)
    meeting: str | None = said("会议届次", "which meeting", default=None)
    attachment: str | None = said("附件", "reference of the signed paper", default=None)


@dataclass(frozen=True, kw_only=True)
class RecordStep(Command):
    """Record what the managing department carries out once it is agreed: the rules on the wall, the plaque."""

    title = Title("落实审批结果", "carry out what was agreed: rules on the wall, plaque granted")
    act = Act.RECORD
    noun = Noun.APPLICATION
    answers = _ANSWERS

    id: str = said("申请标识", "which application")
    step: ApprovalStep = said("步骤", "which step")
    taken_on: date = said("日期", "day it was carried out")
    opinion: str | None = said("说明", "what is to be known about it", default=None)
    meeting: str | None = said("场合", "on which occasion", default=None)
    attachment: str | None = said("附件", "reference of the paper", default=None)


@dataclass(frozen=True, kw_only=True)
class EnterPlatform(Command):
    """Record that a studio has entered its platform, as was agreed (S3:151)."""

    title = Title("办理入驻平台", "enter a studio on its platform, as was agreed")
    act = Act.RECORD
    noun = Noun.ONLINE_PRESENCE
    answers = _ANSWERS

    id: str = said("申请标识", "which application")
    taken_on: date = said("入驻日期", "day it moved in")
    room: str | None = said("平台房间号", "the platform's own key of the room", default=None)
    opinion: str | None = said("说明", "what is to be known about it", default=None)
    attachment: str | None = said("附件", "reference of the paper", default=None)


COMMANDS: tuple[type[Command], ...] = (
    DraftApplication,
    ChangeApplication,
    SubmitApplication,
    WithdrawApplication,
    TakeStep,
    RecordStep,
    EnterPlatform,
)
