"""Members, their seats and their places in studios in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import member as models


@exposes(models.Member, keys=("id",))
class Member(Node):
    """What the guidance publishes is open; the telephone is not, unless the body publishes it (A-60)."""

    id: auto
    name: auto
    photo: auto
    post: auto
    expertise: auto
    phone: auto
    unit: auto
    residence_place: auto
    work_place: auto
    is_party_member: auto
    public_offices: auto
    tags: auto
    published: auto
    home_body: auto
    memberships: auto
    residencies: auto
    duty_shifts: auto
    studios_named: auto
    provenance: auto


@exposes(models.Membership)
class Membership(Node):
    """One person may hold seats at several levels."""

    id: auto
    term: auto
    is_standing_committee: auto
    seat_status: auto
    starts_on: auto
    ends_on: auto
    member: auto
    body: auto
    sector: auto
    committee: auto
    published: auto
    provenance: auto


@exposes(models.Residency)
class Residency(Node):
    """Only residents count for the roster; heads need not be members (A-35, A-67)."""

    id: auto
    person_name: auto
    contact: auto
    role: auto
    head_title: auto
    elected_by_residents: auto
    allocation_principle: auto
    cross_level: auto
    exception_reason: auto
    starts_on: auto
    ends_on: auto
    end_reason: auto
    studio: auto
    member: auto
    owner: auto
    published: auto
    provenance: auto
