"""Definitions, periods and working days of reports in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import report as models


@exposes(models.ReportDefinition)
class ReportDefinition(Node):
    """Who owes what, how often and under which clause; a due day only where a document gives one (A-43)."""

    id: auto
    code: auto
    version: auto
    name: auto
    name_en: auto
    cadence: auto
    owes: auto
    goes_to: auto
    by_section: auto
    due_month_day: auto
    due_working_day: auto
    due_clause: auto
    grace_days: auto
    two_person: auto
    auto_accept: auto
    materiality: auto
    effective_from: auto
    effective_to: auto
    cite: auto
    source_sentence: auto
    note: auto
    clause: auto
    rule: auto
    interpretation: auto
    issuer: auto
    document: auto
    indicators: auto
    rules: auto
    periods: auto


@exposes(models.ReportIndicator)
class ReportIndicator(Node):
    """The conditions are plain equalities on columns of the records, so that anyone can count them again."""

    id: auto
    code: auto
    name: auto
    name_en: auto
    unit: auto
    source: auto
    fact_kind: auto
    conditions: auto
    dimensions: auto
    aggregation: auto
    aggregated: auto
    joint_rule: auto
    required: auto
    ordinal: auto
    cite: auto
    definition: auto


@exposes(models.ReportRule)
class ReportRule(Node):
    """The same rules run when a version is checked and when it is submitted."""

    id: auto
    code: auto
    name: auto
    name_en: auto
    check: auto
    severity: auto
    tolerance: auto
    cite: auto
    source_sentence: auto
    note: auto
    clause: auto
    rule: auto
    interpretation: auto
    definition: auto


@exposes(models.WorkingDay)
class WorkingDay(Node):
    """Weeks are counted from the calendar and these days together; a year without any cannot be counted."""

    id: auto
    year: auto
    day: auto
    works: auto
    origin: auto


@exposes(models.ReportPeriod)
class ReportPeriod(Node):
    """Opened once; its obligations never change in number afterwards."""

    id: auto
    definition_code: auto
    label: auto
    starts_on: auto
    ends_on: auto
    status: auto
    opened_at: auto
    opened_by: auto
    closed_at: auto
    closed_by: auto
    definition: auto
    body: auto
    obligations: auto
