"""Filing with the province office: what may be asked; filing is notification, so that nobody can ask to refuse one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.registry_words import FilingKind
from hub.domain.term import Title

MOST_AT_ONCE = 200
"""Filings that one request may submit."""

FILING = Title("备案", "filing")
STUDIO = Title("工作室", "studio")


@dataclass(frozen=True, kw_only=True)
class SubmitFiling(Command):
    """Notify the office of a new studio or of a change; after a return the same filing is submitted again (R-77)."""

    title: ClassVar[Title] = Title("提交备案，退回后重新提交", "Submit a filing, or submit it again after a return")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.FILING
    answers: ClassVar[str] = "Filing"

    studio_id: str = said("工作室标识", "which studio")
    kind: FilingKind = said("备案种类", "what the office is notified of", default=FilingKind.NEW_STUDIO)
    before: str | None = said("变更前内容", "what it was before the change", default=None)
    after: str | None = said("变更后内容", "what it is after the change", default=None)


@dataclass(frozen=True, kw_only=True)
class ReceiveFiling(Command):
    """Give the receipt of a filing that has arrived."""

    title: ClassVar[Title] = Title("签收备案", "Receive a filing")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.FILING
    answers: ClassVar[str] = "Filing"

    filing_id: str = said("备案标识", "which filing")


@dataclass(frozen=True, kw_only=True)
class ReturnFiling(Command):
    """Send a filing back for what is missing or wrong in form, and for nothing else (A-40)."""

    title: ClassVar[Title] = Title("因形式缺陷退回备案", "Return a filing for defects of form")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.FILING
    answers: ClassVar[str] = "Filing"

    filing_id: str = said("备案标识", "which filing")
    defects: tuple[str, ...] = said("形式缺陷", "what is missing or wrong in form, one by one")


@dataclass(frozen=True, kw_only=True)
class AcceptFiling(Command):
    """Put a filing on file; remarks go with it and hinder nothing (A-40)."""

    title: ClassVar[Title] = Title("予以备案，可附意见", "Put a filing on file, with remarks where there are any")
    act: ClassVar[Act] = Act.RECEIVE
    noun: ClassVar[Noun] = Noun.FILING
    answers: ClassVar[str] = "Filing"

    filing_id: str = said("备案标识", "which filing")
    remarks: str | None = said("备案意见", "what the office remarks", default=None)
    asks_answer: bool = said(
        "意见涉及内容，须主管部门答复", "the remarks are about the substance and are to be answered", default=False
    )


@dataclass(frozen=True, kw_only=True)
class AnswerRemarks(Command):
    """Answer what the office remarked about the substance; the studio is on file all the while (A-40)."""

    title: ClassVar[Title] = Title("答复备案意见", "Answer the remarks on a filing")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.FILING
    answers: ClassVar[str] = "Filing"

    filing_id: str = said("备案标识", "which filing")
    answer: str = said("答复", "what has been put right, or why it stays as it is")


@dataclass(frozen=True, kw_only=True)
class RenameStudio(Command):
    """Give a studio another name; it stays the same studio under the same filing number (A-41)."""

    title: ClassVar[Title] = Title("工作室更名", "Rename a studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.STUDIO
    answers: ClassVar[str] = "Studio"

    studio_id: str = said("工作室标识", "which studio")
    name: str = said("新名称", "its new name")


@dataclass(frozen=True, kw_only=True)
class FileStudios(Command):
    """Submit many filings in one request; each is judged on its own, and a bad one does not stop the others."""

    title: ClassVar[Title] = Title("批量提交备案", "Submit many filings at once")
    act: ClassVar[Act] = Act.SUBMIT
    noun: ClassVar[Noun] = Noun.FILING
    answers: ClassVar[str] = "Filing"

    studios: tuple[SubmitFiling, ...] = said("各工作室的备案", "the filings, at most 200")


COMMANDS: tuple[type[Command], ...] = (
    SubmitFiling,
    ReceiveFiling,
    ReturnFiling,
    AcceptFiling,
    AnswerRemarks,
    RenameStudio,
)
