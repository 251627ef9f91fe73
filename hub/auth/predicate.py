"""Reach as plain data, and its interpreter in Python; the one in SQL is held equal to it by a property test."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from hub.auth.tree import Interval


@dataclass(frozen=True, kw_only=True)
class Everything:
    """All rows."""


@dataclass(frozen=True, kw_only=True)
class PublishedRows:
    """Rows that their owner published."""


@dataclass(frozen=True, kw_only=True)
class OwnerIn:
    """Rows with a participating owner in a branch."""

    position: int
    last: int


@dataclass(frozen=True, kw_only=True)
class OwnerIs:
    """Rows with a participating owner at one position."""

    position: int


@dataclass(frozen=True, kw_only=True)
class StudioIs:
    """Rows of one studio, the studio itself among them."""

    id: str


@dataclass(frozen=True, kw_only=True)
class CommitteeIs:
    """Rows of the studios that one committee guides."""

    id: str


@dataclass(frozen=True, kw_only=True)
class MemberIs:
    """Rows about one member, the member itself among them."""

    id: str


Anchor = StudioIs | CommitteeIs | MemberIs


@dataclass(frozen=True, kw_only=True)
class Anchored:
    """Rows that an identifier in a token names, as far as their owner stands where its issuer may speak."""

    by: Anchor
    position: int
    last: int


Clause = Everything | PublishedRows | OwnerIn | OwnerIs | Anchored


@dataclass(frozen=True, kw_only=True)
class Predicate:
    """Rows that any clause admits and, where `within` is given, that have an owner in one of its intervals.

    No clause admits no row; an empty `within` admits no row either.
    """

    any_of: frozenset[Clause] = frozenset()
    within: tuple[Interval, ...] | None = None


NOTHING = Predicate()


class Placed(Protocol):
    """What reach asks of a row.

    `owners` are the positions of all participating owners, since a joint row has several; `studio_ids` may be
    several too, since a member may sit in more than one studio.
    """

    @property
    def owners(self) -> Collection[int]:
        """Positions of the participating owners in the reporting tree."""

    @property
    def published(self) -> bool:
        """Whether its owner shows it to the public."""

    @property
    def studio_ids(self) -> Collection[str]:
        """Studios it belongs to."""

    @property
    def committee_id(self) -> str | None:
        """Committee that guides its studio."""

    @property
    def member_id(self) -> str | None:
        """Member it is about."""


def admits(predicate: Predicate, row: Placed) -> bool:
    """Whether a row is within reach."""
    granted = any(_holds(clause, row) for clause in predicate.any_of)
    return granted and (predicate.within is None or any(_owned_in(interval, row) for interval in predicate.within))


def _holds(clause: Clause, row: Placed) -> bool:
    match clause:
        case Everything():
            return True
        case PublishedRows():
            return row.published
        case OwnerIn(position=position, last=last):
            return _owned_in(Interval(position=position, last=last), row)
        case OwnerIs(position=position):
            return position in row.owners
        case Anchored(by=anchor, position=position, last=last):
            return _named(anchor, row) and _owned_in(Interval(position=position, last=last), row)


def _named(anchor: Anchor, row: Placed) -> bool:
    match anchor:
        case StudioIs(id=studio):
            return studio in row.studio_ids
        case CommitteeIs(id=committee):
            return row.committee_id == committee
        case MemberIs(id=member):
            return row.member_id == member


def _owned_in(interval: Interval, row: Placed) -> bool:
    return any(interval.holds(owner) for owner in row.owners)
