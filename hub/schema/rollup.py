"""Obligations, versions and lines of reports in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import rollup as models


@exposes(models.Obligation)
class Obligation(Node):
    """The denominator of completeness and timeliness (behaviour.md §2d)."""

    id: auto
    due_original: auto
    due_effective: auto
    status: auto
    exemption: auto
    first_received_at: auto
    on_time: auto
    on_time_extended: auto
    missing_since: auto
    extension_until: auto
    extension_reason: auto
    extension_asked_at: auto
    extension_asked_by: auto
    extension_granted: auto
    extension_decided_at: auto
    extension_decided_by: auto
    revision: auto
    period: auto
    body: auto
    studio: auto
    committee: auto
    versions: auto
    receipts: auto


@exposes(models.RollupVersion)
class RollupVersion(Node):
    """A full snapshot, unchangeable from its submission on; a correction is a new version (I2, I3)."""

    id: auto
    number: auto
    kind: auto
    status: auto
    revision: auto
    digest: auto
    digest_algorithm: auto
    watermark: auto
    facts_read: auto
    rules_digest: auto
    mapping_digest: auto
    units: auto
    drafted_at: auto
    drafted_by: auto
    last_edited_at: auto
    last_edited_by: auto
    validated_at: auto
    submitted_at: auto
    submitted_by: auto
    received_at: auto
    review_began_at: auto
    returned_at: auto
    returned_by: auto
    correction_due: auto
    accepted_at: auto
    accepted_by: auto
    obligation: auto
    body: auto
    definition: auto
    previous: auto
    lines: auto
    narratives: auto
    findings: auto
    return_items: auto


@exposes(models.RollupLine)
class RollupLine(Node):
    """A claim of the reporting unit beside what the records give; neither overwrites the other (A-47)."""

    id: auto
    indicator: auto
    first_key: auto
    second_key: auto
    value_kind: auto
    claimed: auto
    reason: auto
    computed: auto
    pending: auto
    late: auto
    net: auto
    gross: auto
    status: auto
    is_shared: auto
    reason_code: auto
    explanation: auto
    explanation_accepted: auto
    waived_reason: auto
    version: auto
    body: auto
    unit: auto
    findings: auto
