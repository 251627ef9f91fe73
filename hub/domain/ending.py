"""How a studio ends and what is left to do: what may be asked for (domain.md W6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.registry_words import EndReason
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class DecideRemoval(Command):
    """The body that granted the plaque decides whether it is removed (A-53)."""

    title: ClassVar[Title] = Title("研究决定是否摘牌", "Decide whether the plaque of a studio is removed")
    act: ClassVar[Act] = Act.DECIDE
    noun: ClassVar[Noun] = Noun.STUDIO
    answers: ClassVar[str] = "Studio"

    studio_id: str = said("工作室标识", "identifier of the studio")
    removed: bool = said("是否摘牌", "whether the plaque is removed")
    cause: EndReason = said(
        "事由：违规、连续两次未达标或个人工作室基础薄弱",
        "violation, two consecutive failures or a weak personal studio",
    )
    reason: str = said("决定理由", "reason of the decision")
    meeting: str | None = said("会议届次", "which meeting decided", default=None)
    happened_on: date | None = said("决定日期，默认今天", "day of the decision; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class TerminateStudio(Command):
    """The owner ends a studio of its own accord."""

    title: ClassVar[Title] = Title("研究决定终止工作室", "End a studio by the decision of its owner")
    act: ClassVar[Act] = Act.DECIDE
    noun: ClassVar[Noun] = Noun.STUDIO
    answers: ClassVar[str] = "Studio"

    studio_id: str = said("工作室标识", "identifier of the studio")
    reason: str = said("终止理由", "reason of the decision")
    meeting: str | None = said("会议届次", "which meeting decided", default=None)
    happened_on: date | None = said("决定日期，默认今天", "day of the decision; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class RecoverPlate(Command):
    """The plate goes back to the body that granted it (R-119)."""

    title: ClassVar[Title] = Title("收回标牌", "Recover the plate of an ended studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.PLAQUE
    answers: ClassVar[str] = "Plaque"

    studio_id: str = said("工作室标识", "identifier of the studio")
    evidence: str = said("交接凭据", "what shows that it was handed over")
    happened_on: date | None = said("收回日期，默认今天", "day it was recovered; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class HandOnOpinions(Command):
    """Open opinions of an ended studio go to a living one of the same body, which sees to them (A-58)."""

    title: ClassVar[Title] = Title("移交未办结意见", "Hand on the open opinions of an ended studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.OPINION
    answers: ClassVar[str] = "Studio"

    studio_id: str = said("已终止工作室标识", "identifier of the ended studio")
    receiver_id: str = said("承接工作室标识", "identifier of the studio that takes them over")


@dataclass(frozen=True, kw_only=True)
class ArchiveStudio(Command):
    """One of the two parties has collected its records; with the last one the studio is archived (R-122)."""

    title: ClassVar[Title] = Title("收集归档", "Record what one party has collected of an ended studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ASSESSMENT
    answers: ClassVar[str] = "ArchiveRecord"

    studio_id: str = said("工作室标识", "identifier of the studio")
    items: tuple[str, ...] = said("归档资料", "what was collected")
    place: str | None = said("存放处", "where it is kept", default=None)
    happened_on: date | None = said("归档日期，默认今天", "day it was collected; today unless given", default=None)


COMMANDS: tuple[type[Command], ...] = (DecideRemoval, TerminateStudio, RecoverPlate, HandOnOpinions, ArchiveStudio)
