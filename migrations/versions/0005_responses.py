"""Keep what was sent, what it measured, and what it was a reason to ask about."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "call_now",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("emergency_id", sa.String(length=80), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(length=12), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reply in ('', 'called', 'cannot_call')", name=op.f("ck_call_now_reply")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "assessment_id"],
            ["assessment.hospital_id", "assessment.id"],
            name=op.f("fk_call_now_hospital_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "seen_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_call_now_hospital_id_seen_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_call_now_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_call_now")),
        sa.UniqueConstraint(
            "hospital_id",
            "assessment_id",
            "emergency_id",
            name=op.f("uq_call_now_hospital_id_assessment_id_emergency_id"),
        ),
    )
    op.create_table(
        "response",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("form_publication_id", sa.Uuid(), nullable=False),
        sa.Column("rule_set_publication_id", sa.Uuid(), nullable=True),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("measures", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("answered_by", sa.String(length=12), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("authored", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "assessment_id"],
            ["assessment.hospital_id", "assessment.id"],
            name=op.f("fk_response_hospital_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_response_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "form_publication_id"],
            ["form_publication.hospital_id", "form_publication.id"],
            name=op.f("fk_response_hospital_id_form_publication_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "patient_id"],
            ["patient.hospital_id", "patient.id"],
            name=op.f("fk_response_hospital_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "rule_set_publication_id"],
            ["rule_set_publication.hospital_id", "rule_set_publication.id"],
            name=op.f("fk_response_hospital_id_rule_set_publication_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_response_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "hospital_id", "assessment_id", name=op.f("uq_response_hospital_id_assessment_id")
        ),
    )
    op.create_index(
        op.f("ix_response_hospital_id_clinic_id_authored"),
        "response",
        ["hospital_id", "clinic_id", "authored"],
        unique=False,
    )
    op.create_index(
        op.f("ix_response_hospital_id_patient_id_authored"),
        "response",
        ["hospital_id", "patient_id", "authored"],
        unique=False,
    )
    op.create_table(
        "alert",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(length=80), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("reasons", JSONB(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint("severity in ('amber', 'red')", name=op.f("ck_alert_severity")),
        sa.CheckConstraint(
            "state in ('open', 'acknowledged', 'resolved', 'overridden')",
            name=op.f("ck_alert_state"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_alert_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "owner_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_alert_hospital_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "patient_id"],
            ["patient.hospital_id", "patient.id"],
            name=op.f("fk_alert_hospital_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "response_id"],
            ["response.hospital_id", "response.id"],
            name=op.f("fk_alert_hospital_id_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_alert_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "hospital_id",
            "response_id",
            "rule_id",
            name=op.f("uq_alert_hospital_id_response_id_rule_id"),
        ),
    )
    op.create_index(
        op.f("ix_alert_hospital_id_clinic_id_state"),
        "alert",
        ["hospital_id", "clinic_id", "state"],
        unique=False,
    )
    op.create_table(
        "score",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=160), nullable=False),
        sa.Column("instrument_version", sa.String(length=40), nullable=True),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("missing", sa.String(length=200), nullable=True),
        sa.Column("modified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "patient_id"],
            ["patient.hospital_id", "patient.id"],
            name=op.f("fk_score_hospital_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "response_id"],
            ["response.hospital_id", "response.id"],
            name=op.f("fk_score_hospital_id_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_score_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_score")),
        sa.UniqueConstraint(
            "hospital_id",
            "response_id",
            "measure",
            name=op.f("uq_score_hospital_id_response_id_measure"),
        ),
    )
    op.create_index(
        op.f("ix_score_hospital_id_patient_id_measure"),
        "score",
        ["hospital_id", "patient_id", "measure"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("score")
    op.drop_table("alert")
    op.drop_table("response")
    op.drop_table("call_now")
