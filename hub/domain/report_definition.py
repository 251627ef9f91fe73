"""What a report asks for: who owes it, by when, its indicators as plain conditions on records, and its rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from hub.domain.access import Role
from hub.domain.activity_kind import read_activity_kinds
from hub.domain.rollup_words import (
    Aggregation,
    Cadence,
    FactKind,
    IndicatorSource,
    Owes,
    RuleCheck,
    Severity,
)
from hub.domain.standard import Evidence
from hub.domain.term import Term
from hub.domain.words import (
    JointRule,
    Mode,
    OpinionChannel,
    OpinionClass,
    OpinionStatus,
    OutputFate,
    OutputKind,
    PlatformKind,
    RotaKind,
    StudioStatus,
    StudioType,
)

MOST_DIMENSIONS = 2
"""A line of a report has a key for each of so many dimensions."""

FLAGS = ("true", "false")
_CONDITION = re.compile(r"([a-z_]+) (=|in) (\S.*)")


class FaultyPredicate(ValueError):
    """A predicate that cannot be counted; says in both languages which part is wrong and what to correct."""

    def __init__(self, key: str, *, zh: str, en: str) -> None:
        super().__init__(f"{key}：{zh} / {en}")
        self.key = key
        self.zh = zh
        self.en = en


@dataclass(frozen=True, kw_only=True)
class FactShape:
    """What may be said of a kind of record.

    `day` is the column by which a record belongs to a period; without one the record counts on the last day of the
    period. `words` are the columns with a closed set, `flags` those that say yes or no, `numbers` those that add up,
    `names` those whose distinct values can be counted. A dotted path steps over one relationship.
    """

    day: str | None
    words: Mapping[str, type[Term]]
    flags: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    paths: Mapping[str, str]

    def path(self, column: str) -> str:
        """Where the column lies in the model."""
        return self.paths.get(column, column)


_STUDIO_PATH = {"studio_type": "studio.type"}
_STUDIO_TYPE: dict[str, type[Term]] = {"studio_type": StudioType}
KIND = "kind"
"""The column of activities whose values are rows of the table of kinds and not a closed set."""

SHAPES: Mapping[FactKind, FactShape] = {
    FactKind.ACTIVITY: FactShape(
        day="held_on",
        words={"mode": Mode, **_STUDIO_TYPE},
        flags=frozenset({"party_study_first"}),
        numbers=frozenset({"members_count", "public_count", "beneficiaries"}),
        names=frozenset({"studio_id"}),
        paths={KIND: "kind.code", **_STUDIO_PATH},
    ),
    FactKind.DUTY_SHIFT: FactShape(
        day="held_on",
        words={"mode": Mode, "rota_kind": RotaKind, **_STUDIO_TYPE},
        flags=frozenset({"planned", "attended"}),
        numbers=frozenset({"appointments", "issues_raised", "solved"}),
        names=frozenset({"studio_id", "member_id"}),
        paths=_STUDIO_PATH,
    ),
    FactKind.OPINION: FactShape(
        day="received_on",
        words={
            "channel": OpinionChannel,
            "opinion_class": OpinionClass,
            "status": OpinionStatus,
            **_STUDIO_TYPE,
        },
        flags=frozenset({"in_scope", "widely_concerned", "solved", "satisfied"}),
        names=frozenset({"studio_id"}),
        paths=_STUDIO_PATH,
    ),
    FactKind.OUTPUT: FactShape(
        day="submitted_on",
        words={"kind": OutputKind, "fate": OutputFate, **_STUDIO_TYPE},
        flags=frozenset({"is_collective", "is_key"}),
        names=frozenset({"studio_id", "issue_number"}),
        paths=_STUDIO_PATH,
    ),
    FactKind.STUDIO: FactShape(
        day=None,
        words={"type": StudioType, "mode": Mode, "status": StudioStatus, "platform_kind": PlatformKind},
        flags=frozenset({"counts_as_studio", "is_demonstration"}),
        names=frozenset({"committee_id"}),
        paths={},
    ),
}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A column that must hold one of some values; flags hold `true` or `false`."""

    column: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        sign = "=" if len(self.values) == 1 else "in"
        return f"{self.column} {sign} {', '.join(self.values)}"


@dataclass(frozen=True, kw_only=True)
class Predicate:
    """Which records count, by what they are divided, and how they become a figure; all conditions must hold."""

    fact: FactKind
    conditions: tuple[Condition, ...] = ()
    by: tuple[str, ...] = ()
    aggregation: Aggregation = Aggregation.COUNT
    of: str | None = None

    @property
    def shape(self) -> FactShape:
        """What may be said of its kind of record."""
        return SHAPES[self.fact]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A figure counted from records, a figure stated by hand, or a part told in words; only the first is counted."""

    code: str
    name: str
    name_en: str
    unit: str | None
    source: IndicatorSource
    predicate: Predicate | None
    joint_rule: JointRule | None
    required: bool
    cite: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A check that each version goes through; with a tolerance, a greater share than that blocks."""

    code: str
    name: str
    name_en: str
    check: RuleCheck
    severity: Severity
    tolerance: Decimal | None
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class Due:
    """By when a report is due and which clause says so: a day of the year, or a working day after the period."""

    month_day: str | None
    working_day: int | None
    document: str | None
    """None where the notice is none of the reference's documents: then the clause names it."""
    clause: str


@dataclass(frozen=True, kw_only=True)
class ReportDefinition:
    """One version of a report; `due` is None where no document gives a day (A-43)."""

    code: str
    version: str
    name: str
    name_en: str
    issuer: str
    document: str
    cadence: Cadence
    owes: Owes
    goes_to: Role
    by_section: bool
    due: Due | None
    grace_days: int | None
    two_person: bool
    auto_accept: bool
    materiality: Decimal | None
    effective_from: date | None
    effective_to: date | None
    evidence: Evidence
    indicators: tuple[Indicator, ...]
    rules: tuple[Rule, ...]


def predicate_of(
    fact: FactKind, *, conditions: Sequence[str], by: Sequence[str], aggregation: Aggregation, of: str | None
) -> Predicate:
    """The predicate that texts describe, such as `kind = READING` or `mode in ONLINE, BOTH`; else FaultyPredicate."""
    read = tuple(_condition(fact, text) for text in conditions)
    _once("conditions", [one.column for one in read])
    _once("by", by)
    if len(by) > MOST_DIMENSIONS:
        raise FaultyPredicate("by", zh=f"最多 {MOST_DIMENSIONS} 个分组", en=f"at most {MOST_DIMENSIONS} dimensions")
    for column in by:
        if column not in _divisions(fact):
            raise FaultyPredicate("by", zh=f"{fact} 不能按“{column}”分组", en=f"{fact} is not divided by {column!r}")
    _check_aggregated(fact, aggregation, of)
    return Predicate(fact=fact, conditions=read, by=tuple(by), aggregation=aggregation, of=of)


def values_of(fact: FactKind, column: str) -> tuple[str, ...]:
    """The values that a column may hold, in their order; empty for a column that is not compared."""
    shape = SHAPES[fact]
    if fact is FactKind.ACTIVITY and column == KIND:
        return _kind_codes()
    if column in shape.flags:
        return FLAGS
    words = shape.words.get(column)
    return () if words is None else tuple(str(word) for word in words)


def _condition(fact: FactKind, text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None:
        zh, en = f"“{text}”应写作 mode = ONLINE 或 mode in ONLINE, BOTH", f"{text!r} must read like mode = ONLINE"
        raise FaultyPredicate("conditions", zh=zh, en=en)
    column, sign, rest = found.groups()
    values = (rest,) if sign == "=" else tuple(part.strip() for part in rest.split(","))
    known = values_of(fact, column)
    if not known:
        raise FaultyPredicate(
            "conditions", zh=f"{fact} 没有“{column}”可比较", en=f"{fact} has no {column!r} to compare"
        )
    for value in values:
        if value not in known:
            zh, en = f"“{value}”不是 {column} 的取值", f"{value!r} is no value of {column}"
            raise FaultyPredicate("conditions", zh=zh, en=en)
    _once("conditions", values)
    return Condition(column=column, values=values)


def _check_aggregated(fact: FactKind, aggregation: Aggregation, of: str | None) -> None:
    shape = SHAPES[fact]
    allowed = {Aggregation.SUM: shape.numbers, Aggregation.COUNT_DISTINCT: shape.names}.get(aggregation)
    if allowed is None:
        if of is not None:
            raise FaultyPredicate("of", zh="计数不需要字段，请删除", en="a count has no column, remove it")
        return
    if of not in allowed:
        names = ", ".join(sorted(allowed)) or "-"
        raise FaultyPredicate("of", zh=f"应为 {names} 之一", en=f"must be one of {names}")


def _divisions(fact: FactKind) -> frozenset[str]:
    own = {KIND} if fact is FactKind.ACTIVITY else set()
    return frozenset(own | {*SHAPES[fact].words})


def _once(key: str, names: Sequence[str]) -> None:
    for name in names:
        if list(names).count(name) > 1:
            raise FaultyPredicate(key, zh=f"“{name}”重复", en=f"{name!r} stands twice")


@cache
def _kind_codes() -> tuple[str, ...]:
    return tuple(kind.code for kind in read_activity_kinds())
