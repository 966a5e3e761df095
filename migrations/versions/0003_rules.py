"""Keep thresholds and safety texts, as proposed and as approved by a second person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "rule_set_draft",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "changed_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_rule_set_draft_hospital_id_changed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_rule_set_draft_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_rule_set_draft_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_rule_set_draft")),
        sa.UniqueConstraint(
            "hospital_id", "clinic_id", name=op.f("uq_rule_set_draft_hospital_id_clinic_id")
        ),
    )
    op.create_table(
        "rule_set_publication",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
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
            name=op.f("ck_rule_set_publication_state"),
        ),
        sa.CheckConstraint(
            "approver_id is null or approver_id <> author_id",
            name=op.f("ck_rule_set_publication_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "approver_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_rule_set_publication_hospital_id_approver_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "author_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_rule_set_publication_hospital_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_rule_set_publication_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_rule_set_publication_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_rule_set_publication")),
        sa.UniqueConstraint(
            "hospital_id",
            "clinic_id",
            "number",
            name=op.f("uq_rule_set_publication_hospital_id_clinic_id_number"),
        ),
    )
    op.create_index(
        "uq_rule_set_publication_live",
        "rule_set_publication",
        ["hospital_id", "clinic_id"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_table(
        "safety_text",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
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
            name=op.f("ck_safety_text_state"),
        ),
        sa.CheckConstraint(
            "approver_id is null or approver_id <> author_id", name=op.f("ck_safety_text_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "approver_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_safety_text_hospital_id_approver_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "author_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_safety_text_hospital_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_safety_text_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_safety_text_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_safety_text")),
        sa.UniqueConstraint(
            "hospital_id",
            "clinic_id",
            "number",
            name=op.f("uq_safety_text_hospital_id_clinic_id_number"),
        ),
    )
    op.create_index(
        "uq_safety_text_live",
        "safety_text",
        ["hospital_id", "clinic_id"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )


def downgrade() -> None:
    op.drop_table("safety_text")
    op.drop_table("rule_set_publication")
    op.drop_table("rule_set_draft")
