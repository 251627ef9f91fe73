"""Policy documents and reported figures in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import documents as models


@exposes(models.PolicyDocument)
class PolicyDocument(Node):
    """Dates are absent where the sources print none."""

    id: auto
    key: auto
    name: auto
    number: auto
    adopted_on: auto
    issued_on: auto
    effective_from: auto
    cite: auto
    source_sentence: auto
    note: auto
    body: auto


@exposes(models.ReportedFigure)
class ReportedFigure(Node):
    """Reported and computed figures are two things; this is what a document states."""

    id: auto
    key: auto
    bodies: auto
    level: auto
    level_confirmed: auto
    subject: auto
    metric: auto
    metrics_covered: auto
    value: auto
    unit: auto
    qualifier: auto
    incomplete_statistics: auto
    period_text: auto
    period_start: auto
    period_end: auto
    period_derived: auto
    scope: auto
    cite: auto
    source_sentence: auto
    note: auto
    body: auto
