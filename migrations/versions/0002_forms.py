"""Keep instruments with their licences, and forms as drafts and as published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "changed_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_form_draft_hospital_id_changed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_form_draft_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_form_draft_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint(
            "hospital_id",
            "clinic_id",
            "slug",
            name=op.f("uq_form_draft_hospital_id_clinic_id_slug"),
        ),
    )
    op.create_table(
        "instrument_version",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=12), nullable=False),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "origin in ('library', 'imported', 'recipe')", name=op.f("ck_instrument_version_origin")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "added_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_instrument_version_hospital_id_added_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_instrument_version_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_instrument_version")),
        sa.UniqueConstraint(
            "hospital_id",
            "instrument_id",
            "version",
            name=op.f("uq_instrument_version_hospital_id_instrument_id_version"),
        ),
    )
    op.create_table(
        "licence",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.String(length=80), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("evidence", sa.String(length=400), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "recorded_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_licence_hospital_id_recorded_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_licence_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_licence")),
        sa.UniqueConstraint(
            "hospital_id", "instrument_id", name=op.f("uq_licence_hospital_id_instrument_id")
        ),
    )
    op.create_table(
        "form_publication",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("comment", sa.String(length=400), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('in_review', 'scheduled', 'live', 'retired', 'rejected')",
            name=op.f("ck_form_publication_state"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "approver_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_form_publication_hospital_id_approver_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "author_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_form_publication_hospital_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_form_publication_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "form_id"],
            ["form_draft.hospital_id", "form_draft.id"],
            name=op.f("fk_form_publication_hospital_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_form_publication_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_form_publication")),
        sa.UniqueConstraint(
            "hospital_id",
            "form_id",
            "number",
            name=op.f("uq_form_publication_hospital_id_form_id_number"),
        ),
    )
    op.create_index(
        "uq_form_publication_live",
        "form_publication",
        ["hospital_id", "form_id"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )


def downgrade() -> None:
    op.drop_table("form_publication")
    op.drop_table("licence")
    op.drop_table("instrument_version")
    op.drop_table("form_draft")
