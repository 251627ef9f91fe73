"""Assessments, checks, reminders and violations: what may be asked for (domain.md W5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.registry_words import AssessmentResult
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class AssessStudio(Command):
    """The year's assessment of a studio by the committee that guides it (R-112)."""

    title: ClassVar[Title] = Title(
        "年度考核：记录结论，依据由系统按标准和记录生成", "Assess a studio for a year; its dossier is computed"
    )
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ASSESSMENT
    answers: ClassVar[str] = "Assessment"

    studio_id: str = said("工作室标识", "identifier of the studio")
    year: int = said("年度", "which year")
    result: AssessmentResult = said("结论", "what the committee decided")
    opinion: str | None = said("考核意见，未达标时必填", "opinion of the committee; needed where not met", default=None)
    happened_on: date | None = said("考核日期，默认今天", "day it was decided; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class RecordCheck(Command):
    """A check of a studio's activities, scheduled or not (R-111)."""

    title: ClassVar[Title] = Title("记录检查", "Record a check of a studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ASSESSMENT
    answers: ClassVar[str] = "Measure"

    studio_id: str = said("工作室标识", "identifier of the studio")
    scheduled: bool = said("是否定期检查", "a scheduled check, as against one unannounced")
    findings: str = said("检查情况", "what was found")
    happened_on: date | None = said("检查日期，默认今天", "day of the check; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class RemindConvener(Command):
    """A reminder to the convener of a studio that does little (R-111)."""

    title: ClassVar[Title] = Title("提醒督促召集人", "Remind the convener of a studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ASSESSMENT
    answers: ClassVar[str] = "Measure"

    studio_id: str = said("工作室标识", "identifier of the studio")
    reason: str = said("提醒事由", "why the convener is reminded")
    happened_on: date | None = said("提醒日期，默认今天", "day of the reminder; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class RecordViolation(Command):
    """A violation found in the name of a studio: paid service, private gain, breach of law or charter (R-118)."""

    title: ClassVar[Title] = Title(
        "记录违规认定，交授牌单位研究摘牌", "Record a violation; people of the granting body decide on the plaque"
    )
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ASSESSMENT
    answers: ClassVar[str] = "Measure"

    studio_id: str = said("工作室标识", "identifier of the studio")
    reason: str = said("违规事实", "what was done")
    happened_on: date | None = said("认定日期，默认今天", "day it was found; today unless given", default=None)


COMMANDS: tuple[type[Command], ...] = (AssessStudio, RecordCheck, RemindConvener, RecordViolation)
