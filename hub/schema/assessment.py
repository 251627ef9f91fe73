"""Assessments, measures and archives in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.actions import AllowedAction, actions_field
from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import assessment as models


@exposes(models.Assessment)
class Assessment(Node):
    """The assessment of one studio for one year by the committee that guides it (R-112)."""

    id: auto
    year: auto
    result: auto
    failures: auto
    opinion: auto
    assessed_on: auto
    assessor: auto
    reported_on: auto
    recorded_at: auto
    owner: auto
    studio: auto
    committee: auto
    rulebook: auto
    items: auto
    allowed_actions: list[AllowedAction] = actions_field(models.Assessment)


@exposes(models.AssessmentItem)
class AssessmentItem(Node):
    """One line of a dossier: what a rule asks, what the records show, and whose gap it is where they show nothing."""

    id: auto
    position: auto
    key: auto
    rule: auto
    clause: auto
    source_sentence: auto
    result: auto
    expected: auto
    found: auto
    missing: auto
    gap_owner: auto
    assessment: auto
    studio: auto


@exposes(models.Measure)
class Measure(Node):
    """A check, a reminder, a warning, a violation that was found, or a removal that is due or decided."""

    id: auto
    kind: auto
    rule: auto
    year: auto
    taken_on: auto
    scheduled: auto
    reason: auto
    role: auto
    actor: auto
    meeting: auto
    recorded_at: auto
    owner: auto
    studio: auto
    committee: auto
    assessment: auto


@exposes(models.ArchiveRecord)
class ArchiveRecord(Node):
    """What one of the two parties has collected of an ended studio (R-122)."""

    id: auto
    role: auto
    items: auto
    place: auto
    collected_on: auto
    actor: auto
    recorded_at: auto
    studio: auto
    owner: auto
