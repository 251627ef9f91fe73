"""Reporting for a period: what the unit that owes a report may ask for (domain.md W4; behaviour.md §2a, A1 to A6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.rollup_words import ReasonCode
from hub.domain.term import Title

OBLIGATION = Title("报送义务", "obligation to report")
VERSION = Title("报送版本", "version of a report")
PERIOD = Title("报送期次", "period")
DEFINITION = Title("报表定义", "definition of a report")
BODY = Title("政协组织", "body")


@dataclass(frozen=True, kw_only=True)
class StatedLine:
    """What a unit states in one line: a whole number, or why there is none."""

    title: ClassVar[Title] = Title("填报行", "A line as it is stated")

    unit: str = said("分节单位代码", "code of the body that it is about")
    indicator: str = said("指标代码", "code of the indicator")
    first_key: str = said("第一分组值", "value of its first dimension, left out where there is none", default="")
    second_key: str = said("第二分组值", "value of its second dimension, left out where there is none", default="")
    value: int | None = said("数值", "whole number in the indicator's unit; nought is a number", default=None)
    not_applicable: str | None = said("不适用原因", "why it does not apply, instead of a number", default=None)
    unknown: str | None = said("未知原因", "why it is not known, instead of a number", default=None)
    reason_code: ReasonCode | None = said("差异原因", "why it differs from the records", default=None)
    explanation: str | None = said("差异说明", "the difference in words", default=None)


@dataclass(frozen=True, kw_only=True)
class StatedText:
    """Something told in words."""

    title: ClassVar[Title] = Title("文字材料", "A part told in words")

    unit: str = said("分节单位代码", "code of the body that it is about")
    indicator: str = said("指标代码", "narrative part of the report, such as good-practice")
    theme: str = said("主题", "by which such texts are gathered", default="")
    heading: str = said("标题", "title", default="")
    text: str = said("内容", "what is told; say that there is nothing where there is none")


@dataclass(frozen=True, kw_only=True)
class SaveRollupDraft(Command):
    """Write lines of the own draft; a first draft is made from the records when there is none yet (A2)."""

    title: ClassVar[Title] = Title("保存汇总草稿", "Save the draft of a report")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    obligation_id: str = said("报送义务标识", "what is answered")
    expected_revision: int = said("所见修订号", "revision of the draft that was read; nought where there was none")
    lines: tuple[StatedLine, ...] = said("填报行", "lines to be written; the others stay", default=())
    narratives: tuple[StatedText, ...] | None = said(
        "文字材料", "all that is told in words, in place of what was there", default=None
    )
    adopt_computed: bool = said(
        "采用计算数", "state what the records give in every line counted from them", default=False
    )


@dataclass(frozen=True, kw_only=True)
class RecomputeRollup(Command):
    """Compute the own draft anew from the records of this moment; what is claimed stays (A3)."""

    title: ClassVar[Title] = Title("重新计算草稿", "Compute a draft anew")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    obligation_id: str = said("报送义务标识", "what is answered")


@dataclass(frozen=True, kw_only=True)
class ValidateRollup(Command):
    """Look through the own draft by the rules by which it will be submitted; answers findings and digest (A4)."""

    title: ClassVar[Title] = Title("校验汇总", "Validate a report")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    obligation_id: str = said("报送义务标识", "what is answered")


@dataclass(frozen=True, kw_only=True)
class SubmitRollup(Command):
    """Submit what was validated; the receipt is given in the same step (A5, A6)."""

    title: ClassVar[Title] = Title("报送汇总", "Submit a report")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    obligation_id: str = said("报送义务标识", "what is answered")
    digest: str = said("摘要值", "digest that the validation answered")


@dataclass(frozen=True, kw_only=True)
class WithdrawRollup(Command):
    """Withdraw a report before its review begins; it is corrected by the next version."""

    title: ClassVar[Title] = Title("撤回汇总", "Withdraw a report")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "RollupVersion"

    version_id: str = said("报送版本标识", "which version")


@dataclass(frozen=True, kw_only=True)
class PushRollup(Command):
    """Push the whole of some sections as a system does: saved, validated and, if wished, submitted in one step.

    What is not stated in a section that is pushed is empty afterwards, never unchanged (I3). A push needs a key of its
    own; a refused one is kept with its findings, and the same content again answers the receipt that was given before.
    """

    title: ClassVar[Title] = Title("推送汇总", "Push a report")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.ROLLUP
    answers: ClassVar[str] = "PushAttempt"
    keeps_requests: ClassVar[bool] = True

    definition: str = said("报表代码", "code of the report, such as province-quarterly")
    period: str = said("期次", "label of the period, such as 2026-Q3")
    body: str = said("报送单位代码", "code of the body that reports")
    units: tuple[str, ...] = said("分节单位代码", "sections that are pushed whole")
    lines: tuple[StatedLine, ...] = said("填报行", "all lines of these sections")
    narratives: tuple[StatedText, ...] = said("文字材料", "all that these sections tell in words", default=())
    submit: bool = said("一并报送", "submit it when nothing hinders; else it stays a draft", default=True)


COMMANDS: tuple[type[Command], ...] = (
    SaveRollupDraft,
    RecomputeRollup,
    ValidateRollup,
    SubmitRollup,
    WithdrawRollup,
    PushRollup,
)
