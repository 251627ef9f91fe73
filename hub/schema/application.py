"""Applications, the people they name and the steps of their approval in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.actions import AllowedAction, actions_field
from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import application as models


@exposes(models.StudioApplication)
class StudioApplication(Node):
    """A wish for a studio, for going online or for another type, addressed to the body of the same level (R-70)."""

    id: auto
    kind: auto
    status: auto
    next_step: auto
    steps_due: auto
    applicant_kind: auto
    name: auto
    type: auto
    mode: auto
    platform: auto
    area: auto
    based_on: auto
    industry: auto
    sector_names: auto
    venue_address: auto
    functions: auto
    work_arrangement: auto
    applicants: auto
    exception_reason: auto
    warnings: auto
    warnings_en: auto
    exceptions: auto
    exceptions_en: auto
    applied_on: auto
    decided_on: auto
    created_by: auto
    changed_at: auto
    revision: auto
    body: auto
    studio: auto
    rulebook: auto
    chain: auto
    committee: auto
    applicant_member: auto
    named_after: auto
    division: auto
    people: auto
    steps: auto
    allowed_actions: list[AllowedAction] = actions_field(models.StudioApplication)


@exposes(models.ApplicationPerson)
class ApplicationPerson(Node):
    """A convener, liaison or participating member as the form names them (S3:199-206)."""

    id: auto
    role: auto
    person_name: auto
    unit_and_post: auto
    expertise: auto
    contact: auto
    exception_reason: auto
    application: auto
    member: auto


@exposes(models.ApplicationStep)
class ApplicationStep(Node):
    """One signature or act on the way: who, with which opinion, on which day (S3:210-212)."""

    id: auto
    position: auto
    step: auto
    verdict: auto
    role: auto
    actor: auto
    opinion: auto
    meeting: auto
    attachment: auto
    taken_on: auto
    recorded_at: auto
    application: auto
    body: auto
