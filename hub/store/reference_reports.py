"""The packaged definitions of reports as rows, with their indicators and rules, and the working days at hand."""

from __future__ import annotations

from collections.abc import Iterable

from hub.domain.calendar_files import CalendarRow
from hub.domain.report_definition import Indicator, ReportDefinition, Rule
from hub.store.models import report as models
from hub.store.reference_rows import Row, Wanted, body_id, document_id, reference_id
from hub.store.reference_standards import clause_columns

_SAME = (
    "code version name name_en cadence owes goes_to by_section grace_days two_person auto_accept materiality "
    "effective_from effective_to"
).split()


def report_rows(definitions: Iterable[ReportDefinition], days: Iterable[CalendarRow]) -> tuple[Wanted, ...]:
    """The rows of all versions of all reports, the versions first, and those of the working days."""
    held = tuple(definitions)
    indicators = (_indicator(one, part, place) for one in held for place, part in enumerate(one.indicators, start=1))
    return (
        Wanted(model=models.ReportDefinition, rows=tuple(_definition(one) for one in held)),
        Wanted(model=models.ReportIndicator, rows=tuple(indicators)),
        Wanted(model=models.ReportRule, rows=tuple(_rule(one, rule) for one in held for rule in one.rules)),
        Wanted(model=models.WorkingDay, rows=tuple(_day(day) for day in days)),
    )


def definition_id(one: ReportDefinition) -> str:
    """The identifier of this version of a report."""
    return reference_id(models.ReportDefinition, one.code, one.version)


def _definition(one: ReportDefinition) -> Row:
    due = one.due
    return (
        {name: getattr(one, name) for name in _SAME}
        | {
            "id": definition_id(one),
            "issuer_body_id": body_id(one.issuer),
            "document_id": document_id(one.document),
            "due_month_day": due.month_day if due else None,
            "due_working_day": due.working_day if due else None,
            "due_document_id": document_id(due.document) if due and due.document else None,
            "due_clause": due.clause if due else None,
        }
        | clause_columns(one.evidence)
    )


def _indicator(one: ReportDefinition, part: Indicator, place: int) -> Row:
    counted = part.predicate
    return {
        "id": reference_id(models.ReportIndicator, one.code, one.version, part.code),
        "definition_id": definition_id(one),
        "code": part.code,
        "name": part.name,
        "name_en": part.name_en,
        "unit": part.unit,
        "source": part.source,
        "fact_kind": counted.fact if counted else None,
        "conditions": [str(condition) for condition in counted.conditions] if counted else [],
        "dimensions": list(counted.by) if counted else [],
        "aggregation": counted.aggregation if counted else None,
        "aggregated": counted.of if counted else None,
        "joint_rule": part.joint_rule,
        "required": part.required,
        "ordinal": place,
        "cite": part.cite,
    }


def _rule(one: ReportDefinition, rule: Rule) -> Row:
    return {
        "id": reference_id(models.ReportRule, one.code, one.version, rule.code),
        "definition_id": definition_id(one),
        "code": rule.code,
        "name": rule.name,
        "name_en": rule.name_en,
        "check": rule.check,
        "severity": rule.severity,
        "tolerance": rule.tolerance,
    } | clause_columns(rule.evidence)


def _day(day: CalendarRow) -> Row:
    return {
        "id": reference_id(models.WorkingDay, str(day.year), day.day.isoformat()),
        "year": day.year,
        "day": day.day,
        "works": day.works,
        "origin": day.origin,
    }
