"""What is judged, by what, and what judging came to, as plain facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hub.domain.registry_words import FindingResult, JudgedBy
from hub.domain.standard import Rulebook
from hub.domain.standard_words import StructureKind
from hub.domain.structure_facts import Rule, StudioFacts
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A rule of structure with the key it keeps from version to version."""

    key: str
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class Named:
    """A named standard such as “六个有” of which every item must be there; unknown items are never met (A-31)."""

    id: str
    label: str
    items: tuple[str, ...]
    declared: int | None


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a body's standards, as far as studios are judged by it."""

    id: str
    body: str
    name: str
    effective_from: date | None
    effective_to: date | None = None
    demands: tuple[Demand, ...]
    standards: tuple[Named, ...]

    def in_force(self, day: date) -> bool:
        """Whether it holds on the day; without a first day it holds until it ends."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day < self.effective_to)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A studio as it is judged; None is unknown."""

    facts: StudioFacts
    bodies: tuple[str, ...]
    """Codes of its own body and of those above it in the reporting tree, the nearest first."""
    founded: date | None = None
    reasons: Mapping[StructureKind, str] = field(default_factory=dict)
    """Why a rule in principle is not kept, as far as reasons are on record."""
    heads: int | None = None
    """People who head it under whatever title (A-35)."""
    duty_list: str | None = None
    duty_plan: str | None = None
    summary_sent: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What judging a studio by one rule or one named standard came to."""

    version: str
    key: str
    rule: Rule | None
    standard: str | None
    judged_by: JudgedBy
    result: FindingResult
    expected: Title
    found: Title
    reason: str | None = None
    effective: bool = True
    """The strictest of its kind along the chain, which is the effective standard (A-25)."""


def version_of(book: Rulebook) -> Version:
    """A version as a file holds it; its own keys stand for identifiers."""
    demands = (
        Demand(
            key=one.key,
            rule=Rule(
                kind=one.kind,
                strength=one.strength,
                minimum=one.minimum,
                maximum=one.maximum,
                items=one.items,
                items_open=one.items_open,
                types=one.types,
                levels=one.levels,
                number=one.evidence.rule,
                id=one.key,
            ),
        )
        for one in book.structures
    )
    named = (
        Named(
            id=one.label,
            label=one.label,
            items=tuple(item.name for item in one.items),
            declared=one.declared_item_count,
        )
        for one in book.standards
        if is_of_studios(one.purpose, one.items_known)
    )
    return Version(
        id=f"{book.body}/{book.version}",
        body=book.body,
        name=book.title,
        effective_from=book.effective_from,
        effective_to=book.effective_to,
        demands=tuple(demands),
        standards=tuple(named),
    )


def is_of_studios(purpose: str, items_known: bool) -> bool:
    """Whether studios are judged by a named standard: by how they are built, or nobody knows by what (A-31)."""
    return purpose == "construction standard" or not items_known


def held_by(versions: Iterable[Version], body: str, *, on: date) -> Version | None:
    """The version of a body's standards in force on the day, the latest of several."""
    held = [one for one in versions if one.body == body and one.in_force(on)]
    return max(held, key=lambda one: (one.effective_from or date.min, one.id), default=None)
