"""What a caller asks to be done: a command in words of both languages, who asks, and the expected no."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any, ClassVar

from hub.domain.access import Act, Noun, Role
from hub.domain.level import Level
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An expected no: what is wrong, where, under which rule, and what to do; nothing has been changed."""

    code: str
    zh: str
    en: str
    at: str | None = None
    """Path of the argument it is about, in the graph's spelling."""
    rule: str | None = None
    """Number of the rule or decision (R-…, A-…)."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who asks, as the rules see it; identifiers are those that the token names and its issuer may name."""

    subject: str
    roles: frozenset[Role]
    is_machine: bool
    body_id: str | None
    level: Level | None
    committees: frozenset[str] = frozenset()
    studios: frozenset[str] = frozenset()
    member: str | None = None


class Command:
    """Something to be done; a subclass is a frozen dataclass whose fields are made by `said`.

    `act` and `noun` say which line of the page of rights lets a caller ask for it, `answers` which type of the graph
    the row is that it comes to.
    """

    title: ClassVar[Title]
    act: ClassVar[Act]
    noun: ClassVar[Noun]
    answers: ClassVar[str]
    keeps_requests: ClassVar[bool] = False
    """Whether its deed itself keeps what came under a key, and gives the same answer again."""


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """An action on an object: the name of its mutation, and why it is not open to this caller now."""

    action: str
    refusal: Refusal | None = None


def said(zh: str, en: str, *, default: Any = MISSING) -> Any:
    """A field of a command with its title in both languages; without a default it must be given."""
    metadata = {"title": Title(zh, en)}
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def absent(what: Title, *, at: str) -> Refusal:
    """The answer for what is not there and for what is out of reach alike: each level acts on its own (R-72)."""
    return Refusal(
        code="NOT_FOUND",
        zh=f"没有可由您办理的该{what.zh}，请核对标识",
        en=f"there is nothing you may act on under this identifier ({what.en}); check it",
        at=at,
        rule="R-72",
    )


def needed(zh: str, en: str, *, at: str, rule: str | None = None) -> Refusal:
    """Something has to be given that was not."""
    return Refusal(code="MISSING_FIELD", zh=f"缺少{zh}，请补充", en=f"{en} is missing; give it", at=at, rule=rule)


def machines_never(zh: str, en: str) -> Refusal:
    """A decision that only people take (behaviour.md F6)."""
    return Refusal(
        code="PEOPLE_ONLY",
        zh=f"{zh}须由人员办理，系统账号不得代办",
        en=f"{en} is done by people; a machine may not do it",
        rule="F6",
    )


def wrong_role(role: Role, zh: str, en: str, *, rule: str | None = None) -> Refusal:
    """A step that belongs to another role."""
    return Refusal(
        code="WRONG_ROLE",
        zh=f"{zh}由{role.title_zh}办理",
        en=f"{en} is for: {role.title_en}",
        rule=rule,
    )


def wrong_state(zh: str, en: str, *, at: str | None = None, rule: str | None = None) -> Refusal:
    """Something that cannot be done in the state in which things stand."""
    return Refusal(code="WRONG_STATE", zh=zh, en=en, at=at, rule=rule)
