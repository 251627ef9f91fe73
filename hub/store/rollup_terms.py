"""A report's definition as the database holds it, in the form in which rules and computing want it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.access import Role
from hub.domain.due import DueKind, DueRule
from hub.domain.prefixed import prefixed
from hub.domain.report_definition import Predicate, predicate_of
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_facts import IndicatorTerms, Terms
from hub.domain.rollup_reconcile import Tolerance
from hub.domain.rollup_words import Aggregation, IndicatorSource, Owes, RuleCheck
from hub.domain.term import Title
from hub.store.dialect import table_of
from hub.store.models.report import ReportDefinition, ReportIndicator, ReportRule

Row = Mapping[str, Any]  # column values of any type

_DEFINITION, _INDICATOR, _RULE = (table_of(model) for model in (ReportDefinition, ReportIndicator, ReportRule))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An indicator as a definition asks for it; `predicate` is None unless it is counted from records."""

    code: str
    title: Title
    source: IndicatorSource
    predicate: Predicate | None
    required: bool


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A version of a report's definition."""

    id: str
    code: str
    version: str
    owes: Owes
    goes_to: Role
    by_section: bool
    due: DueRule
    grace: int | None
    two_person: bool
    auto_accept: bool
    materiality: Tolerance | None
    indicators: tuple[Asked, ...]
    tolerance: Tolerance | None
    rules_digest: str

    @property
    def told(self) -> tuple[Asked, ...]:
        """What is told in words."""
        return tuple(one for one in self.indicators if one.source is IndicatorSource.NARRATIVE)

    @property
    def stated(self) -> tuple[Asked, ...]:
        """What is stated as a figure."""
        return tuple(one for one in self.indicators if one.source is not IndicatorSource.NARRATIVE)

    def terms(self, units: Mapping[str, str], *, required: Collection[LineKey] = ()) -> Terms:
        """What it asks of a version with these sections; `required` are the lines that must be there (I3)."""
        return Terms(
            goes_to=self.goes_to,
            rules_digest=self.rules_digest,
            two_person=self.two_person,
            auto_accept=self.auto_accept,
            units=units,
            indicators={
                one.code: IndicatorTerms(title=one.title, source=one.source, tolerance=self.tolerance)
                for one in self.stated
            },
            required=frozenset(required),
            narratives=frozenset((unit, one.code) for one in self.told if one.required for unit in list(units)[:1]),
        )


async def definition_of(connection: AsyncConnection, identifier: str) -> Definition:
    """The definition with an identifier."""
    chosen = select(_DEFINITION).where(_DEFINITION.c.id == identifier)
    (found,) = await _read(connection, [(await connection.execute(chosen)).mappings().one()])
    return found


async def definitions(connection: AsyncConnection, code: str) -> list[tuple[Row, Definition]]:
    """Every version of a report's definition with its row, the latest in force first."""
    chosen = select(_DEFINITION).where(_DEFINITION.c.code == code).order_by(_DEFINITION.c.effective_from.desc())
    rows = (await connection.execute(chosen)).mappings().all()
    return list(zip([dict(row) for row in rows], await _read(connection, rows), strict=True))


async def _read(connection: AsyncConnection, rows: Sequence[Any]) -> list[Definition]:
    ids = [str(row["id"]) for row in rows]
    indicators = await _parts(connection, _INDICATOR, ids, order=_INDICATOR.c.ordinal)
    rules = await _parts(connection, _RULE, ids, order=_RULE.c.code)
    return [_definition(row, indicators[row["id"]], rules[row["id"]]) for row in rows]


async def _parts(connection: AsyncConnection, table: Any, ids: Collection[str], *, order: Any) -> Mapping[str, Any]:
    found: dict[str, list[Row]] = defaultdict(list)
    chosen = select(table).where(table.c.definition_id.in_(ids)).order_by(order)
    for row in (await connection.execute(chosen)).mappings():
        found[row["definition_id"]].append(dict(row))
    return found


def _definition(row: Row, indicators: Sequence[Row], rules: Sequence[Row]) -> Definition:
    return Definition(
        id=row["id"],
        code=row["code"],
        version=row["version"],
        owes=row["owes"],
        goes_to=row["goes_to"],
        by_section=row["by_section"],
        due=_due(row),
        grace=row["grace_days"],
        two_person=row["two_person"],
        auto_accept=row["auto_accept"],
        materiality=None if row["materiality"] is None else Tolerance(share=Fraction(row["materiality"])),
        indicators=tuple(_asked(one) for one in indicators),
        tolerance=_tolerance(rules),
        rules_digest=_digest_of(row, indicators, rules),
    )


def _due(row: Row) -> DueRule:
    if row["due_month_day"] is not None:
        return DueRule(kind=DueKind.MONTH_DAY, month_day=row["due_month_day"])
    if row["due_working_day"] is not None:
        return DueRule(kind=DueKind.WORKING_DAY, working_day=row["due_working_day"])
    return DueRule()


def _asked(row: Row) -> Asked:
    counted = row["source"] is IndicatorSource.FACT
    return Asked(
        code=row["code"],
        title=Title(row["name"], row["name_en"]),
        source=row["source"],
        predicate=_predicate(row) if counted else None,
        required=row["required"],
    )


def _predicate(row: Row) -> Predicate:
    return predicate_of(
        row["fact_kind"],
        conditions=row["conditions"],
        by=row["dimensions"],
        aggregation=row["aggregation"] or Aggregation.COUNT,
        of=row["aggregated"],
    )


def _tolerance(rules: Sequence[Row]) -> Tolerance | None:
    """How much more than all records may be claimed with an explanation; None where no document says."""
    given = [one["tolerance"] for one in rules if one["check"] is RuleCheck.UNSUPPORTED]
    return Tolerance(share=Fraction(given[0])) if given and given[0] is not None else None


def _digest_of(row: Row, indicators: Sequence[Row], rules: Sequence[Row]) -> str:
    """A digest of all that a version is checked by (I6)."""
    parts = [row, *indicators, *rules]
    told = (str(one[name]) for one in parts for name in sorted(one) if not name.endswith("id"))
    return hashlib.sha256(prefixed(told)).hexdigest()
