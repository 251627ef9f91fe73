"""The registry: applications, filing, joint work, tasks, assessments, the life of a studio, findings, and versions."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "expand_0004_registry"
down_revision: str | None = "expand_0003_totals"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

_ALWAYS = datetime(1, 1, 1, tzinfo=UTC)
_MADE = (
    "ended_seat",
    "measure",
    "filing",
    "assessment_item",
    "arrangement_party",
    "arrangement_output",
    "application_step",
    "application_person",
    "task",
    "studio_event",
    "studio_application",
    "finding",
    "assessment",
    "arrangement",
    "archive_record",
    "number_series",
    "venue_version",
    "task_version",
    "studio_version",
    "studio_application_version",
    "residency_version",
    "remembered_request",
    "plaque_version",
    "online_presence_version",
    "membership_version",
    "member_version",
    "measure_version",
    "filing_version",
    "division_version",
    "body_version",
    "body_edge_version",
    "assessment_version",
    "arrangement_version",
    "arrangement_party_version",
)
# What is held already becomes the first version of each row: the reference as known always, the rest from now on or
# from when it was recorded.
_FIRST = (
    """
    INSERT INTO division_version (id, code, name, level, parent_id, valid_from, valid_to, successor_code, note,
    position, last, known_from, known_to, holds_from, holds_to) SELECT division.id, division.code, division.name,
    division.level, division.parent_id, division.valid_from, division.valid_to, division.successor_code,
    division.note, division.position, division.last, :always, NULL, division.valid_from, division.valid_to FROM
    division WHERE NOT (EXISTS (SELECT division_version.id FROM division_version WHERE division_version.id =
    division.id)) AND (division.valid_to IS NULL OR division.valid_from IS NULL OR division.valid_to >
    division.valid_from)
    """,
    """
    INSERT INTO body_version (id, code, name, short_name, abbreviation, level, level_confirmed, direct_to_province,
    rollup_unit, division_id, reports_to_id, managing_department, office, publishes_member_phone, position, last,
    known_from, known_to, holds_from, holds_to) SELECT body.id, body.code, body.name, body.short_name,
    body.abbreviation, body.level, body.level_confirmed, body.direct_to_province, body.rollup_unit,
    body.division_id, body.reports_to_id, body.managing_department, body.office, body.publishes_member_phone,
    body.position, body.last, :always, NULL, NULL, NULL FROM body WHERE NOT (EXISTS (SELECT body_version.id FROM
    body_version WHERE body_version.id = body.id))
    """,
    """
    INSERT INTO body_edge_version (id, child_id, parent_id, kind, valid_from, valid_to, cite, known_from, known_to,
    holds_from, holds_to) SELECT body_edge.id, body_edge.child_id, body_edge.parent_id, body_edge.kind,
    body_edge.valid_from, body_edge.valid_to, body_edge.cite, :always, NULL, body_edge.valid_from,
    body_edge.valid_to FROM body_edge WHERE NOT (EXISTS (SELECT body_edge_version.id FROM body_edge_version WHERE
    body_edge_version.id = body_edge.id)) AND (body_edge.valid_to IS NULL OR body_edge.valid_from IS NULL OR
    body_edge.valid_to > body_edge.valid_from)
    """,
    """
    INSERT INTO studio_version (id, name, brand_element, type, local_type_label, platform_kind, counts_as_studio,
    mode, status, owner_body_id, division_id, committee_id, named_after_id, area, based_on, industry, host_unit,
    host_area, functions, acceptance_scope, positioning, brand, feature, is_demonstration, lead_pattern, duty_plan,
    duty_list, public_contact, public_channels, partners, joint_owners, party_unit_kind, party_unit_name,
    managing_department, linked_leaders, work_systems, annual_plan, summary_submitted_on, applicants,
    fixed_contacts, applied_on, approved_on, plaqued_on, filed_on, filing_number, opened_on, ended_on, end_reason,
    legacy, published, source_id, external_id, content_hash, run_id, mapping_version, recorded_at, deleted_at,
    known_from, known_to, holds_from, holds_to) SELECT studio.id, studio.name, studio.brand_element, studio.type,
    studio.local_type_label, studio.platform_kind, studio.counts_as_studio, studio.mode, studio.status,
    studio.owner_body_id, studio.division_id, studio.committee_id, studio.named_after_id, studio.area,
    studio.based_on, studio.industry, studio.host_unit, studio.host_area, studio.functions, studio.acceptance_scope,
    studio.positioning, studio.brand, studio.feature, studio.is_demonstration, studio.lead_pattern,
    studio.duty_plan, studio.duty_list, studio.public_contact, studio.public_channels, studio.partners,
    studio.joint_owners, studio.party_unit_kind, studio.party_unit_name, studio.managing_department,
    studio.linked_leaders, studio.work_systems, studio.annual_plan, studio.summary_submitted_on, studio.applicants,
    studio.fixed_contacts, studio.applied_on, studio.approved_on, studio.plaqued_on, studio.filed_on,
    studio.filing_number, studio.opened_on, studio.ended_on, studio.end_reason, studio.legacy, studio.published,
    studio.source_id, studio.external_id, studio.content_hash, studio.run_id, studio.mapping_version,
    studio.recorded_at, studio.deleted_at, studio.recorded_at, NULL, coalesce(studio.approved_on, studio.plaqued_on,
    studio.opened_on), NULL FROM studio WHERE NOT (EXISTS (SELECT studio_version.id FROM studio_version WHERE
    studio_version.id = studio.id))
    """,
    """
    INSERT INTO member_version (id, name, photo, post, expertise, home_body_id, phone, phone_published, unit,
    residence_place, work_place, is_party_member, public_offices, tags, nomination_reference, published, source_id,
    external_id, content_hash, run_id, mapping_version, recorded_at, deleted_at, known_from, known_to, holds_from,
    holds_to) SELECT member.id, member.name, member.photo, member.post, member.expertise, member.home_body_id,
    member.phone, member.phone_published, member.unit, member.residence_place, member.work_place,
    member.is_party_member, member.public_offices, member.tags, member.nomination_reference, member.published,
    member.source_id, member.external_id, member.content_hash, member.run_id, member.mapping_version,
    member.recorded_at, member.deleted_at, member.recorded_at, NULL, NULL, NULL FROM member WHERE NOT (EXISTS
    (SELECT member_version.id FROM member_version WHERE member_version.id = member.id))
    """,
    """
    INSERT INTO membership_version (id, member_id, body_id, term, sector_id, committee_id, is_standing_committee,
    seat_status, starts_on, ends_on, published, source_id, external_id, content_hash, run_id, mapping_version,
    recorded_at, deleted_at, known_from, known_to, holds_from, holds_to) SELECT membership.id, membership.member_id,
    membership.body_id, membership.term, membership.sector_id, membership.committee_id,
    membership.is_standing_committee, membership.seat_status, membership.starts_on, membership.ends_on,
    membership.published, membership.source_id, membership.external_id, membership.content_hash, membership.run_id,
    membership.mapping_version, membership.recorded_at, membership.deleted_at, membership.recorded_at, NULL,
    membership.starts_on, membership.ends_on FROM membership WHERE NOT (EXISTS (SELECT membership_version.id FROM
    membership_version WHERE membership_version.id = membership.id)) AND (membership.ends_on IS NULL OR
    membership.starts_on IS NULL OR membership.ends_on > membership.starts_on)
    """,
    """
    INSERT INTO residency_version (id, owner_body_id, studio_id, member_id, person_name, contact, role, head_title,
    elected_by_residents, allocation_principle, cross_level, exception_reason, starts_on, ends_on, end_reason,
    published, source_id, external_id, content_hash, run_id, mapping_version, recorded_at, deleted_at, known_from,
    known_to, holds_from, holds_to) SELECT residency.id, residency.owner_body_id, residency.studio_id,
    residency.member_id, residency.person_name, residency.contact, residency.role, residency.head_title,
    residency.elected_by_residents, residency.allocation_principle, residency.cross_level,
    residency.exception_reason, residency.starts_on, residency.ends_on, residency.end_reason, residency.published,
    residency.source_id, residency.external_id, residency.content_hash, residency.run_id, residency.mapping_version,
    residency.recorded_at, residency.deleted_at, residency.recorded_at, NULL, residency.starts_on, residency.ends_on
    FROM residency WHERE NOT (EXISTS (SELECT residency_version.id FROM residency_version WHERE residency_version.id
    = residency.id)) AND (residency.ends_on IS NULL OR residency.starts_on IS NULL OR residency.ends_on >
    residency.starts_on)
    """,
    """
    INSERT INTO venue_version (id, owner_body_id, studio_id, address, kind, is_fixed, has_own_room,
    siting_principle, facilities, provided_by, shared_with, wall_items, published, source_id, external_id,
    content_hash, run_id, mapping_version, recorded_at, deleted_at, known_from, known_to, holds_from, holds_to)
    SELECT venue.id, venue.owner_body_id, venue.studio_id, venue.address, venue.kind, venue.is_fixed,
    venue.has_own_room, venue.siting_principle, venue.facilities, venue.provided_by, venue.shared_with,
    venue.wall_items, venue.published, venue.source_id, venue.external_id, venue.content_hash, venue.run_id,
    venue.mapping_version, venue.recorded_at, venue.deleted_at, venue.recorded_at, NULL, NULL, NULL FROM venue WHERE
    NOT (EXISTS (SELECT venue_version.id FROM venue_version WHERE venue_version.id = venue.id))
    """,
    """
    INSERT INTO plaque_version (id, owner_body_id, studio_id, granted_by_id, granted_on, removed_on, recovered_on,
    displayed_prominently, unified_signage, published, source_id, external_id, content_hash, run_id,
    mapping_version, recorded_at, deleted_at, known_from, known_to, holds_from, holds_to) SELECT plaque.id,
    plaque.owner_body_id, plaque.studio_id, plaque.granted_by_id, plaque.granted_on, plaque.removed_on,
    plaque.recovered_on, plaque.displayed_prominently, plaque.unified_signage, plaque.published, plaque.source_id,
    plaque.external_id, plaque.content_hash, plaque.run_id, plaque.mapping_version, plaque.recorded_at,
    plaque.deleted_at, plaque.recorded_at, NULL, plaque.granted_on, NULL FROM plaque WHERE NOT (EXISTS (SELECT
    plaque_version.id FROM plaque_version WHERE plaque_version.id = plaque.id))
    """,
    """
    INSERT INTO online_presence_version (id, owner_body_id, studio_id, platform, room, onboarded_on, left_on,
    published, source_id, external_id, content_hash, run_id, mapping_version, recorded_at, deleted_at, known_from,
    known_to, holds_from, holds_to) SELECT online_presence.id, online_presence.owner_body_id,
    online_presence.studio_id, online_presence.platform, online_presence.room, online_presence.onboarded_on,
    online_presence.left_on, online_presence.published, online_presence.source_id, online_presence.external_id,
    online_presence.content_hash, online_presence.run_id, online_presence.mapping_version,
    online_presence.recorded_at, online_presence.deleted_at, online_presence.recorded_at, NULL,
    online_presence.onboarded_on, online_presence.left_on FROM online_presence WHERE NOT (EXISTS (SELECT
    online_presence_version.id FROM online_presence_version WHERE online_presence_version.id = online_presence.id))
    AND (online_presence.left_on IS NULL OR online_presence.onboarded_on IS NULL OR online_presence.left_on >
    online_presence.onboarded_on)
    """,
    """
    INSERT INTO studio_application_version (id, body_id, studio_id, kind, status, next_step, rulebook_id, chain_id,
    steps_due, applicant_kind, applicant_member_id, committee_id, name, type, mode, platform, division_id, area,
    based_on, industry, sector_names, named_after_id, venue_address, functions, work_arrangement, applicants,
    exception_reason, warnings, warnings_en, exceptions, exceptions_en, applied_on, decided_on, created_by,
    changed_at, revision, known_from, known_to, holds_from, holds_to) SELECT studio_application.id,
    studio_application.body_id, studio_application.studio_id,
    studio_application.kind, studio_application.status, studio_application.next_step,
    studio_application.rulebook_id, studio_application.chain_id, studio_application.steps_due,
    studio_application.applicant_kind, studio_application.applicant_member_id, studio_application.committee_id,
    studio_application.name, studio_application.type, studio_application.mode, studio_application.platform,
    studio_application.division_id, studio_application.area, studio_application.based_on,
    studio_application.industry, studio_application.sector_names, studio_application.named_after_id,
    studio_application.venue_address, studio_application.functions, studio_application.work_arrangement,
    studio_application.applicants, studio_application.exception_reason, studio_application.warnings,
    studio_application.warnings_en, studio_application.exceptions, studio_application.exceptions_en,
    studio_application.applied_on,
    studio_application.decided_on, studio_application.created_by, studio_application.changed_at,
    studio_application.revision, :now, NULL, studio_application.applied_on, NULL FROM studio_application WHERE NOT
    (EXISTS (SELECT studio_application_version.id FROM studio_application_version WHERE
    studio_application_version.id = studio_application.id))
    """,
    """
    INSERT INTO filing_version (id, owner_body_id, studio_id, application_id, kind, status, number, receipt_number,
    attempt, submitted_on, submitted_at, submitted_by, received_at, received_by, defects, remarks, asks_answer,
    answer, answered_on, filed_on, due_on, before, after, revision, known_from, known_to, holds_from, holds_to) SELECT
    filing.id, filing.owner_body_id, filing.studio_id, filing.application_id, filing.kind, filing.status,
    filing.number, filing.receipt_number, filing.attempt, filing.submitted_on, filing.submitted_at,
    filing.submitted_by, filing.received_at, filing.received_by, filing.defects, filing.remarks, filing.asks_answer,
    filing.answer, filing.answered_on, filing.filed_on, filing.due_on, filing.before, filing.after,
    filing.revision, :now, NULL, filing.submitted_on, NULL FROM filing WHERE NOT (EXISTS (SELECT filing_version.id
    FROM filing_version WHERE filing_version.id = filing.id))
    """,
    """
    INSERT INTO arrangement_version (id, lead_body_id, studio_id, direction, form, status, topic, year, recurrence,
    levels, lead_person, platform, adoption, agreement_signed_on, agreed_on, started_on, ended_on, source_text,
    cite, published, changed_at, revision, known_from, known_to, holds_from, holds_to) SELECT arrangement.id,
    arrangement.lead_body_id, arrangement.studio_id, arrangement.direction, arrangement.form, arrangement.status,
    arrangement.topic, arrangement.year, arrangement.recurrence, arrangement.levels, arrangement.lead_person,
    arrangement.platform, arrangement.adoption, arrangement.agreement_signed_on, arrangement.agreed_on,
    arrangement.started_on, arrangement.ended_on, arrangement.source_text, arrangement.cite, arrangement.published,
    arrangement.changed_at, arrangement.revision, :now, NULL, NULL, NULL FROM arrangement WHERE NOT (EXISTS (SELECT
    arrangement_version.id FROM arrangement_version WHERE arrangement_version.id = arrangement.id))
    """,
    """
    INSERT INTO arrangement_party_version (id, arrangement_id, lead_body_id, kind, role, level, body_id, studio_id,
    committee_id, name, consent, consented_on, consent_note, consented_by, part, published, known_from, known_to,
    holds_from, holds_to) SELECT arrangement_party.id, arrangement_party.arrangement_id,
    arrangement_party.lead_body_id, arrangement_party.kind, arrangement_party.role, arrangement_party.level,
    arrangement_party.body_id, arrangement_party.studio_id, arrangement_party.committee_id, arrangement_party.name,
    arrangement_party.consent, arrangement_party.consented_on, arrangement_party.consent_note,
    arrangement_party.consented_by, arrangement_party.part, arrangement_party.published, :now, NULL, NULL, NULL FROM
    arrangement_party WHERE NOT (EXISTS (SELECT arrangement_party_version.id FROM arrangement_party_version WHERE
    arrangement_party_version.id = arrangement_party.id))
    """,
    """
    INSERT INTO task_version (id, body_id, committee_id, studio_id, member_id, kind, status, rule, why, subject_id,
    raised_on, due_on, done_on, done_by, outcome, recorded_at, known_from, known_to, holds_from, holds_to) SELECT
    task.id, task.body_id, task.committee_id, task.studio_id, task.member_id, task.kind, task.status, task.rule,
    task.why, task.subject_id, task.raised_on, task.due_on, task.done_on, task.done_by, task.outcome,
    task.recorded_at, task.recorded_at, NULL, task.raised_on, NULL FROM task WHERE NOT (EXISTS (SELECT
    task_version.id FROM task_version WHERE task_version.id = task.id))
    """,
    """
    INSERT INTO assessment_version (id, owner_body_id, studio_id, committee_id, rulebook_id, year, result, failures,
    opinion, assessed_on, assessor, reported_on, recorded_at, known_from, known_to, holds_from, holds_to) SELECT
    assessment.id, assessment.owner_body_id, assessment.studio_id, assessment.committee_id, assessment.rulebook_id,
    assessment.year, assessment.result, assessment.failures, assessment.opinion, assessment.assessed_on,
    assessment.assessor, assessment.reported_on, assessment.recorded_at, assessment.recorded_at, NULL,
    assessment.assessed_on, NULL FROM assessment WHERE NOT (EXISTS (SELECT assessment_version.id FROM
    assessment_version WHERE assessment_version.id = assessment.id))
    """,
    """
    INSERT INTO measure_version (id, owner_body_id, studio_id, committee_id, assessment_id, kind, rule, year,
    taken_on, scheduled, reason, role, actor, meeting, recorded_at, known_from, known_to, holds_from, holds_to)
    SELECT measure.id, measure.owner_body_id, measure.studio_id, measure.committee_id, measure.assessment_id,
    measure.kind, measure.rule, measure.year, measure.taken_on, measure.scheduled, measure.reason, measure.role,
    measure.actor, measure.meeting, measure.recorded_at, measure.recorded_at, NULL, measure.taken_on, NULL FROM
    measure WHERE NOT (EXISTS (SELECT measure_version.id FROM measure_version WHERE measure_version.id =
    measure.id))
    """,
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "arrangement_party_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("arrangement_id", TEXT, nullable=False),
        sa.Column("lead_body_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("consent", TEXT, nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consent_note", TEXT, nullable=True),
        sa.Column("consented_by", TEXT, nullable=True),
        sa.Column("part", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("arrangement_party_version", schema=None) as batch_op:
        batch_op.create_index("ix_arrangement_party_version_id", ["id"], unique=False)

    op.create_table(
        "arrangement_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("lead_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("recurrence", TEXT, nullable=True),
        sa.Column("levels", LIST, nullable=False),
        sa.Column("lead_person", TEXT, nullable=True),
        sa.Column("platform", TEXT, nullable=True),
        sa.Column("adoption", TEXT, nullable=True),
        sa.Column("agreement_signed_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source_text", TEXT, nullable=True),
        sa.Column("cite", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("arrangement_version", schema=None) as batch_op:
        batch_op.create_index("ix_arrangement_version_id", ["id"], unique=False)

    op.create_table(
        "assessment_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("rulebook_id", TEXT, nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("opinion", TEXT, nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessor", TEXT, nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("assessment_version", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_version_id", ["id"], unique=False)

    op.create_table(
        "body_edge_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("child_id", TEXT, nullable=False),
        sa.Column("parent_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("cite", TEXT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("body_edge_version", schema=None) as batch_op:
        batch_op.create_index("ix_body_edge_version_id", ["id"], unique=False)

    op.create_table(
        "body_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("short_name", TEXT, nullable=False),
        sa.Column("abbreviation", TEXT, nullable=True),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("level_confirmed", sa.Boolean(), nullable=False),
        sa.Column("direct_to_province", sa.Boolean(), nullable=False),
        sa.Column("rollup_unit", sa.Boolean(), nullable=False),
        sa.Column("division_id", TEXT, nullable=True),
        sa.Column("reports_to_id", TEXT, nullable=True),
        sa.Column("managing_department", TEXT, nullable=True),
        sa.Column("office", TEXT, nullable=True),
        sa.Column("publishes_member_phone", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("body_version", schema=None) as batch_op:
        batch_op.create_index("ix_body_version_id", ["id"], unique=False)

    op.create_table(
        "division_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("parent_id", TEXT, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_code", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("division_version", schema=None) as batch_op:
        batch_op.create_index("ix_division_version_id", ["id"], unique=False)

    op.create_table(
        "filing_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("application_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("receipt_number", TEXT, nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("submitted_by", TEXT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("received_by", TEXT, nullable=True),
        sa.Column("defects", LIST, nullable=False),
        sa.Column("remarks", TEXT, nullable=True),
        sa.Column("asks_answer", sa.Boolean(), nullable=False),
        sa.Column("answer", TEXT, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("filing_version", schema=None) as batch_op:
        batch_op.create_index("ix_filing_version_id", ["id"], unique=False)

    op.create_table(
        "measure_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("assessment_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("scheduled", sa.Boolean(), nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("meeting", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("measure_version", schema=None) as batch_op:
        batch_op.create_index("ix_measure_version_id", ["id"], unique=False)

    op.create_table(
        "member_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("photo", TEXT, nullable=True),
        sa.Column("post", TEXT, nullable=True),
        sa.Column("expertise", LIST, nullable=False),
        sa.Column("home_body_id", TEXT, nullable=False),
        sa.Column("phone", TEXT, nullable=True),
        sa.Column("phone_published", sa.Boolean(), nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("residence_place", TEXT, nullable=True),
        sa.Column("work_place", TEXT, nullable=True),
        sa.Column("is_party_member", sa.Boolean(), nullable=True),
        sa.Column("public_offices", LIST, nullable=False),
        sa.Column("tags", LIST, nullable=False),
        sa.Column("nomination_reference", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("member_version", schema=None) as batch_op:
        batch_op.create_index("ix_member_version_id", ["id"], unique=False)

    op.create_table(
        "membership_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("member_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("term", TEXT, nullable=True),
        sa.Column("sector_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("is_standing_committee", sa.Boolean(), nullable=False),
        sa.Column("seat_status", TEXT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("membership_version", schema=None) as batch_op:
        batch_op.create_index("ix_membership_version_id", ["id"], unique=False)

    op.create_table(
        "online_presence_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("room", TEXT, nullable=True),
        sa.Column("onboarded_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("online_presence_version", schema=None) as batch_op:
        batch_op.create_index("ix_online_presence_version_id", ["id"], unique=False)

    op.create_table(
        "plaque_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("granted_by_id", TEXT, nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("recovered_on", sa.Date(), nullable=True),
        sa.Column("displayed_prominently", sa.Boolean(), nullable=True),
        sa.Column("unified_signage", sa.Boolean(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("plaque_version", schema=None) as batch_op:
        batch_op.create_index("ix_plaque_version_id", ["id"], unique=False)

    op.create_table(
        "remembered_request",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("client", TEXT, nullable=False),
        sa.Column("operation", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_request")),
        sa.UniqueConstraint("client", "operation", "key", name=op.f("uq_remembered_request_client")),
    )
    op.create_table(
        "residency_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("member_id", TEXT, nullable=True),
        sa.Column("person_name", TEXT, nullable=True),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("head_title", TEXT, nullable=True),
        sa.Column("elected_by_residents", sa.Boolean(), nullable=True),
        sa.Column("allocation_principle", TEXT, nullable=True),
        sa.Column("cross_level", sa.Boolean(), nullable=False),
        sa.Column("exception_reason", TEXT, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("residency_version", schema=None) as batch_op:
        batch_op.create_index("ix_residency_version_id", ["id"], unique=False)

    op.create_table(
        "studio_application_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("next_step", TEXT, nullable=True),
        sa.Column("rulebook_id", TEXT, nullable=True),
        sa.Column("chain_id", TEXT, nullable=True),
        sa.Column("steps_due", LIST, nullable=False),
        sa.Column("applicant_kind", TEXT, nullable=False),
        sa.Column("applicant_member_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("platform", TEXT, nullable=True),
        sa.Column("division_id", TEXT, nullable=True),
        sa.Column("area", TEXT, nullable=True),
        sa.Column("based_on", TEXT, nullable=True),
        sa.Column("industry", TEXT, nullable=True),
        sa.Column("sector_names", LIST, nullable=False),
        sa.Column("named_after_id", TEXT, nullable=True),
        sa.Column("venue_address", TEXT, nullable=True),
        sa.Column("functions", LIST, nullable=False),
        sa.Column("work_arrangement", TEXT, nullable=True),
        sa.Column("applicants", LIST, nullable=False),
        sa.Column("exception_reason", TEXT, nullable=True),
        sa.Column("warnings", LIST, nullable=False),
        sa.Column("warnings_en", LIST, nullable=False),
        sa.Column("exceptions", LIST, nullable=False),
        sa.Column("exceptions_en", LIST, nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("studio_application_version", schema=None) as batch_op:
        batch_op.create_index("ix_studio_application_version_id", ["id"], unique=False)

    op.create_table(
        "studio_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("brand_element", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("local_type_label", TEXT, nullable=True),
        sa.Column("platform_kind", TEXT, nullable=False),
        sa.Column("counts_as_studio", sa.Boolean(), nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("division_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("named_after_id", TEXT, nullable=True),
        sa.Column("area", TEXT, nullable=True),
        sa.Column("based_on", TEXT, nullable=True),
        sa.Column("industry", TEXT, nullable=True),
        sa.Column("host_unit", TEXT, nullable=True),
        sa.Column("host_area", TEXT, nullable=True),
        sa.Column("functions", LIST, nullable=False),
        sa.Column("acceptance_scope", TEXT, nullable=True),
        sa.Column("positioning", LIST, nullable=False),
        sa.Column("brand", TEXT, nullable=True),
        sa.Column("feature", TEXT, nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("lead_pattern", TEXT, nullable=True),
        sa.Column("duty_plan", TEXT, nullable=True),
        sa.Column("duty_list", TEXT, nullable=True),
        sa.Column("public_contact", TEXT, nullable=True),
        sa.Column("public_channels", LIST, nullable=False),
        sa.Column("partners", LIST, nullable=False),
        sa.Column("joint_owners", LIST, nullable=False),
        sa.Column("party_unit_kind", TEXT, nullable=True),
        sa.Column("party_unit_name", TEXT, nullable=True),
        sa.Column("managing_department", TEXT, nullable=True),
        sa.Column("linked_leaders", LIST, nullable=False),
        sa.Column("work_systems", LIST, nullable=False),
        sa.Column("annual_plan", TEXT, nullable=True),
        sa.Column("summary_submitted_on", sa.Date(), nullable=True),
        sa.Column("applicants", LIST, nullable=False),
        sa.Column("fixed_contacts", LIST, nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("plaqued_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_number", TEXT, nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", TEXT, nullable=True),
        sa.Column("legacy", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("studio_version", schema=None) as batch_op:
        batch_op.create_index("ix_studio_version_id", ["id"], unique=False)

    op.create_table(
        "task_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("member_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("task_version", schema=None) as batch_op:
        batch_op.create_index("ix_task_version_id", ["id"], unique=False)

    op.create_table(
        "venue_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("is_fixed", sa.Boolean(), nullable=True),
        sa.Column("has_own_room", sa.Boolean(), nullable=True),
        sa.Column("siting_principle", TEXT, nullable=True),
        sa.Column("facilities", LIST, nullable=False),
        sa.Column("provided_by", TEXT, nullable=True),
        sa.Column("shared_with", LIST, nullable=False),
        sa.Column("wall_items", LIST, nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("known_from", INSTANT, nullable=False),
        sa.Column("known_to", INSTANT, nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
    )
    with op.batch_alter_table("venue_version", schema=None) as batch_op:
        batch_op.create_index("ix_venue_version_id", ["id"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("series", TEXT, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_number_series_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("body_id", "series", name=op.f("uq_number_series_body_id")),
    )
    op.create_table(
        "archive_record",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("items", LIST, nullable=False),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_archive_record_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_archive_record_owner_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_archive_record_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_record")),
        sa.UniqueConstraint("studio_id", "role", name=op.f("uq_archive_record_studio_id")),
    )
    with op.batch_alter_table("archive_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_record_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_archive_record_owner_body_id"), ["owner_body_id"], unique=False)

    op.create_table(
        "arrangement",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("lead_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("form", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("recurrence", TEXT, nullable=True),
        sa.Column("levels", LIST, nullable=False),
        sa.Column("lead_person", TEXT, nullable=True),
        sa.Column("platform", TEXT, nullable=True),
        sa.Column("adoption", TEXT, nullable=True),
        sa.Column("agreement_signed_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source_text", TEXT, nullable=True),
        sa.Column("cite", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_body_id"], ["body.id"], name=op.f("fk_arrangement_lead_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_arrangement_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement")),
    )
    with op.batch_alter_table("arrangement", schema=None) as batch_op:
        batch_op.create_index("ix_arrangement_lead_body_id_id", ["lead_body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("rulebook_id", TEXT, nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("opinion", TEXT, nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessor", TEXT, nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_assessment_committee_id_committee")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_assessment_owner_body_id_body")),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_assessment_rulebook_id_rulebook")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_assessment_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("studio_id", "year", name=op.f("uq_assessment_studio_id")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index("ix_assessment_owner_body_id_id", ["owner_body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_rulebook_id"), ["rulebook_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_year"), ["year"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("rulebook_id", TEXT, nullable=False),
        sa.Column("structure_rule_id", TEXT, nullable=True),
        sa.Column("standard_id", TEXT, nullable=True),
        sa.Column("judged_by", TEXT, nullable=False),
        sa.Column("effective", sa.Boolean(), nullable=False),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("strength", TEXT, nullable=True),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("expected", TEXT, nullable=False),
        sa.Column("expected_en", TEXT, nullable=False),
        sa.Column("found", TEXT, nullable=False),
        sa.Column("found_en", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_finding_owner_body_id_body")),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_finding_rulebook_id_rulebook")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_finding_standard_id_standard")),
        sa.ForeignKeyConstraint(
            ["structure_rule_id"], ["structure_rule.id"], name=op.f("fk_finding_structure_rule_id_structure_rule")
        ),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_finding_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_finding_owner_body_id_id", ["owner_body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_result"), ["result"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_rulebook_id"), ["rulebook_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_standard_id"), ["standard_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_structure_rule_id"), ["structure_rule_id"], unique=False)
        batch_op.create_index("ix_finding_studio_id_id", ["studio_id", "id"], unique=False)

    op.create_table(
        "studio_application",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("next_step", TEXT, nullable=True),
        sa.Column("rulebook_id", TEXT, nullable=True),
        sa.Column("chain_id", TEXT, nullable=True),
        sa.Column("steps_due", LIST, nullable=False),
        sa.Column("applicant_kind", TEXT, nullable=False),
        sa.Column("applicant_member_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("platform", TEXT, nullable=True),
        sa.Column("division_id", TEXT, nullable=True),
        sa.Column("area", TEXT, nullable=True),
        sa.Column("based_on", TEXT, nullable=True),
        sa.Column("industry", TEXT, nullable=True),
        sa.Column("sector_names", LIST, nullable=False),
        sa.Column("named_after_id", TEXT, nullable=True),
        sa.Column("venue_address", TEXT, nullable=True),
        sa.Column("functions", LIST, nullable=False),
        sa.Column("work_arrangement", TEXT, nullable=True),
        sa.Column("applicants", LIST, nullable=False),
        sa.Column("exception_reason", TEXT, nullable=True),
        sa.Column("warnings", LIST, nullable=False),
        sa.Column("warnings_en", LIST, nullable=False),
        sa.Column("exceptions", LIST, nullable=False),
        sa.Column("exceptions_en", LIST, nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_member_id"], ["member.id"], name=op.f("fk_studio_application_applicant_member_id_member")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_studio_application_body_id_body")),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["approval_chain.id"], name=op.f("fk_studio_application_chain_id_approval_chain")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_studio_application_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_studio_application_division_id_division")
        ),
        sa.ForeignKeyConstraint(
            ["named_after_id"], ["member.id"], name=op.f("fk_studio_application_named_after_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["rulebook_id"], ["rulebook.id"], name=op.f("fk_studio_application_rulebook_id_rulebook")
        ),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_studio_application_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studio_application")),
    )
    with op.batch_alter_table("studio_application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_studio_application_applicant_member_id"), ["applicant_member_id"], unique=False
        )
        batch_op.create_index("ix_studio_application_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_chain_id"), ["chain_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_division_id"), ["division_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_named_after_id"), ["named_after_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_next_step"), ["next_step"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_rulebook_id"), ["rulebook_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_application_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "studio_event",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("status_before", TEXT, nullable=True),
        sa.Column("status_after", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("rulebook_id", TEXT, nullable=True),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("subject_id", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_studio_event_body_id_body")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_studio_event_owner_body_id_body")),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_studio_event_rulebook_id_rulebook")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_studio_event_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studio_event")),
        sa.UniqueConstraint("studio_id", "position", name=op.f("uq_studio_event_studio_id")),
    )
    with op.batch_alter_table("studio_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_studio_event_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_event_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_studio_event_owner_body_id_id", ["owner_body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_event_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("member_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("subject_id", TEXT, nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_task_body_id_body")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_task_committee_id_committee")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_task_member_id_member")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_task_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_task_studio_id_id", ["studio_id", "id"], unique=False)

    op.create_table(
        "application_person",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("application_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("member_id", TEXT, nullable=True),
        sa.Column("person_name", TEXT, nullable=True),
        sa.Column("unit_and_post", TEXT, nullable=True),
        sa.Column("expertise", TEXT, nullable=True),
        sa.Column("contact", TEXT, nullable=True),
        sa.Column("exception_reason", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["studio_application.id"],
            name=op.f("fk_application_person_application_id_studio_application"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_application_person_body_id_body")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_application_person_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_person")),
    )
    with op.batch_alter_table("application_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_person_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_person_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_person_member_id"), ["member_id"], unique=False)

    op.create_table(
        "application_step",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("application_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("opinion", TEXT, nullable=True),
        sa.Column("meeting", TEXT, nullable=True),
        sa.Column("attachment", TEXT, nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["studio_application.id"],
            name=op.f("fk_application_step_application_id_studio_application"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_application_step_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_step")),
        sa.UniqueConstraint("application_id", "position", name=op.f("uq_application_step_application_id")),
    )
    with op.batch_alter_table("application_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_step_body_id"), ["body_id"], unique=False)

    op.create_table(
        "arrangement_output",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("arrangement_id", TEXT, nullable=False),
        sa.Column("lead_body_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("output_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("recipients", LIST, nullable=False),
        sa.Column("adoption", TEXT, nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrangement_id"], ["arrangement.id"], name=op.f("fk_arrangement_output_arrangement_id_arrangement")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_arrangement_output_body_id_body")),
        sa.ForeignKeyConstraint(["lead_body_id"], ["body.id"], name=op.f("fk_arrangement_output_lead_body_id_body")),
        sa.ForeignKeyConstraint(["output_id"], ["output.id"], name=op.f("fk_arrangement_output_output_id_output")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement_output")),
    )
    with op.batch_alter_table("arrangement_output", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrangement_output_arrangement_id"), ["arrangement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_output_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_output_lead_body_id"), ["lead_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_output_output_id"), ["output_id"], unique=False)

    op.create_table(
        "arrangement_party",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("arrangement_id", TEXT, nullable=False),
        sa.Column("lead_body_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("consent", TEXT, nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consent_note", TEXT, nullable=True),
        sa.Column("consented_by", TEXT, nullable=True),
        sa.Column("part", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrangement_id"], ["arrangement.id"], name=op.f("fk_arrangement_party_arrangement_id_arrangement")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_arrangement_party_body_id_body")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_arrangement_party_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["lead_body_id"], ["body.id"], name=op.f("fk_arrangement_party_lead_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_arrangement_party_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement_party")),
    )
    with op.batch_alter_table("arrangement_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrangement_party_arrangement_id"), ["arrangement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_party_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_party_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_party_lead_body_id"), ["lead_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_arrangement_party_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "assessment_item",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("assessment_id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("clause", TEXT, nullable=True),
        sa.Column("source_sentence", TEXT, nullable=True),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("expected", TEXT, nullable=False),
        sa.Column("found", TEXT, nullable=False),
        sa.Column("missing", TEXT, nullable=True),
        sa.Column("gap_owner", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_item_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_assessment_item_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_assessment_item_owner_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_assessment_item_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_item")),
        sa.UniqueConstraint("assessment_id", "position", name=op.f("uq_assessment_item_assessment_id")),
    )
    with op.batch_alter_table("assessment_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_item_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_item_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_item_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "filing",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("application_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("receipt_number", TEXT, nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("submitted_by", TEXT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("received_by", TEXT, nullable=True),
        sa.Column("defects", LIST, nullable=False),
        sa.Column("remarks", TEXT, nullable=True),
        sa.Column("asks_answer", sa.Boolean(), nullable=False),
        sa.Column("answer", TEXT, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["studio_application.id"], name=op.f("fk_filing_application_id_studio_application")
        ),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_filing_owner_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_filing_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_filing_receipt_number")),
    )
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_filing_owner_body_id_id", ["owner_body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_studio_id"), ["studio_id"], unique=False)
        batch_op.create_index(
            "uq_filing_new_studio",
            ["studio_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'NEW_STUDIO'"),
            postgresql_where=sa.text("kind = 'NEW_STUDIO'"),
        )

    op.create_table(
        "measure",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("assessment_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("scheduled", sa.Boolean(), nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("meeting", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_measure_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_measure_committee_id_committee")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_measure_owner_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_measure_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_measure_owner_body_id_id", ["owner_body_id", "id"], unique=False)
        batch_op.create_index("ix_measure_studio_id_id", ["studio_id", "id"], unique=False)

    op.create_table(
        "ended_seat",
        sa.Column("membership_id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("run_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_ended_seat_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_ended_seat_source_id_source")),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_ended_seat")),
    )
    with op.batch_alter_table("ended_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ended_seat_membership_id"), ["membership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ended_seat_source_id"), ["source_id"], unique=False)

    _begin()


def downgrade() -> None:
    """Take the change back."""
    for table in _MADE:
        op.drop_table(table)


def _begin() -> None:
    connection = op.get_bind()
    moments = {"always": _ALWAYS, "now": datetime.now(UTC)}
    naive = {name: at.replace(tzinfo=None) for name, at in moments.items()}
    given = naive if connection.dialect.name == "sqlite" else moments
    for statement in _FIRST:
        known = [name for name in given if f":{name}" in statement]
        binds = [sa.bindparam(name, given[name], INSTANT) for name in known]
        connection.execute(sa.text(statement).bindparams(*binds))
