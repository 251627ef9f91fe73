"""The tables of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "expand_0001_foundation"
down_revision: str | None = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "activity_kind",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("labels", LIST, nullable=False),
        sa.Column("cite", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_kind")),
        sa.UniqueConstraint("code", name=op.f("uq_activity_kind_code")),
    )
    op.create_table(
        "audit_head",
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain_hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "division",
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
        sa.ForeignKeyConstraint(["parent_id"], ["division.id"], name=op.f("fk_division_parent_id_division")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
    )
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_division_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_position"), ["position"], unique=False)

    op.create_table(
        "reference_release",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("loaded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reference_release")),
    )
    op.create_table(
        "sector",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("cite", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
        sa.UniqueConstraint("name", name=op.f("uq_sector_name")),
    )
    op.create_table(
        "body",
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
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_body_division_id_division")),
        sa.ForeignKeyConstraint(["reports_to_id"], ["body.id"], name=op.f("fk_body_reports_to_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("code", name=op.f("uq_body_code")),
    )
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_division_id"), ["division_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_level"), ["level"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_position"), ["position"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_reports_to_id"), ["reports_to_id"], unique=False)

    op.create_table(
        "division_alias",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("division_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_division_alias_division_id_division")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_alias")),
    )
    with op.batch_alter_table("division_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_division_alias_division_id"), ["division_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_division_alias_name"), ["name"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("occurred_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("client", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("object_id", TEXT, nullable=False),
        sa.Column("changed", TEXT, nullable=False),
        sa.Column("before_hash", TEXT, nullable=True),
        sa.Column("after_hash", TEXT, nullable=True),
        sa.Column("request_id", TEXT, nullable=True),
        sa.Column("chain_hash", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_audit_entry_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_audit_entry_stream")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_object_id"), ["object_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_stream"), ["stream"], unique=False)

    op.create_table(
        "body_edge",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("child_id", TEXT, nullable=False),
        sa.Column("parent_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("cite", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["body.id"], name=op.f("fk_body_edge_child_id_body")),
        sa.ForeignKeyConstraint(["parent_id"], ["body.id"], name=op.f("fk_body_edge_parent_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_edge")),
    )
    with op.batch_alter_table("body_edge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_edge_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_edge_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "committee",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("linked_sectors", LIST, nullable=False),
        sa.Column("linked_areas", LIST, nullable=False),
        sa.Column("linked_industries", LIST, nullable=False),
        sa.Column("annual_key_points", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_committee_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
    )
    with op.batch_alter_table("committee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_body_id"), ["body_id"], unique=False)

    op.create_table(
        "outbox_notice",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("object_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_outbox_notice_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_notice")),
    )
    with op.batch_alter_table("outbox_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_notice_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_notice_occurred_at"), ["occurred_at"], unique=False)

    op.create_table(
        "policy_document",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_policy_document_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_document")),
        sa.UniqueConstraint("key", name=op.f("uq_policy_document_key")),
    )
    with op.batch_alter_table("policy_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_document_body_id"), ["body_id"], unique=False)

    op.create_table(
        "reported_figure",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("bodies", LIST, nullable=False),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("level_confirmed", sa.Boolean(), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("metric", TEXT, nullable=False),
        sa.Column("metrics_covered", LIST, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("qualifier", TEXT, nullable=False),
        sa.Column("incomplete_statistics", sa.Boolean(), nullable=False),
        sa.Column("period_text", TEXT, nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("period_derived", sa.Boolean(), nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_reported_figure_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_figure")),
        sa.UniqueConstraint("key", name=op.f("uq_reported_figure_key")),
    )
    with op.batch_alter_table("reported_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reported_figure_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reported_figure_cite"), ["cite"], unique=False)
        batch_op.create_index(batch_op.f("ix_reported_figure_metric"), ["metric"], unique=False)
        batch_op.create_index(batch_op.f("ix_reported_figure_subject"), ["subject"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=True),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("schedule", TEXT, nullable=True),
        sa.Column("zone", TEXT, nullable=False),
        sa.Column("mapping_version", TEXT, nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("landed", sa.Integer(), nullable=False),
        sa.Column("last_success_at", INSTANT, nullable=True),
        sa.Column("last_changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_source_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("code", name=op.f("uq_source_code")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_body_id"), ["body_id"], unique=False)

    op.create_table(
        "identity_link",
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("row_id", TEXT, nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_identity_link_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", "entity", "external_id", name=op.f("pk_identity_link")),
    )
    with op.batch_alter_table("identity_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_link_row_id"), ["row_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_link_source_id"), ["source_id"], unique=False)

    op.create_table(
        "member",
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
        sa.ForeignKeyConstraint(["home_body_id"], ["body.id"], name=op.f("fk_member_home_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_member_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_home_body_id"), ["home_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_source_id"), ["source_id"], unique=False)

    op.create_table(
        "raw_record",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("has_key", sa.Boolean(), nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("source_pointer", TEXT, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("row_index", sa.Integer(), nullable=False),
        sa.Column("first_run_id", TEXT, nullable=False),
        sa.Column("seen_run_id", TEXT, nullable=False),
        sa.Column("landed_at", INSTANT, nullable=False),
        sa.Column("applied_version", TEXT, nullable=True),
        sa.Column("applied_run_id", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("retry", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_raw_record_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_record")),
        sa.UniqueConstraint("source_id", "stream", "external_id", "content_hash", name=op.f("uq_raw_record_source_id")),
    )
    with op.batch_alter_table("raw_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_raw_record_seen_run_id"), ["seen_run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_raw_record_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_raw_record_source_seq", ["source_id", "applied_version", "seq"], unique=False)

    op.create_table(
        "rulebook",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("quotas_from", sa.Date(), nullable=True),
        sa.Column("interpretation", LIST, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_rulebook_body_id_body")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["policy_document.id"], name=op.f("fk_rulebook_document_id_policy_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook")),
    )
    with op.batch_alter_table("rulebook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rulebook_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rulebook_document_id"), ["document_id"], unique=False)

    op.create_table(
        "sync_cursor",
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("whole_at", INSTANT, nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("structure", LIST, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_sync_cursor_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", "stream", name=op.f("pk_sync_cursor")),
    )
    with op.batch_alter_table("sync_cursor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_cursor_source_id"), ["source_id"], unique=False)

    op.create_table(
        "sync_run",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trigger", TEXT, nullable=False),
        sa.Column("requested_by", TEXT, nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("executor", TEXT, nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("deletes_allowed", sa.Boolean(), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("tombstoned", sa.Integer(), nullable=False),
        sa.Column("reason_code", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("reason_en", TEXT, nullable=True),
        sa.Column("notes", LIST, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_sync_run_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_sync_run_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_run")),
    )
    with op.batch_alter_table("sync_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_run_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sync_run_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_sync_run_source_queued", ["source_id", "queued_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sync_run_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_sync_run_open",
            ["source_id"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )

    op.create_table(
        "approval_chain",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rulebook_id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("types", LIST, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("applicants", LIST, nullable=False),
        sa.Column("steps", LIST, nullable=False),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("interpretation", LIST, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_approval_chain_rulebook_id_rulebook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_chain")),
    )
    with op.batch_alter_table("approval_chain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_chain_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "local_head",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rulebook_id", TEXT, nullable=False),
        sa.Column("head_title", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_local_head_rulebook_id_rulebook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_head")),
    )
    with op.batch_alter_table("local_head", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_head_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "local_type",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rulebook_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("canonical", LIST, nullable=False),
        sa.Column("platform_kind", TEXT, nullable=True),
        sa.Column("open_to_new", sa.Boolean(), nullable=False),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_local_type_rulebook_id_rulebook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_type")),
    )
    with op.batch_alter_table("local_type", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_type_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "membership",
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
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_membership_body_id_body")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_membership_committee_id_committee")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id_member")),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_membership_sector_id_sector")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_membership_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_sector_id"), ["sector_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_source_id"), ["source_id"], unique=False)

    op.create_table(
        "quarantined_row",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("run_id", TEXT, nullable=False),
        sa.Column("first_run_id", TEXT, nullable=False),
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("row_index", sa.Integer(), nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("pointer", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("reason_en", TEXT, nullable=False),
        sa.Column("mapping_version", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_quarantined_row_body_id_body")),
        sa.ForeignKeyConstraint(["run_id"], ["sync_run.id"], name=op.f("fk_quarantined_row_run_id_sync_run")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_quarantined_row_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_row")),
        sa.UniqueConstraint(
            "source_id",
            "stream",
            "external_id",
            "content_hash",
            "code",
            "pointer",
            name=op.f("uq_quarantined_row_source_id"),
        ),
    )
    with op.batch_alter_table("quarantined_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantined_row_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantined_row_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantined_row_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantined_row_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_quarantined_row_source_status", ["source_id", "status"], unique=False)

    op.create_table(
        "quota_rule",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rulebook_id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("metric", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("combination", TEXT, nullable=True),
        sa.Column("combinator", TEXT, nullable=False),
        sa.Column("strength", TEXT, nullable=False),
        sa.Column("includes_citizen_proposals", sa.Boolean(), nullable=False),
        sa.Column("applies_to", TEXT, nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("interpretation", LIST, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_quota_rule_rulebook_id_rulebook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_rule")),
    )
    with op.batch_alter_table("quota_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quota_rule_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "standard",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rulebook_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("items_known", sa.Boolean(), nullable=False),
        sa.Column("declared_item_count", sa.Integer(), nullable=True),
        sa.Column("items", LIST, nullable=False),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("interpretation", LIST, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_standard_body_id_body")),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_standard_rulebook_id_rulebook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
    )
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_label"), ["label"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "structure_rule",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rulebook_id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("strength", TEXT, nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("items", LIST, nullable=False),
        sa.Column("items_open", sa.Boolean(), nullable=False),
        sa.Column("due", TEXT, nullable=True),
        sa.Column("types", LIST, nullable=False),
        sa.Column("levels", LIST, nullable=False),
        sa.Column("cite", TEXT, nullable=False),
        sa.Column("source_sentence", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("interpretation", LIST, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["rulebook_id"], ["rulebook.id"], name=op.f("fk_structure_rule_rulebook_id_rulebook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_rule")),
    )
    with op.batch_alter_table("structure_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_structure_rule_rulebook_id"), ["rulebook_id"], unique=False)

    op.create_table(
        "studio",
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
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_studio_committee_id_committee")),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_studio_division_id_division")),
        sa.ForeignKeyConstraint(["named_after_id"], ["member.id"], name=op.f("fk_studio_named_after_id_member")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_studio_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_studio_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studio")),
        sa.UniqueConstraint("filing_number", name=op.f("uq_studio_filing_number")),
    )
    with op.batch_alter_table("studio", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_studio_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_division_id"), ["division_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_mode"), ["mode"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_named_after_id"), ["named_after_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_type"), ["type"], unique=False)

    op.create_table(
        "sync_page",
        sa.Column("run_id", TEXT, nullable=False),
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("landed_new", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.Boolean(), nullable=False),
        sa.Column("notes", LIST, nullable=False),
        sa.Column("landed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["sync_run.id"], name=op.f("fk_sync_page_run_id_sync_run")),
        sa.PrimaryKeyConstraint("run_id", "stream", "number", name=op.f("pk_sync_page")),
    )
    with op.batch_alter_table("sync_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_page_run_id"), ["run_id"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("kind_id", TEXT, nullable=False),
        sa.Column("local_kind_label", TEXT, nullable=True),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=True),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("platform", TEXT, nullable=True),
        sa.Column("host_bodies", LIST, nullable=False),
        sa.Column("members_count", sa.Integer(), nullable=True),
        sa.Column("public_count", sa.Integer(), nullable=True),
        sa.Column("departments", LIST, nullable=False),
        sa.Column("beneficiaries", sa.Integer(), nullable=True),
        sa.Column("summary", TEXT, nullable=True),
        sa.Column("party_study_first", sa.Boolean(), nullable=True),
        sa.Column("publicity", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["kind_id"], ["activity_kind.id"], name=op.f("fk_activity_kind_id_activity_kind")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_activity_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_activity_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_activity_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "duty_shift",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("member_id", TEXT, nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=True),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("rota_kind", TEXT, nullable=True),
        sa.Column("platform", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("appointments", sa.Integer(), nullable=True),
        sa.Column("issues_raised", sa.Integer(), nullable=True),
        sa.Column("solved", sa.Integer(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_duty_shift_member_id_member")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_duty_shift_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_duty_shift_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_duty_shift_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_shift_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_shift_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_shift_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_shift_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_shift_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_shift_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "online_presence",
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
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_online_presence_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_online_presence_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_online_presence_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_presence")),
    )
    with op.batch_alter_table("online_presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_online_presence_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_online_presence_platform"), ["platform"], unique=False)
        batch_op.create_index(batch_op.f("ix_online_presence_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_online_presence_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_online_presence_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("opinion_class", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("in_scope", sa.Boolean(), nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("widely_concerned", sa.Boolean(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("fed_back_on", sa.Date(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_opinion_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_opinion_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_opinion_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_received_on"), ["received_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "output",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("title_text", TEXT, nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("issue_number", TEXT, nullable=True),
        sa.Column("is_collective", sa.Boolean(), nullable=True),
        sa.Column("is_key", sa.Boolean(), nullable=True),
        sa.Column("recipients", LIST, nullable=False),
        sa.Column("authors", LIST, nullable=False),
        sa.Column("fate", TEXT, nullable=True),
        sa.Column("fate_by", TEXT, nullable=True),
        sa.Column("ticket_number", TEXT, nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("source_id", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("mapping_version", TEXT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_output_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_output_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_output_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_output")),
    )
    with op.batch_alter_table("output", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_output_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_output_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_output_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_output_studio_id"), ["studio_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_output_submitted_on"), ["submitted_on"], unique=False)

    op.create_table(
        "plaque",
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
        sa.ForeignKeyConstraint(["granted_by_id"], ["body.id"], name=op.f("fk_plaque_granted_by_id_body")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_plaque_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_plaque_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_plaque_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plaque")),
    )
    with op.batch_alter_table("plaque", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plaque_granted_by_id"), ["granted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaque_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaque_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaque_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaque_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "residency",
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
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_residency_member_id_member")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_residency_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_residency_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_residency_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residency")),
    )
    with op.batch_alter_table("residency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_residency_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_residency_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_residency_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_residency_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_residency_studio_id"), ["studio_id"], unique=False)

    op.create_table(
        "studio_sector",
        sa.Column("studio_id", TEXT, nullable=False),
        sa.Column("sector_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_studio_sector_sector_id_sector")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_studio_sector_studio_id_studio")),
        sa.PrimaryKeyConstraint("studio_id", "sector_id", name=op.f("pk_studio_sector")),
    )
    with op.batch_alter_table("studio_sector", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_studio_sector_sector_id"), ["sector_id"], unique=False)

    op.create_table(
        "venue",
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
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_venue_owner_body_id_body")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_venue_source_id_source")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_venue_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
    )
    with op.batch_alter_table("venue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_venue_owner_body_id"), ["owner_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_venue_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_venue_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_venue_studio_id"), ["studio_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("venue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_venue_studio_id"))
        batch_op.drop_index(batch_op.f("ix_venue_source_id"))
        batch_op.drop_index(batch_op.f("ix_venue_published"))
        batch_op.drop_index(batch_op.f("ix_venue_owner_body_id"))

    op.drop_table("venue")
    with op.batch_alter_table("studio_sector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_studio_sector_sector_id"))

    op.drop_table("studio_sector")
    with op.batch_alter_table("residency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_residency_studio_id"))
        batch_op.drop_index(batch_op.f("ix_residency_source_id"))
        batch_op.drop_index(batch_op.f("ix_residency_published"))
        batch_op.drop_index(batch_op.f("ix_residency_owner_body_id"))
        batch_op.drop_index(batch_op.f("ix_residency_member_id"))

    op.drop_table("residency")
    with op.batch_alter_table("plaque", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plaque_studio_id"))
        batch_op.drop_index(batch_op.f("ix_plaque_source_id"))
        batch_op.drop_index(batch_op.f("ix_plaque_published"))
        batch_op.drop_index(batch_op.f("ix_plaque_owner_body_id"))
        batch_op.drop_index(batch_op.f("ix_plaque_granted_by_id"))

    op.drop_table("plaque")
    with op.batch_alter_table("output", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_output_submitted_on"))
        batch_op.drop_index(batch_op.f("ix_output_studio_id"))
        batch_op.drop_index(batch_op.f("ix_output_source_id"))
        batch_op.drop_index(batch_op.f("ix_output_published"))
        batch_op.drop_index(batch_op.f("ix_output_owner_body_id"))

    op.drop_table("output")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_studio_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_source_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_received_on"))
        batch_op.drop_index(batch_op.f("ix_opinion_owner_body_id"))

    op.drop_table("opinion")
    with op.batch_alter_table("online_presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_online_presence_studio_id"))
        batch_op.drop_index(batch_op.f("ix_online_presence_source_id"))
        batch_op.drop_index(batch_op.f("ix_online_presence_published"))
        batch_op.drop_index(batch_op.f("ix_online_presence_platform"))
        batch_op.drop_index(batch_op.f("ix_online_presence_owner_body_id"))

    op.drop_table("online_presence")
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_shift_studio_id"))
        batch_op.drop_index(batch_op.f("ix_duty_shift_source_id"))
        batch_op.drop_index(batch_op.f("ix_duty_shift_published"))
        batch_op.drop_index(batch_op.f("ix_duty_shift_owner_body_id"))
        batch_op.drop_index(batch_op.f("ix_duty_shift_member_id"))
        batch_op.drop_index(batch_op.f("ix_duty_shift_held_on"))

    op.drop_table("duty_shift")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_studio_id"))
        batch_op.drop_index(batch_op.f("ix_activity_source_id"))
        batch_op.drop_index(batch_op.f("ix_activity_published"))
        batch_op.drop_index(batch_op.f("ix_activity_owner_body_id"))
        batch_op.drop_index(batch_op.f("ix_activity_kind_id"))
        batch_op.drop_index(batch_op.f("ix_activity_held_on"))

    op.drop_table("activity")
    with op.batch_alter_table("sync_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_page_run_id"))

    op.drop_table("sync_page")
    with op.batch_alter_table("studio", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_studio_type"))
        batch_op.drop_index(batch_op.f("ix_studio_status"))
        batch_op.drop_index(batch_op.f("ix_studio_source_id"))
        batch_op.drop_index(batch_op.f("ix_studio_published"))
        batch_op.drop_index(batch_op.f("ix_studio_owner_body_id"))
        batch_op.drop_index(batch_op.f("ix_studio_named_after_id"))
        batch_op.drop_index(batch_op.f("ix_studio_name"))
        batch_op.drop_index(batch_op.f("ix_studio_mode"))
        batch_op.drop_index(batch_op.f("ix_studio_division_id"))
        batch_op.drop_index(batch_op.f("ix_studio_committee_id"))

    op.drop_table("studio")
    with op.batch_alter_table("structure_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_structure_rule_rulebook_id"))

    op.drop_table("structure_rule")
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standard_rulebook_id"))
        batch_op.drop_index(batch_op.f("ix_standard_label"))
        batch_op.drop_index(batch_op.f("ix_standard_body_id"))

    op.drop_table("standard")
    with op.batch_alter_table("quota_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quota_rule_rulebook_id"))

    op.drop_table("quota_rule")
    with op.batch_alter_table("quarantined_row", schema=None) as batch_op:
        batch_op.drop_index("ix_quarantined_row_source_status")
        batch_op.drop_index(batch_op.f("ix_quarantined_row_source_id"))
        batch_op.drop_index(batch_op.f("ix_quarantined_row_run_id"))
        batch_op.drop_index(batch_op.f("ix_quarantined_row_code"))
        batch_op.drop_index(batch_op.f("ix_quarantined_row_body_id"))

    op.drop_table("quarantined_row")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_source_id"))
        batch_op.drop_index(batch_op.f("ix_membership_sector_id"))
        batch_op.drop_index(batch_op.f("ix_membership_published"))
        batch_op.drop_index(batch_op.f("ix_membership_member_id"))
        batch_op.drop_index(batch_op.f("ix_membership_committee_id"))
        batch_op.drop_index(batch_op.f("ix_membership_body_id"))

    op.drop_table("membership")
    with op.batch_alter_table("local_type", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_local_type_rulebook_id"))

    op.drop_table("local_type")
    with op.batch_alter_table("local_head", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_local_head_rulebook_id"))

    op.drop_table("local_head")
    with op.batch_alter_table("approval_chain", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_chain_rulebook_id"))

    op.drop_table("approval_chain")
    with op.batch_alter_table("sync_run", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sync_run_open",
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_sync_run_status"))
        batch_op.drop_index("ix_sync_run_source_queued")
        batch_op.drop_index(batch_op.f("ix_sync_run_source_id"))
        batch_op.drop_index(batch_op.f("ix_sync_run_body_id"))

    op.drop_table("sync_run")
    with op.batch_alter_table("sync_cursor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_cursor_source_id"))

    op.drop_table("sync_cursor")
    with op.batch_alter_table("rulebook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rulebook_document_id"))
        batch_op.drop_index(batch_op.f("ix_rulebook_body_id"))

    op.drop_table("rulebook")
    with op.batch_alter_table("raw_record", schema=None) as batch_op:
        batch_op.drop_index("ix_raw_record_source_seq")
        batch_op.drop_index(batch_op.f("ix_raw_record_source_id"))
        batch_op.drop_index(batch_op.f("ix_raw_record_seen_run_id"))

    op.drop_table("raw_record")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_source_id"))
        batch_op.drop_index(batch_op.f("ix_member_published"))
        batch_op.drop_index(batch_op.f("ix_member_name"))
        batch_op.drop_index(batch_op.f("ix_member_home_body_id"))

    op.drop_table("member")
    with op.batch_alter_table("identity_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_link_source_id"))
        batch_op.drop_index(batch_op.f("ix_identity_link_row_id"))

    op.drop_table("identity_link")
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_body_id"))

    op.drop_table("source")
    with op.batch_alter_table("reported_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reported_figure_subject"))
        batch_op.drop_index(batch_op.f("ix_reported_figure_metric"))
        batch_op.drop_index(batch_op.f("ix_reported_figure_cite"))
        batch_op.drop_index(batch_op.f("ix_reported_figure_body_id"))

    op.drop_table("reported_figure")
    with op.batch_alter_table("policy_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_document_body_id"))

    op.drop_table("policy_document")
    with op.batch_alter_table("outbox_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_notice_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_notice_body_id"))

    op.drop_table("outbox_notice")
    with op.batch_alter_table("committee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_body_id"))

    op.drop_table("committee")
    with op.batch_alter_table("body_edge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_edge_parent_id"))
        batch_op.drop_index(batch_op.f("ix_body_edge_child_id"))

    op.drop_table("body_edge")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_stream"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_object_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_body_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("division_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_division_alias_name"))
        batch_op.drop_index(batch_op.f("ix_division_alias_division_id"))

    op.drop_table("division_alias")
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_reports_to_id"))
        batch_op.drop_index(batch_op.f("ix_body_position"))
        batch_op.drop_index(batch_op.f("ix_body_name"))
        batch_op.drop_index(batch_op.f("ix_body_level"))
        batch_op.drop_index(batch_op.f("ix_body_division_id"))

    op.drop_table("body")
    op.drop_table("sector")
    op.drop_table("reference_release")
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_division_position"))
        batch_op.drop_index(batch_op.f("ix_division_parent_id"))
        batch_op.drop_index(batch_op.f("ix_division_name"))
        batch_op.drop_index(batch_op.f("ix_division_code"))

    op.drop_table("division")
    op.drop_table("audit_head")
    op.drop_table("activity_kind")
