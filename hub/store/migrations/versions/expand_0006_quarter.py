"""The quarter: definitions, periods, obligations, versions, lines, receipts and what belongs to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "expand_0006_quarter"
down_revision: str | None = "expand_0005_joint_activities"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

_MADE = (
    "working_day",
    "report_definition",
    "report_indicator",
    "report_period",
    "report_rule",
    "obligation",
    "rollup_version",
    "amendment_grant",
    "narrative_item",
    "push_attempt",
    "rollup_line",
    "rollup_receipt",
    "contribution",
    "drift_item",
    "restatement",
    "return_item",
    "rollup_finding",
)


def upgrade() -> None:
    """Apply the change."""
    op.add_column("quarantined_row", sa.Column("entity", TEXT, nullable=True))
    op.create_table(
        "working_day",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_day")),
        sa.UniqueConstraint("year", "day", name=op.f("uq_working_day_year")),
    )
    op.create_table(
        "report_definition",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("issuer_body_id", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=True),
        sa.Column("cadence", TEXT, nullable=False),
        sa.Column("owes", TEXT, nullable=False),
        sa.Column("goes_to", TEXT, nullable=False),
        sa.Column("by_section", sa.Boolean(), nullable=False),
        sa.Column("due_month_day", TEXT, nullable=True),
        sa.Column("due_working_day", sa.Integer(), nullable=True),
        sa.Column("due_document_id", TEXT, nullable=True),
        sa.Column("due_clause", TEXT, nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=True),
        sa.Column("two_person", sa.Boolean(), nullable=False),
        sa.Column("auto_accept", sa.Boolean(), nullable=False),
        sa.Column("materiality", sa.Text(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("interpretation", LIST, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["policy_document.id"], name=op.f("fk_report_definition_document_id_policy_document")
        ),
        sa.ForeignKeyConstraint(
            ["due_document_id"],
            ["policy_document.id"],
            name=op.f("fk_report_definition_due_document_id_policy_document"),
        ),
        sa.ForeignKeyConstraint(["issuer_body_id"], ["body.id"], name=op.f("fk_report_definition_issuer_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_definition")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_report_definition_code")),
    )
    with op.batch_alter_table("report_definition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_definition_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_definition_issuer_body_id"), ["issuer_body_id"], unique=False)

    op.create_table(
        "report_indicator",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("definition_id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=True),
        sa.Column("conditions", LIST, nullable=False),
        sa.Column("dimensions", LIST, nullable=False),
        sa.Column("aggregation", TEXT, nullable=True),
        sa.Column("aggregated", TEXT, nullable=True),
        sa.Column("joint_rule", TEXT, nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("cite", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["report_definition.id"],
            name=op.f("fk_report_indicator_definition_id_report_definition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_indicator")),
        sa.UniqueConstraint("definition_id", "code", name=op.f("uq_report_indicator_definition_id")),
    )
    op.create_table(
        "report_period",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("definition_id", TEXT, nullable=False),
        sa.Column("definition_code", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", TEXT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_report_period_body_id_body")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["report_definition.id"], name=op.f("fk_report_period_definition_id_report_definition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_period")),
        sa.UniqueConstraint("definition_code", "label", name=op.f("uq_report_period_definition_code")),
    )
    with op.batch_alter_table("report_period", schema=None) as batch_op:
        batch_op.create_index(
            "ix_report_period_body_id_starts_on", ["body_id", sa.literal_column("starts_on DESC"), "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_report_period_definition_id"), ["definition_id"], unique=False)

    op.create_table(
        "report_rule",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("definition_id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("check", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("tolerance", sa.Text(), nullable=True),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("interpretation", LIST, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["report_definition.id"], name=op.f("fk_report_rule_definition_id_report_definition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_rule")),
        sa.UniqueConstraint("definition_id", "code", name=op.f("uq_report_rule_definition_id")),
    )
    op.create_table(
        "obligation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("period_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("due_original", sa.Date(), nullable=True),
        sa.Column("due_effective", sa.Date(), nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("exemption", TEXT, nullable=True),
        sa.Column("first_received_at", INSTANT, nullable=True),
        sa.Column("on_time", sa.Boolean(), nullable=True),
        sa.Column("on_time_extended", sa.Boolean(), nullable=True),
        sa.Column("missing_since", INSTANT, nullable=True),
        sa.Column("extension_until", sa.Date(), nullable=True),
        sa.Column("extension_reason", TEXT, nullable=True),
        sa.Column("extension_asked_at", INSTANT, nullable=True),
        sa.Column("extension_asked_by", TEXT, nullable=True),
        sa.Column("extension_granted", sa.Boolean(), nullable=True),
        sa.Column("extension_decided_at", INSTANT, nullable=True),
        sa.Column("extension_decided_by", TEXT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_obligation_body_id_body")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_obligation_committee_id_committee")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["report_period.id"], name=op.f("fk_obligation_period_id_report_period")
        ),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_obligation_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index("ix_obligation_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligation_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index("ix_obligation_period_id_id", ["period_id", "id"], unique=False)
        batch_op.create_index("ix_obligation_status_due_effective", ["status", "due_effective"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligation_studio_id"), ["studio_id"], unique=False)
        batch_op.create_index(
            "uq_obligation_body",
            ["period_id", "body_id"],
            unique=True,
            sqlite_where=sa.text("studio_id IS NULL AND committee_id IS NULL"),
            postgresql_where=sa.text("studio_id IS NULL AND committee_id IS NULL"),
        )
        batch_op.create_index(
            "uq_obligation_committee",
            ["period_id", "committee_id"],
            unique=True,
            sqlite_where=sa.text("studio_id IS NULL"),
            postgresql_where=sa.text("studio_id IS NULL"),
        )
        batch_op.create_index("uq_obligation_studio", ["period_id", "studio_id"], unique=True)

    op.create_table(
        "rollup_version",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("obligation_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("previous_id", TEXT, nullable=True),
        sa.Column("digest", TEXT, nullable=True),
        sa.Column("digest_algorithm", TEXT, nullable=True),
        sa.Column("watermark", INSTANT, nullable=False),
        sa.Column("facts_read", sa.Integer(), nullable=False),
        sa.Column("definition_id", TEXT, nullable=False),
        sa.Column("rules_digest", TEXT, nullable=False),
        sa.Column("mapping_digest", TEXT, nullable=False),
        sa.Column("units", LIST, nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("drafted_by", TEXT, nullable=False),
        sa.Column("last_edited_at", INSTANT, nullable=True),
        sa.Column("last_edited_by", TEXT, nullable=True),
        sa.Column("validated_at", INSTANT, nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("submitted_by", TEXT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("review_began_at", INSTANT, nullable=True),
        sa.Column("returned_at", INSTANT, nullable=True),
        sa.Column("returned_by", TEXT, nullable=True),
        sa.Column("correction_due", sa.Date(), nullable=True),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("accepted_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_rollup_version_body_id_body")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_rollup_version_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["report_definition.id"], name=op.f("fk_rollup_version_definition_id_report_definition")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_rollup_version_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["rollup_version.id"], name=op.f("fk_rollup_version_previous_id_rollup_version")
        ),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_rollup_version_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_version")),
        sa.UniqueConstraint("obligation_id", "number", name=op.f("uq_rollup_version_obligation_id")),
    )
    with op.batch_alter_table("rollup_version", schema=None) as batch_op:
        batch_op.create_index("ix_rollup_version_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rollup_version_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rollup_version_definition_id"), ["definition_id"], unique=False)
        batch_op.create_index("ix_rollup_version_digest", ["digest"], unique=False)
        batch_op.create_index("ix_rollup_version_obligation_id_id", ["obligation_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rollup_version_previous_id"), ["previous_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rollup_version_studio_id"), ["studio_id"], unique=False)
        batch_op.create_index(
            "uq_rollup_version_in_force",
            ["obligation_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('ACCEPTED', 'LOCKED')"),
            postgresql_where=sa.text("status IN ('ACCEPTED', 'LOCKED')"),
        )
        batch_op.create_index(
            "uq_rollup_version_in_review",
            ["obligation_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('SUBMITTED', 'RECEIPTED')"),
            postgresql_where=sa.text("status IN ('SUBMITTED', 'RECEIPTED')"),
        )
        batch_op.create_index(
            "uq_rollup_version_standing",
            ["obligation_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('SUBMITTED', 'RECEIPTED', 'ACCEPTED', 'LOCKED') AND kind <> 'AMENDMENT'"),
            postgresql_where=sa.text(
                "status IN ('SUBMITTED', 'RECEIPTED', 'ACCEPTED', 'LOCKED') AND kind <> 'AMENDMENT'"
            ),
        )

    op.create_table(
        "amendment_grant",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("obligation_id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("line_ids", LIST, nullable=False),
        sa.Column("granted_at", INSTANT, nullable=False),
        sa.Column("granted_by", TEXT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_amendment_grant_body_id_body")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_amendment_grant_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_amendment_grant_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_grant")),
    )
    with op.batch_alter_table("amendment_grant", schema=None) as batch_op:
        batch_op.create_index("ix_amendment_grant_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index("ix_amendment_grant_obligation_id_id", ["obligation_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendment_grant_version_id"), ["version_id"], unique=False)

    op.create_table(
        "narrative_item",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("unit_body_id", TEXT, nullable=False),
        sa.Column("indicator", TEXT, nullable=False),
        sa.Column("theme", TEXT, nullable=False),
        sa.Column("heading", TEXT, nullable=False),
        sa.Column("body_text", TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_narrative_item_body_id_body")),
        sa.ForeignKeyConstraint(["unit_body_id"], ["body.id"], name=op.f("fk_narrative_item_unit_body_id_body")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_narrative_item_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narrative_item")),
    )
    with op.batch_alter_table("narrative_item", schema=None) as batch_op:
        batch_op.create_index("ix_narrative_item_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index("ix_narrative_item_theme_id", ["theme", "id"], unique=False)
        batch_op.create_index("ix_narrative_item_unit_body_id_id", ["unit_body_id", "id"], unique=False)
        batch_op.create_index("ix_narrative_item_version_id_id", ["version_id", "id"], unique=False)

    op.create_table(
        "push_attempt",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("obligation_id", TEXT, nullable=True),
        sa.Column("version_id", TEXT, nullable=True),
        sa.Column("client", TEXT, nullable=False),
        sa.Column("operation", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("findings", LIST, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_push_attempt_body_id_body")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_push_attempt_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_push_attempt_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_attempt")),
    )
    with op.batch_alter_table("push_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_push_attempt_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_push_attempt_obligation_id"), ["obligation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_push_attempt_version_id"), ["version_id"], unique=False)
        batch_op.create_index(
            "uq_push_attempt_key",
            ["client", "operation", "key"],
            unique=True,
            sqlite_where=sa.text("outcome <> 'KEY_REUSED'"),
            postgresql_where=sa.text("outcome <> 'KEY_REUSED'"),
        )

    op.create_table(
        "rollup_line",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("unit_body_id", TEXT, nullable=False),
        sa.Column("indicator", TEXT, nullable=False),
        sa.Column("first_key", TEXT, nullable=False),
        sa.Column("second_key", TEXT, nullable=False),
        sa.Column("value_kind", TEXT, nullable=False),
        sa.Column("claimed", sa.Text(), nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("computed", sa.Text(), nullable=True),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("late", sa.Text(), nullable=True),
        sa.Column("net", sa.Text(), nullable=True),
        sa.Column("gross", sa.Text(), nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("reason_code", TEXT, nullable=True),
        sa.Column("explanation", TEXT, nullable=True),
        sa.Column("explanation_accepted", sa.Boolean(), nullable=True),
        sa.Column("waived_reason", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_rollup_line_body_id_body")),
        sa.ForeignKeyConstraint(["unit_body_id"], ["body.id"], name=op.f("fk_rollup_line_unit_body_id_body")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_rollup_line_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_line")),
    )
    with op.batch_alter_table("rollup_line", schema=None) as batch_op:
        batch_op.create_index("ix_rollup_line_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index("ix_rollup_line_unit_body_id_id", ["unit_body_id", "id"], unique=False)
        batch_op.create_index("ix_rollup_line_version_id_id", ["version_id", "id"], unique=False)
        batch_op.create_index(
            "uq_rollup_line_place", ["version_id", "unit_body_id", "indicator", "first_key", "second_key"], unique=True
        )

    op.create_table(
        "rollup_receipt",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("obligation_id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("digest_algorithm", TEXT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("on_time", TEXT, nullable=False),
        sa.Column("findings", TEXT, nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("audit_root", TEXT, nullable=False),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("signature", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_rollup_receipt_body_id_body")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_rollup_receipt_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_rollup_receipt_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_rollup_receipt_number")),
        sa.UniqueConstraint("version_id", name=op.f("uq_rollup_receipt_version_id")),
    )
    with op.batch_alter_table("rollup_receipt", schema=None) as batch_op:
        batch_op.create_index("ix_rollup_receipt_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index("ix_rollup_receipt_obligation_id_id", ["obligation_id", "id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("line_id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("fact_kind", TEXT, nullable=False),
        sa.Column("fact_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("weight", sa.Text(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.Column("owned", sa.Boolean(), nullable=False),
        sa.Column("shared_with", LIST, nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["rollup_line.id"], name=op.f("fk_contribution_line_id_rollup_line")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_contribution_owner_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_contribution_studio_id_studio")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_contribution_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("line_id", "fact_id", name=op.f("uq_contribution_line_id")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index("ix_contribution_fact_id", ["fact_id"], unique=False)
        batch_op.create_index("ix_contribution_line_id_id", ["line_id", "id"], unique=False)
        batch_op.create_index("ix_contribution_owner_body_id_id", ["owner_body_id", "id"], unique=False)
        batch_op.create_index("ix_contribution_studio_id_id", ["studio_id", "id"], unique=False)
        batch_op.create_index("ix_contribution_version_id_id", ["version_id", "id"], unique=False)

    op.create_table(
        "drift_item",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("line_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("unit_body_id", TEXT, nullable=False),
        sa.Column("computed", sa.Text(), nullable=False),
        sa.Column("recomputed", sa.Text(), nullable=False),
        sa.Column("facts_added", LIST, nullable=False),
        sa.Column("facts_removed", LIST, nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_drift_item_body_id_body")),
        sa.ForeignKeyConstraint(["line_id"], ["rollup_line.id"], name=op.f("fk_drift_item_line_id_rollup_line")),
        sa.ForeignKeyConstraint(["unit_body_id"], ["body.id"], name=op.f("fk_drift_item_unit_body_id_body")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_drift_item_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drift_item")),
        sa.UniqueConstraint("line_id", "found_on", name=op.f("uq_drift_item_line_id")),
    )
    with op.batch_alter_table("drift_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drift_item_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drift_item_unit_body_id"), ["unit_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drift_item_version_id"), ["version_id"], unique=False)

    op.create_table(
        "restatement",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("before_line_id", TEXT, nullable=True),
        sa.Column("line_id", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("unit_body_id", TEXT, nullable=False),
        sa.Column("indicator", TEXT, nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("is_material", sa.Boolean(), nullable=True),
        sa.Column("restated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["before_line_id"], ["rollup_line.id"], name=op.f("fk_restatement_before_line_id_rollup_line")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_restatement_body_id_body")),
        sa.ForeignKeyConstraint(["line_id"], ["rollup_line.id"], name=op.f("fk_restatement_line_id_rollup_line")),
        sa.ForeignKeyConstraint(["unit_body_id"], ["body.id"], name=op.f("fk_restatement_unit_body_id_body")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_restatement_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restatement")),
    )
    with op.batch_alter_table("restatement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restatement_before_line_id"), ["before_line_id"], unique=False)
        batch_op.create_index("ix_restatement_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restatement_line_id"), ["line_id"], unique=False)
        batch_op.create_index("ix_restatement_unit_body_id_id", ["unit_body_id", "id"], unique=False)
        batch_op.create_index("ix_restatement_version_id_id", ["version_id", "id"], unique=False)

    op.create_table(
        "return_item",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("line_id", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_return_item_body_id_body")),
        sa.ForeignKeyConstraint(["line_id"], ["rollup_line.id"], name=op.f("fk_return_item_line_id_rollup_line")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_return_item_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_item")),
    )
    with op.batch_alter_table("return_item", schema=None) as batch_op:
        batch_op.create_index("ix_return_item_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_return_item_line_id"), ["line_id"], unique=False)
        batch_op.create_index("ix_return_item_version_id_id", ["version_id", "id"], unique=False)

    op.create_table(
        "rollup_finding",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version_id", TEXT, nullable=False),
        sa.Column("line_id", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("message_en", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_rollup_finding_body_id_body")),
        sa.ForeignKeyConstraint(["line_id"], ["rollup_line.id"], name=op.f("fk_rollup_finding_line_id_rollup_line")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rollup_version.id"], name=op.f("fk_rollup_finding_version_id_rollup_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_finding")),
    )
    with op.batch_alter_table("rollup_finding", schema=None) as batch_op:
        batch_op.create_index("ix_rollup_finding_body_id_id", ["body_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rollup_finding_line_id"), ["line_id"], unique=False)
        batch_op.create_index("ix_rollup_finding_version_id_id", ["version_id", "id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    for table in reversed(_MADE):
        op.drop_table(table)
    op.drop_column("quarantined_row", "entity")
