"""Bodies, their edges and their committees in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import body as models


@exposes(models.Body, keys=("id", "code"))
class Body(Node):
    """Level is an attribute; the reporting tree is what scope and totals follow (A-03)."""

    id: auto
    code: auto
    name: auto
    short_name: auto
    abbreviation: auto
    level: auto
    level_confirmed: auto
    direct_to_province: auto
    rollup_unit: auto
    managing_department: auto
    office: auto
    publishes_member_phone: auto
    division: auto
    reports_to: auto
    reporting: auto
    edges_up: auto
    committees: auto
    studios: auto
    memberships: auto
    activities: auto
    duty_shifts: auto
    opinions: auto
    outputs: auto
    figures: auto
    rulebooks: auto
    standards: auto
    documents: auto
    applications: auto
    filings: auto
    linkages: auto
    takes_part: auto
    shared_activities: auto
    tasks: auto
    assessments: auto
    measures: auto
    findings: auto
    obligations: auto
    rollup_versions: auto
    sources: auto


@exposes(models.BodyEdge)
class BodyRelation(Node):
    """Reporting, guidance and joint work are three different trees."""

    id: auto
    kind: auto
    valid_from: auto
    valid_to: auto
    cite: auto
    child: auto
    parent: auto


@exposes(models.Committee)
class Committee(Node):
    """It guides, serves, manages and assesses the studios it is linked with (S3:133)."""

    id: auto
    name: auto
    linked_sectors: auto
    linked_areas: auto
    linked_industries: auto
    annual_key_points: auto
    body: auto
    studios: auto
    memberships: auto
