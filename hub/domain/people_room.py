"""A studio and a person as the rules of a studio's people see them."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.command import Refusal, wrong_state
from hub.domain.level import Level
from hub.domain.structure_facts import Rule
from hub.domain.words import LIVING, ResidencyRole, StudioStatus


@dataclass(frozen=True, kw_only=True)
class Room:
    """A studio as the rules of its people see it."""

    owner: str
    level: Level
    status: StudioStatus
    committee: str | None
    roster: frozenset[str]
    """Members who reside or convene there."""
    conveners: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person who is to be placed: where seated, which places held; `member` is None for who is no member."""

    member: str | None
    seats: frozenset[tuple[str, Level]] = frozenset()
    """Bodies in which the person sits, with their levels."""
    roles_here: frozenset[ResidencyRole] = frozenset()
    studios: int = 0
    """Other living studios of the same level in which the person resides or convenes."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The rules of structure that bind the studio; empty where no document says anything."""

    roster: tuple[Rule, ...] = ()
    conveners: tuple[Rule, ...] = ()
    single: tuple[Rule, ...] = ()
    lower: tuple[Rule, ...] = ()
    post: tuple[Rule, ...] = ()


def at_work(room: Room) -> Refusal | None:
    """Why nobody is placed in a studio any more, or not yet."""
    if room.status in LIVING:
        return None
    return wrong_state(
        f"工作室当前状态为“{room.status.title_zh}”，不能调整人员",
        f"the studio is in the state: {room.status.title_en}; its people cannot be changed",
        at="input.studioId",
        rule="W7",
    )
