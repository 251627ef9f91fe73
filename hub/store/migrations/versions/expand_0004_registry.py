"""The registry: applications, filing, joint work, tasks, assessments, the life of a studio and the findings on it."""

from __future__ import annotations

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

_MADE = (
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
    "remembered_request",
)


def upgrade() -> None:
    """Apply the change."""
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


def downgrade() -> None:
    """Take the change back."""
    for table in _MADE:
        op.drop_table(table)
