"""Keep hospitals, clinics, staff, patients and visits, and who did what to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "hospital",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital")),
        sa.UniqueConstraint("slug", name=op.f("uq_hospital_slug")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_type", sa.String(length=60), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("patient", sa.String(length=64), nullable=False),
        sa.Column("fields", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_audit_entry_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hospital_id", "seq", name=op.f("uq_audit_entry_hospital_id_seq")),
    )
    op.create_table(
        "audit_head",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_audit_head_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint("hospital_id", name=op.f("uq_audit_head_hospital_id")),
    )
    op.create_table(
        "clinic",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_clinic_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_clinic")),
        sa.UniqueConstraint("hospital_id", "slug", name=op.f("uq_clinic_hospital_id_slug")),
    )
    op.create_table(
        "patient",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("deceased_on", sa.Date(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_patient_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_patient")),
        sa.UniqueConstraint("hospital_id", "number", name=op.f("uq_patient_hospital_id_number")),
    )
    op.create_table(
        "staff",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("totp_secret", sa.String(length=200), nullable=False),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_staff_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_staff")),
        sa.UniqueConstraint("hospital_id", "email", name=op.f("uq_staff_hospital_id_email")),
    )
    op.create_table(
        "clinic_contact",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("hours", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("out_of_hours_name", sa.String(length=80), nullable=False),
        sa.Column("out_of_hours_phone", sa.String(length=30), nullable=False),
        sa.Column("emergency_phone", sa.String(length=30), nullable=False),
        sa.Column("read_by", sa.String(length=5), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_clinic_contact_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "confirmed_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_clinic_contact_hospital_id_confirmed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "entered_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_clinic_contact_hospital_id_entered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_clinic_contact_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_clinic_contact")),
    )
    op.create_index(
        op.f("ix_clinic_contact_hospital_id_clinic_id_entered_at"),
        "clinic_contact",
        ["hospital_id", "clinic_id", "entered_at"],
        unique=False,
    )
    op.create_table(
        "enrolment",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("course", sa.String(length=160), nullable=False),
        sa.Column("course_source", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_enrolment_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "patient_id"],
            ["patient.hospital_id", "patient.id"],
            name=op.f("fk_enrolment_hospital_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_enrolment_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "hospital_id",
            "patient_id",
            "clinic_id",
            name=op.f("uq_enrolment_hospital_id_patient_id_clinic_id"),
        ),
    )
    op.create_index(
        op.f("ix_enrolment_hospital_id_clinic_id"),
        "enrolment",
        ["hospital_id", "clinic_id"],
        unique=False,
    )
    op.create_table(
        "staff_role",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "role in ('clinician', 'clinic_admin', 'hospital_admin')",
            name=op.f("ck_staff_role_role"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_staff_role_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "staff_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_staff_role_hospital_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_staff_role_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint(
            "hospital_id",
            "staff_id",
            "role",
            "clinic_id",
            name=op.f("uq_staff_role_hospital_id_staff_id_role_clinic_id"),
        ),
    )
    op.create_table(
        "staff_session",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hospital_id", "staff_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_staff_session_hospital_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_staff_session_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint(
            "hospital_id", "token_hash", name=op.f("uq_staff_session_hospital_id_token_hash")
        ),
    )
    op.create_index(
        "ix_staff_session_token_hash",
        "staff_session",
        ["token_hash"],
        unique=False,
        postgresql_using="hash",
    )
    op.create_table(
        "visit",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_visit_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "patient_id"],
            ["patient.hospital_id", "patient.id"],
            name=op.f("fk_visit_hospital_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_visit_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_visit")),
    )
    op.create_index(
        op.f("ix_visit_hospital_id_clinic_id_starts_at"),
        "visit",
        ["hospital_id", "clinic_id", "starts_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("visit")
    op.drop_table("staff_session")
    op.drop_table("staff_role")
    op.drop_table("enrolment")
    op.drop_table("clinic_contact")
    op.drop_table("staff")
    op.drop_table("patient")
    op.drop_table("clinic")
    op.drop_table("audit_head")
    op.drop_table("audit_entry")
    op.drop_table("hospital")
