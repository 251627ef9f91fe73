"""Joint work in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.actions import AllowedAction, actions_field
from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import arrangement as models


@exposes(models.Arrangement)
class Arrangement(Node):
    """A linkage of several parties; one of them leads and owns it, every party reads the joint part."""

    id: auto
    direction: auto
    form: auto
    status: auto
    topic: auto
    year: auto
    recurrence: auto
    levels: auto
    lead_person: auto
    platform: auto
    adoption: auto
    agreement_signed_on: auto
    agreed_on: auto
    started_on: auto
    ended_on: auto
    source_text: auto
    cite: auto
    published: auto
    changed_at: auto
    revision: auto
    lead: auto
    studio: auto
    parties: auto
    results: auto
    activities: auto
    allowed_actions: list[AllowedAction] = actions_field(models.Arrangement)


@exposes(models.ArrangementParty)
class ArrangementParty(Node):
    """One party of a linkage: what it is, what it does in it, whether it has agreed, and its own part."""

    id: auto
    kind: auto
    role: auto
    level: auto
    name: auto
    consent: auto
    consented_on: auto
    consent_note: auto
    consented_by: auto
    part: auto
    published: auto
    arrangement: auto
    body: auto
    studio: auto
    committee: auto


@exposes(models.ArrangementOutput)
class ArrangementOutput(Node):
    """What came of a linkage; recorded by a party, read by all of them."""

    id: auto
    kind: auto
    name: auto
    recipients: auto
    adoption: auto
    submitted_on: auto
    published: auto
    arrangement: auto
    body: auto
    output: auto
