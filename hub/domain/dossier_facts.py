"""What a dossier is computed from: the demands on a studio, its work of a year, and its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hub.domain.assessment_rules import Outcome, Thresholds
from hub.domain.dossier_holds import Hold
from hub.domain.registry_words import FindingResult
from hub.domain.standard_words import Combinator, QuotaMetric, QuotaMode, QuotaPeriod, QuotaSubject
from hub.domain.words import Mode, OutputKind


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a demand stands: its number, its clause and the sentence it rests on."""

    rule: str | None = None
    clause: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, kw_only=True)
class Quota:
    """A least count in each calendar period."""

    key: str
    subject: QuotaSubject
    metric: QuotaMetric
    mode: QuotaMode
    period: QuotaPeriod | None
    minimum: int
    group: str | None = None
    combinator: Combinator = Combinator.AND
    includes_citizen_proposals: bool = False
    applies_to: str | None = None
    effective_from: date | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, kw_only=True)
class Named:
    """A named standard; without known items nobody can tell whether it is met (A-31)."""

    label: str
    items: tuple[str, ...]
    items_known: bool
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, kw_only=True)
class Book:
    """One version of one body's standards, as far as assessments need it.

    `platforms` are those whose online work counts, its own or those named above it; None names none (A-28).
    """

    id: str
    body: str
    name: str
    quotas_from: date | None = None
    quotas: tuple[Quota, ...] = ()
    standards: tuple[Named, ...] = ()
    platforms: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Demands:
    """The versions that bind a studio, its own body's first, and what the nearest of them says about assessing."""

    books: tuple[Book, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    summary_due: str | None = None
    assessing: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Activities of one kind, mode and platform on one day."""

    kind: str
    mode: Mode
    platform: str | None
    on: date
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Shifts of one member on one day, in whichever studio (A-22); attendance may be unknown."""

    member: str
    mode: Mode
    platform: str | None
    on: date
    attended: bool | None
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Outputs of one kind that were submitted on one day."""

    kind: OutputKind
    on: date
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A stretch of time with open ends: a resident's in a studio, or a studio's on a platform.

    `who` is the member or the platform; `ended` is the first day no longer there.
    """

    who: str
    since: date | None = None
    ended: date | None = None


@dataclass(frozen=True, kw_only=True)
class Satisfaction:
    """How many opinions of the year ended to the citizen's satisfaction, and how many did not or do not say (R-110)."""

    satisfied: int = 0
    dissatisfied: int = 0
    not_said: int = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a dossier."""

    key: str
    result: FindingResult
    expected: str
    found: str
    missing: str | None = None
    gap_owner: str | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, kw_only=True)
class StudioYear:
    """A studio's year: what was recorded of it by the day on which it is judged, and what is held up."""

    name: str
    platform_kind: str
    year: int
    as_of: date
    started_on: date | None = None
    ended_on: date | None = None
    activities: tuple[Activity, ...] = ()
    shifts: tuple[Shift, ...] = ()
    outputs: tuple[Sent, ...] = ()
    residents: tuple[Stay, ...] = ()
    seats: tuple[Stay, ...] = ()
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    findings: tuple[Line, ...] = ()
    unassessed: tuple[int, ...] = ()
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A dossier before the committee decides, with what a failure would bring and what stands in its way."""

    year: int
    lines: tuple[Line, ...]
    if_failed: Outcome
    holds: tuple[Hold, ...] = ()
    unassessed: tuple[int, ...] = ()
