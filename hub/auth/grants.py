"""The lines of the page of rights: what one line may say."""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.domain.access import Act, Contract, Noun, Reach, Sensitivity
from hub.domain.level import Level


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One line of the page: an act on some nouns, as far as a reach."""

    key: str
    act: Act
    nouns: frozenset[Noun]
    reach: Reach
    source: str


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One line of the page: fields of a sensitivity, on the visible rows as far as a reach."""

    key: str
    sensitivity: Sensitivity
    reach: Reach
    source: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """All that the page says of one role.

    A role fits bodies of `levels` and, where `fits_rollup_units`, those that report to the province like a city.
    `contract` is None where the level of the body says which schema the role works with.
    """

    levels: frozenset[Level]
    source: str
    fits_rollup_units: bool = False
    service: bool = False
    contract: Contract | None = None
    may: tuple[Grant, ...] = ()
    sees: tuple[Sight, ...] = field(default=())


def grant(key: str, act: Act, *, on: frozenset[Noun], reach: Reach, source: str) -> Grant:
    """An act on some nouns, as far as a reach."""
    return Grant(key=key, act=act, nouns=on, reach=reach, source=source)


def sight(key: str, sensitivity: Sensitivity, *, reach: Reach, source: str) -> Sight:
    """Fields of a sensitivity, as far as a reach."""
    return Sight(key=key, sensitivity=sensitivity, reach=reach, source=source)
