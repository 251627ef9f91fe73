"""Activities, duty shifts, opinions and outputs in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import facts as models
from hub.store.models.activity_party import ActivityParty as ActivityPartyModel


@exposes(models.ActivityKind)
class ActivityKind(Node):
    """A new kind of activity is a row, not a release."""

    id: auto
    code: auto
    name: auto
    name_en: auto
    labels: auto
    cite: auto


@exposes(models.Activity)
class Activity(Node):
    """The day is a business day in Asia/Shanghai; instants are UTC."""

    id: auto
    local_kind_label: auto
    mode: auto
    topic: auto
    held_on: auto
    starts_at: auto
    ends_at: auto
    place: auto
    platform: auto
    host_bodies: auto
    members_count: auto
    public_count: auto
    departments: auto
    beneficiaries: auto
    summary: auto
    party_study_first: auto
    publicity: auto
    joint_rule: auto
    published: auto
    kind: auto
    studio: auto
    owner: auto
    arrangement: auto
    parties: auto
    provenance: auto


@exposes(ActivityPartyModel)
class ActivityParty(Node):
    """What all parties read of a joint activity; each is credited with it, and it is counted once, by its owner."""

    id: auto
    role: auto
    share: auto
    name: auto
    topic: auto
    held_on: auto
    mode: auto
    joint_rule: auto
    published: auto
    activity: auto
    kind: auto
    owner: auto
    body: auto
    studio: auto
    committee: auto


@exposes(models.DutyShift)
class DutyShift(Node):
    """The plan is published; attendance is work data (S3:115)."""

    id: auto
    held_on: auto
    starts_at: auto
    ends_at: auto
    mode: auto
    rota_kind: auto
    platform: auto
    place: auto
    planned: auto
    attended: auto
    appointments: auto
    issues_raised: auto
    solved: auto
    studio: auto
    member: auto
    owner: auto
    published: auto
    provenance: auto


@exposes(models.Opinion)
class Opinion(Node):
    """The citizen's identity never enters the hub (A-61)."""

    id: auto
    received_on: auto
    channel: auto
    opinion_class: auto
    topic: auto
    in_scope: auto
    status: auto
    widely_concerned: auto
    answered_on: auto
    fed_back_on: auto
    solved: auto
    satisfied: auto
    studio: auto
    owner: auto
    provenance: auto


@exposes(models.Output)
class Output(Node):
    """Proposals, social-information items, reports and what became of them; an item is not an issue (A-12)."""

    id: auto
    kind: auto
    title_text: auto
    submitted_on: auto
    issue_number: auto
    is_collective: auto
    is_key: auto
    recipients: auto
    authors: auto
    fate: auto
    fate_by: auto
    ticket_number: auto
    published: auto
    studio: auto
    owner: auto
    provenance: auto
