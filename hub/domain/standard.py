"""What a body demands of its studios: named standards, quotas, rules of structure, types, heads and approval chains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hub.domain.level import Level
from hub.domain.standard_words import (
    ApprovalStep,
    Combinator,
    HeadTitle,
    QuotaMetric,
    QuotaMode,
    QuotaPeriod,
    QuotaSubject,
    Strength,
    StructureKind,
)
from hub.domain.words import Mode, PlatformKind, StudioType


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where a rule stands: clause or heading, document line, sentence, and the decisions (A-…) on its reading."""

    rule: str | None
    clause: str
    source: str
    sentence: str
    interpretation: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, kw_only=True)
class StandardItem:
    """One item of a named standard, counted from 1."""

    position: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A named standard such as “六个有”; unknown items evaluate to unknown, never to pass (A-31)."""

    label: str
    purpose: str
    items_known: bool
    declared_item_count: int | None
    items: tuple[StandardItem, ...]
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class QuotaRule:
    """A least count per subject and calendar period; rules of a group combine, one without a period is not judged."""

    key: str
    subject: QuotaSubject
    metric: QuotaMetric
    mode: QuotaMode
    period: QuotaPeriod | None
    minimum: int
    group: str | None
    combinator: Combinator
    strength: Strength
    includes_citizen_proposals: bool
    applies_to: str | None
    effective_from: date | None
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class StructureRule:
    """A rule about the make-up of a studio; `due` is MM-DD of every year, inclusive, Asia/Shanghai (A-44)."""

    key: str
    kind: StructureKind
    strength: Strength
    minimum: int | None
    maximum: int | None
    items: tuple[str, ...]
    items_open: bool
    due: str | None
    types: tuple[StudioType, ...]
    levels: tuple[Level, ...]
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class TypeEntry:
    """A local kind of studio; several or no canonical types where the text leaves it open (A-34)."""

    local: str
    canonical: tuple[StudioType, ...]
    platform_kind: PlatformKind | None
    open_to_new: bool
    source: str
    sentence: str
    note: str | None


@dataclass(frozen=True, kw_only=True)
class HeadEntry:
    """A title of those who run a studio; the holder need not be a member (A-35)."""

    title: HeadTitle
    local: str
    holder: str | None
    minimum: int | None
    maximum: int | None
    source: str
    sentence: str
    note: str | None


@dataclass(frozen=True, kw_only=True)
class ApprovalChain:
    """The ordered steps to a studio of these types (all types when empty), started by the named applicants."""

    key: str
    types: tuple[StudioType, ...]
    mode: Mode
    applicants: tuple[str, ...]
    steps: tuple[ApprovalStep, ...]
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """One version of one body's standards; without `effective_from` the documents give no day and none is assumed.

    `quotas_from` is the first day of the first period that quotas judge (A-33).
    """

    body: str
    version: str
    title: str
    document: str | None
    effective_from: date | None
    effective_to: date | None
    quotas_from: date | None
    interpretation: tuple[str, ...]
    note: str | None
    standards: tuple[Standard, ...]
    quotas: tuple[QuotaRule, ...]
    structures: tuple[StructureRule, ...]
    types: tuple[TypeEntry, ...]
    heads: tuple[HeadEntry, ...]
    chains: tuple[ApprovalChain, ...]

    def in_force(self, day: date) -> bool:
        """Whether this version holds on the day; a version without a first day holds until it ends."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day < self.effective_to)


def rulebook_of(books: Iterable[Rulebook], *, body: str, on: date) -> Rulebook | None:
    """The version of a body's standards in force on the day, the latest of several; nothing where it has none."""
    held = [book for book in books if book.body == body and book.in_force(on)]
    return max(held, key=lambda book: (book.effective_from or date.min, book.version), default=None)
