"""The life of a studio and the findings on it in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import history as models


@exposes(models.StudioEvent)
class StudioEvent(Node):
    """One step, who took it, and under which version of the standards; never changed and never removed."""

    id: auto
    position: auto
    kind: auto
    happened_on: auto
    recorded_at: auto
    status_before: auto
    status_after: auto
    role: auto
    actor: auto
    rule: auto
    note: auto
    owner: auto
    studio: auto
    body: auto
    rulebook: auto
    subject_id: auto


@exposes(models.Finding)
class Finding(Node):
    """What judging one studio by one rule came to, kept in the transaction that changes what it rests on."""

    id: auto
    judged_by: auto
    effective: auto
    kind: auto
    rule: auto
    strength: auto
    result: auto
    expected: auto
    expected_en: auto
    found: auto
    found_en: auto
    reason: auto
    judged_on: auto
    owner: auto
    studio: auto
    rulebook: auto
    structure_rule: auto
    standard: auto
