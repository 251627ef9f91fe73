"""The studio in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.domain.access import Noun
from hub.schema.actions import AllowedAction, actions_field
from hub.schema.ages import age_field
from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import studio as models

_UNFILED = (
    "days since the plaque, or since its first record here, for which it has worked without being on file; null once "
    "it is filed or has ended · 未备案运行天数，自授牌日或首次入库日起算"
)


@exposes(models.Studio, keys=("id",))
class Studio(Node):
    """A studio is counted once, by its owner; where it is located and who shares it stand beside that (A-05)."""

    id: auto
    name: auto
    brand_element: auto
    type: auto
    local_type_label: auto
    platform_kind: auto
    counts_as_studio: auto
    mode: auto
    status: auto
    area: auto
    based_on: auto
    industry: auto
    host_unit: auto
    host_area: auto
    functions: auto
    acceptance_scope: auto
    positioning: auto
    brand: auto
    feature: auto
    is_demonstration: auto
    lead_pattern: auto
    duty_plan: auto
    duty_list: auto
    public_contact: auto
    public_channels: auto
    partners: auto
    joint_owners: auto
    party_unit_kind: auto
    party_unit_name: auto
    managing_department: auto
    linked_leaders: auto
    work_systems: auto
    annual_plan: auto
    summary_submitted_on: auto
    applicants: auto
    fixed_contacts: auto
    applied_on: auto
    approved_on: auto
    plaqued_on: auto
    filed_on: auto
    filing_number: auto
    unfiled_days: int | None = age_field(models.Studio, "unfiled_days", _UNFILED, noun=Noun.FILING)
    opened_on: auto
    ended_on: auto
    end_reason: auto
    legacy: auto
    published: auto
    owner: auto
    division: auto
    committee: auto
    sectors: auto
    named_after: auto
    residencies: auto
    venues: auto
    plaques: auto
    online_presences: auto
    activities: auto
    duty_shifts: auto
    opinions: auto
    outputs: auto
    applications: auto
    filings: auto
    joint_work: auto
    takes_part: auto
    shared_activities: auto
    tasks: auto
    assessments: auto
    measures: auto
    archives: auto
    history: auto
    obligations: auto
    findings: auto
    provenance: auto
    allowed_actions: list[AllowedAction] = actions_field(models.Studio)
