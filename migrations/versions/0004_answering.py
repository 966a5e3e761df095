"""Keep planned occasions, ways in, and answers while a form is open."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("form_publication_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('due', 'open', 'completed', 'expired')", name=op.f("ck_assessment_state")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_assessment_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "form_publication_id"],
            ["form_publication.hospital_id", "form_publication.id"],
            name=op.f("fk_assessment_hospital_id_form_publication_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "patient_id"],
            ["patient.hospital_id", "patient.id"],
            name=op.f("fk_assessment_hospital_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "visit_id"],
            ["visit.hospital_id", "visit.id"],
            name=op.f("fk_assessment_hospital_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_assessment_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_assessment")),
    )
    op.create_index(
        op.f("ix_assessment_hospital_id_patient_id"),
        "assessment",
        ["hospital_id", "patient_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assessment_hospital_id_visit_id"),
        "assessment",
        ["hospital_id", "visit_id"],
        unique=False,
    )
    op.create_table(
        "access_code",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("helper", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_dates", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('link', 'letter')", name=op.f("ck_access_code_kind")),
        sa.ForeignKeyConstraint(
            ["hospital_id", "assessment_id"],
            ["assessment.hospital_id", "assessment.id"],
            name=op.f("fk_access_code_hospital_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_access_code_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_access_code")),
        sa.UniqueConstraint("hospital_id", "hash", name=op.f("uq_access_code_hospital_id_hash")),
    )
    op.create_index(
        "ix_access_code_hash", "access_code", ["hash"], unique=False, postgresql_using="hash"
    )
    op.create_table(
        "answer",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("link_id", sa.String(length=255), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("value", JSONB(), nullable=True),
        sa.Column("missing", sa.String(length=12), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "assessment_id"],
            ["assessment.hospital_id", "assessment.id"],
            name=op.f("fk_answer_hospital_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_answer_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "hospital_id",
            "assessment_id",
            "part",
            "link_id",
            "at",
            name=op.f("uq_answer_hospital_id_assessment_id_part_link_id_at"),
        ),
    )
    op.create_table(
        "patient_session",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("answered_by", sa.String(length=12), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answered_by in ('self', 'proxy', 'interview')",
            name=op.f("ck_patient_session_answered_by"),
        ),
        sa.CheckConstraint(
            "mode in ('web', 'kiosk', 'paper')", name=op.f("ck_patient_session_mode")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "assessment_id"],
            ["assessment.hospital_id", "assessment.id"],
            name=op.f("fk_patient_session_hospital_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_patient_session_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_patient_session")),
        sa.UniqueConstraint(
            "hospital_id", "token_hash", name=op.f("uq_patient_session_hospital_id_token_hash")
        ),
    )
    op.create_index(
        "ix_patient_session_token_hash",
        "patient_session",
        ["token_hash"],
        unique=False,
        postgresql_using="hash",
    )


def downgrade() -> None:
    op.drop_table("patient_session")
    op.drop_table("answer")
    op.drop_table("access_code")
    op.drop_table("assessment")
