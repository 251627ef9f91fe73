"""Receiving reports: what the side that they go to may ask for (domain.md W4; behaviour.md §2a, A1, A7 to A12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class ReturnedPart:
    """One thing to be corrected."""

    title: ClassVar[Title] = Title("退回事项", "Something to be corrected")

    line_id: str | None = said("数据行标识", "line it is about; left out for the whole", default=None)
    code: str = said("代码", "kind of defect")
    text: str = said("说明", "what is to be corrected")


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A difference that the reviewer lets stand."""

    title: ClassVar[Title] = Title("豁免", "A difference that stands")

    line_id: str = said("数据行标识", "which line")
    reason: str = said("理由", "why it may stand")


@dataclass(frozen=True, kw_only=True)
class OpenPeriod(Command):
    """Open a period: who owes the report is frozen, and each unit gets a draft from the records (A1)."""

    title: ClassVar[Title] = Title("开启报送期次", "Open a period")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "ReportPeriod"

    definition: str = said("报表代码", "code of the report, such as province-quarterly")
    period: str = said("期次", "label of the period: 2026-Q3, 2026-09 or 2026")


@dataclass(frozen=True, kw_only=True)
class BeginReview(Command):
    """Begin to review what was received; from then on it is not withdrawn any more."""

    title: ClassVar[Title] = Title("开始审核", "Begin a review")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    version_id: str = said("报送版本标识", "which version")


@dataclass(frozen=True, kw_only=True)
class ReturnRollup(Command):
    """Return a report with what is to be corrected; the next version is prefilled with it (A7)."""

    title: ClassVar[Title] = Title("退回汇总", "Return a report")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    version_id: str = said("报送版本标识", "which version")
    items: tuple[ReturnedPart, ...] = said("退回事项", "what is to be corrected, at least one item")
    correct_by: date | None = said("更正期限", "last day for the correction", default=None)


@dataclass(frozen=True, kw_only=True)
class AcceptRollup(Command):
    """Accept a report whose every line agrees, is explained or is waived with a reason (A8, A11)."""

    title: ClassVar[Title] = Title("接受汇总", "Accept a report")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    version_id: str = said("报送版本标识", "which version")
    explanations: tuple[str, ...] = said("采信的说明", "lines whose explanations are accepted", default=())
    waivers: tuple[Waiver, ...] = said("豁免", "differences that stand, each with its reason", default=())


@dataclass(frozen=True, kw_only=True)
class ClosePeriod(Command):
    """Close a period once every unit is accepted, missing or exempt; its versions are locked (A9)."""

    title: ClassVar[Title] = Title("结清报送期次", "Close a period")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "ReportPeriod"

    period_id: str = said("期次标识", "which period")


@dataclass(frozen=True, kw_only=True)
class ExemptUnit(Command):
    """Exempt a unit from a report, with the reason; it stays in every denominator."""

    title: ClassVar[Title] = Title("免报", "Exempt a unit")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "Obligation"

    obligation_id: str = said("报送义务标识", "which obligation")
    reason: str = said("免报理由", "why nothing is owed")


@dataclass(frozen=True, kw_only=True)
class GrantAmendment(Command):
    """Give leave to amend some lines of an accepted report until a day; the draft of it is prefilled (A10)."""

    title: ClassVar[Title] = Title("批准修订", "Grant an amendment")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    version_id: str = said("报送版本标识", "which accepted version")
    reason: str = said("理由", "why it may be amended")
    expires_on: date = said("修订期限", "last day, inclusive, Asia/Shanghai")
    lines: tuple[str, ...] = said("许可范围", "identifiers of the lines that may change")


@dataclass(frozen=True, kw_only=True)
class AskExtension(Command):
    """Ask for a later day, at least a working day before the report is due, with the reason."""

    title: ClassVar[Title] = Title("申请延期", "Ask for an extension")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "Obligation"

    obligation_id: str = said("报送义务标识", "which obligation")
    to: date = said("申请延至", "last day asked for")
    reason: str = said("延期理由", "why more time is needed")


@dataclass(frozen=True, kw_only=True)
class DecideExtension(Command):
    """Grant or decline an extension that was asked for; the first verdict on lateness stays (I7)."""

    title: ClassVar[Title] = Title("答复延期申请", "Decide on an extension")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "Obligation"

    obligation_id: str = said("报送义务标识", "which obligation")
    granted: bool = said("同意", "whether it is granted")


COMMANDS: tuple[type[Command], ...] = (
    OpenPeriod,
    BeginReview,
    ReturnRollup,
    AcceptRollup,
    ClosePeriod,
    ExemptUnit,
    GrantAmendment,
    AskExtension,
    DecideExtension,
)
