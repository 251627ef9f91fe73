"""The rows of Panyu's graph; nearly every field may be empty, since clerks leave them so."""

from __future__ import annotations

import strawberry


@strawberry.type
class Studio:
    """A studio: the cloud one, a town or street one, a personal one."""

    id: str | None
    name: str | None
    kind: str | None
    kind_label: str | None
    reach: str | None
    state: str | None
    owner_code: str | None
    located_in: str | None
    serves_area: str | None
    based_on: str | None
    host: str | None
    address: str | None
    tasks: list[str] | None
    aim: list[str] | None
    brand: str | None
    specialty: str | None
    showcase: bool | None
    hotline: str | None
    rota: str | None
    named_after: str | None
    opened_on: str | None
    plaque_on: str | None
    plaque_by: str | None
    closed_on: str | None
    updated_at: str | None


@strawberry.type
class Member:
    """A member of the district's CPPCC."""

    id: str | None
    full_name: str | None
    gender: str | None
    job_title: str | None
    skills: list[str] | None
    mobile: str | None
    employer: str | None
    portrait: str | None
    labels: list[str] | None
    party_member: bool | None
    updated_at: str | None


@strawberry.type
class Seat:
    """A member's seat in the body."""

    id: str | None
    member_id: str | None
    body_code: str | None
    term: str | None
    sector: str | None
    committee: str | None
    standing: bool | None
    state: str | None
    since: str | None
    until: str | None
    updated_at: str | None


@strawberry.type
class Post:
    """A person's place in a studio."""

    id: str | None
    member_id: str | None
    studio_id: str | None
    person_name: str | None
    duty: str | None
    title: str | None
    since: str | None
    until: str | None
    updated_at: str | None


@strawberry.type
class Room:
    """A studio's room on an online platform."""

    id: str | None
    studio_id: str | None
    platform: str | None
    room_no: str | None
    joined_on: str | None
    updated_at: str | None


@strawberry.type
class Partner:
    """Who held an activity together with others: a studio, a body by its code, or anybody by name."""

    part: str | None
    studio_id: str | None
    body_code: str | None
    title: str | None
    permille: int | None


@strawberry.type
class Activity:
    """Something a studio did."""

    id: str | None
    studio_id: str | None
    kind: str | None
    kind_label: str | None
    title: str | None
    on_web: bool | None
    starts_at: str | None
    ends_at: str | None
    place: str | None
    platform: str | None
    members_present: str | None
    public_present: str | None
    helped: str | None
    report: str | None
    partners: list[Partner] | None
    credit: str | None
    updated_at: str | None


@strawberry.type
class Shift:
    """A member's turn on duty, in the cloud or in a town."""

    id: str | None
    studio_id: str | None
    member_id: str | None
    on_day: str | None
    on_web: bool | None
    rota: str | None
    platform: str | None
    planned: bool | None
    present: bool | None
    booked: int | None
    raised: int | None
    settled: int | None
    updated_at: str | None


@strawberry.type
class Voice:
    """What a citizen said; carries the citizen's name and mobile."""

    id: str | None
    studio_id: str | None
    via: str | None
    category: str | None
    gist: str | None
    words: str | None
    caller_name: str | None
    caller_mobile: str | None
    received_on: str | None
    stage: str | None
    settled: bool | None
    replied_on: str | None
    happy: bool | None
    updated_at: str | None


@strawberry.type
class Result:
    """A proposal, a citizens' proposal or an information report."""

    id: str | None
    studio_id: str | None
    kind: str | None
    title: str | None
    sent_on: str | None
    sent_to: list[str] | None
    authors: list[str] | None
    outcome: str | None
    outcome_by: str | None
    originator: str | None
    joint: bool | None
    key: bool | None
    updated_at: str | None
