"""A studio passes to another body: its owner's department proposes it and the new owner's agrees (A-41).

The studio keeps its identity and its filing number. What it did before stays counted for the former owner; from the
day of the agreement on it counts for the new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hub.domain.access import Act, Noun, Role
from hub.domain.command import Actor, Command, Refusal, machines_never, needed, said, wrong_role, wrong_state
from hub.domain.filing_rules import StudioFacts
from hub.domain.registry_words import TaskKind, TaskStatus
from hub.domain.term import Title
from hub.domain.words import LIVING

_RULE = "A-41"
_PROPOSING = "提出变更工作室归属", "proposing another owner of a studio"
_AGREEING = "答复工作室归属变更", "answering a proposed change of owner"


@dataclass(frozen=True, kw_only=True)
class ChangeStudioOwner(Command):
    """Propose that a studio passes to another body; nothing changes until that body's department agrees."""

    title: ClassVar[Title] = Title("提出变更工作室归属", "Propose another owner of a studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.STUDIO
    answers: ClassVar[str] = "Studio"

    studio_id: str = said("工作室标识", "which studio")
    body_code: str = said("新归属政协代码", "code of the body that would own it")
    reason: str = said("变更理由", "why it is to pass")


@dataclass(frozen=True, kw_only=True)
class AnswerOwnerChange(Command):
    """Agree to own a studio, or decline; with the agreement it passes."""

    title: ClassVar[Title] = Title("答复工作室归属变更", "Agree to own a studio, or decline")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.TASK
    answers: ClassVar[str] = "Task"

    task_id: str = said("待办标识", "the task that asks for the answer")
    agreed: bool = said("是否同意", "whether the body agrees to own it")
    committee_id: str | None = said("联系指导专委会标识", "committee of the new owner that will guide it", default=None)
    note: str | None = said("说明", "what is to be known about it; a reason where it is declined", default=None)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A proposed change as it stands."""

    body: str
    """The body that would own the studio."""
    former: str
    """The body that proposed it."""
    kind: TaskKind
    status: TaskStatus


def proposing(actor: Actor, studio: StudioFacts, *, pending: bool) -> Refusal | None:
    """Why a caller may not propose another owner of a studio now, whichever."""
    if (refusal := _by_people_of(studio.owner, actor, _PROPOSING)) is not None:
        return refusal
    if studio.status not in LIVING:
        return _not_living(studio)
    if pending:
        return wrong_state(
            "该工作室的归属变更正待对方答复，请等待答复后再提出",
            "a change of its owner is waiting for an answer already; wait for it",
            rule=_RULE,
        )
    return None


def proposal(studio: StudioFacts, *, body: str | None, reason: str) -> Refusal | None:
    """What is wrong with a proposal; `body` is the new owner, where there is one in force under the code."""
    if body is None:
        return Refusal(
            code="NO_SUCH_BODY",
            zh="没有该代码的政协组织，请核对新归属政协代码",
            en="there is no body with this code; check it",
            at="input.bodyCode",
            rule=_RULE,
        )
    if body == studio.owner:
        return Refusal(
            code="SAME_OWNER",
            zh="该政协已是工作室的归属政协，无须变更",
            en="this body owns it already",
            at="input.bodyCode",
            rule=_RULE,
        )
    return None if reason.strip() else needed("变更理由", "the reason", at="input.reason", rule=_RULE)


def answering(actor: Actor, offer: Offer, studio: StudioFacts) -> Refusal | None:
    """Why a caller may not answer a proposed change now, whatever the answer."""
    if (refusal := _by_people_of(offer.body, actor, _AGREEING)) is not None:
        return refusal
    if offer.kind is not TaskKind.AGREE_OWNER_CHANGE or offer.status is not TaskStatus.OPEN:
        return wrong_state(
            "该待办不是待答复的归属变更，无须办理", "this task asks for no answer about an owner", rule=_RULE
        )
    if studio.owner != offer.former:
        return wrong_state(
            "工作室归属在提出后已有变化，请由现归属政协重新提出",
            "the owner is another one since; its department has to propose it anew",
            rule=_RULE,
        )
    return None


def agreement(studio: StudioFacts, *, agreed: bool, note: str | None) -> Refusal | None:
    """What is wrong with an answer."""
    if not agreed:
        return None if (note or "").strip() else needed("不同意的理由", "the reason", at="input.note", rule=_RULE)
    return None if studio.status in LIVING else _not_living(studio)


def _by_people_of(body: str, actor: Actor, what: tuple[str, str]) -> Refusal | None:
    zh, en = what
    if actor.is_machine:
        return machines_never(zh, en)
    if Role.MANAGING_DEPARTMENT not in actor.roles or actor.body_id != body:
        return wrong_role(Role.MANAGING_DEPARTMENT, zh, en, rule=_RULE)
    return None


def _not_living(studio: StudioFacts) -> Refusal:
    title = studio.status.titles
    return wrong_state(
        f"工作室处于“{title.zh}”状态，不能变更归属",
        f"the studio is {title.en}; only one that lives passes to another body",
        rule=_RULE,
    )


COMMANDS: tuple[type[Command], ...] = (ChangeStudioOwner, AnswerOwnerChange)
