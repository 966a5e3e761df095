"""Keep a clinic's plan for sending forms, and what it must know of a patient to follow it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

NEW = ("schedule_draft", "schedule_publication", "treatment")
UNIQUE_OF_TWO = "uq_draft_step_hospital_id_form_id_rules_id_version"
UNIQUE_OF_THREE = "uq_draft_step_hospital_id_form_id_rules_id_schedule_id_version"


def upgrade() -> None:
    _tables()
    # Empty for good for patients of before today: nothing is known, so nothing is sent.
    op.add_column("patient", sa.Column("mobile", sa.String(length=200), nullable=True))
    op.add_column("patient", sa.Column("email", sa.String(length=200), nullable=True))
    op.add_column(
        "patient",
        sa.Column("address_protected", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "patient", sa.Column("register_checked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("enrolment", sa.Column("course_ends_on", sa.Date(), nullable=True))
    op.add_column("enrolment", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    op.add_column("enrolment", sa.Column("paused_until", sa.Date(), nullable=True))
    for table in NEW:
        _run(
            f"alter table {table} enable row level security;"
            f"alter table {table} force row level security"
        )
        # The hospital is worked out once a statement, not once a row: hence the select.
        here = "hospital_id = (select door.hospital())"
        walled = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"
        _run(
            f"create policy hospital on {table} to {walled} using ({here}) with check ({here});"
            f"create policy backup on {table} for select to lytte_backup using (true)"
        )
        _run(f"grant select, insert, update on {table} to lytte_app, lytte_worker")
        _run(f"grant select on {table} to lytte_backup")
    _run(
        "create trigger no_patients_at_shared_level before insert or update of clinic_id "
        "on treatment for each row execute function refuse_shared_level()"
    )
    op.add_column("draft_step", sa.Column("schedule_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_draft_step_hospital_id_schedule_id"),
        "draft_step",
        "schedule_draft",
        ["hospital_id", "schedule_id"],
        ["hospital_id", "id"],
    )
    op.drop_constraint(op.f("ck_draft_step_of_one_draft"), "draft_step")
    op.create_check_constraint(
        op.f("ck_draft_step_of_one_draft"),
        "draft_step",
        "num_nonnulls(form_id, rules_id, schedule_id) = 1",
    )
    op.drop_constraint(UNIQUE_OF_TWO, "draft_step")
    op.create_unique_constraint(
        UNIQUE_OF_THREE,
        "draft_step",
        ["hospital_id", "form_id", "rules_id", "schedule_id", "version"],
        postgresql_nulls_not_distinct=True,
    )


def _tables() -> None:
    op.create_table(
        "schedule_draft",
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
            name=op.f("fk_schedule_draft_hospital_id_changed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_schedule_draft_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_schedule_draft_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_schedule_draft")),
        sa.UniqueConstraint(
            "hospital_id", "clinic_id", name=op.f("uq_schedule_draft_hospital_id_clinic_id")
        ),
    )
    op.create_table(
        "schedule_publication",
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
            "approver_id is null or approver_id <> author_id",
            name=op.f("ck_schedule_publication_four_eyes"),
        ),
        sa.CheckConstraint(
            "state in ('in_review', 'scheduled', 'live', 'retired', 'rejected')",
            name=op.f("ck_schedule_publication_state"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "approver_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_schedule_publication_hospital_id_approver_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "author_id"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_schedule_publication_hospital_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_schedule_publication_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_schedule_publication_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_schedule_publication")),
        sa.UniqueConstraint(
            "hospital_id",
            "clinic_id",
            "number",
            name=op.f("uq_schedule_publication_hospital_id_clinic_id_number"),
        ),
    )
    op.create_index(
        "uq_schedule_publication_live",
        "schedule_publication",
        ["hospital_id", "clinic_id"],
        unique=True,
        postgresql_where=sa.text("state = 'live'"),
    )
    op.create_table(
        "treatment",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("of_total", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('cycle', 'operation', 'radiotherapy', 'discharge')",
            name=op.f("ck_treatment_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "clinic_id"],
            ["clinic.hospital_id", "clinic.id"],
            name=op.f("fk_treatment_hospital_id_clinic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "patient_id"],
            ["patient.hospital_id", "patient.id"],
            name=op.f("fk_treatment_hospital_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_treatment_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_treatment")),
    )
    op.create_index(
        op.f("ix_treatment_hospital_id_patient_id"),
        "treatment",
        ["hospital_id", "patient_id"],
        unique=False,
    )


def downgrade() -> None:
    # Only what can be taken back in a plan goes; the plans go with their tables.
    _run("alter table draft_step no force row level security")
    op.execute("delete from draft_step where schedule_id is not null")
    _run("alter table draft_step force row level security")
    op.drop_constraint(UNIQUE_OF_THREE, "draft_step")
    op.create_unique_constraint(
        UNIQUE_OF_TWO,
        "draft_step",
        ["hospital_id", "form_id", "rules_id", "version"],
        postgresql_nulls_not_distinct=True,
    )
    op.drop_constraint(op.f("ck_draft_step_of_one_draft"), "draft_step")
    op.drop_column("draft_step", "schedule_id")
    op.create_check_constraint(
        op.f("ck_draft_step_of_one_draft"),
        "draft_step",
        "(form_id is null) <> (rules_id is null)",
    )
    for column in ("paused_until", "withdrawn_on", "course_ends_on"):
        op.drop_column("enrolment", column)
    for column in ("register_checked_at", "address_protected", "email", "mobile"):
        op.drop_column("patient", column)
    for table in reversed(NEW):
        op.drop_table(table)


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
