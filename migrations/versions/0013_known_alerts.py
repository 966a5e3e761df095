"""Remember which alerts have an agreed plan, and raise one alert a rule for each silence."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"

STATE = "ck_alert_state"
SILENT = "uq_alert_silent"
DUE = "ix_assessment_hospital_id_clinic_id_due_at"
WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"
# What sending a form must know: which alert is silent until when. Not why, nor who said so.
PATIENT_READS = "hospital_id, patient_id, clinic_id, rule_id, agreed_at, review_on, ended_at, stood"


def upgrade() -> None:
    op.drop_constraint(op.f(STATE), "alert", type_="check")
    op.create_check_constraint(
        op.f(STATE), "alert", "state in ('open', 'acknowledged', 'resolved', 'overridden', 'known')"
    )
    op.create_index(
        SILENT,
        "alert",
        ["hospital_id", "assessment_id", "rule_id"],
        unique=True,
        postgresql_where=sa.text("response_id is null and not emergency"),
    )
    op.create_index(op.f(DUE), "assessment", ["hospital_id", "clinic_id", "due_at"])
    _table()
    here = "hospital_id = (select door.hospital())"
    _run(
        "alter table known_alert enable row level security;"
        "alter table known_alert force row level security;"
        f"create policy hospital on known_alert to {WALLED} using ({here}) with check ({here});"
        "create policy backup on known_alert for select to lytte_backup using (true);"
        "grant select, insert, update on known_alert to lytte_app, lytte_worker;"
        "grant select on known_alert to lytte_backup;"
        f"grant select ({PATIENT_READS}) on known_alert to lytte_patient"
    )


def _table() -> None:
    op.create_table(
        "known_alert",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(length=80), nullable=False),
        sa.Column("stood", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=400), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["hospital_id", column],
                [f"{table}.hospital_id", f"{table}.id"],
                name=op.f(f"fk_known_alert_hospital_id_{column}"),
            )
            for column, table in (
                ("alert_id", "alert"),
                ("patient_id", "patient"),
                ("clinic_id", "clinic"),
                ("agreed_by", "staff"),
                ("ended_by", "staff"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_known_alert_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_known_alert")),
    )
    op.create_index(
        op.f("ix_known_alert_hospital_id_patient_id"), "known_alert", ["hospital_id", "patient_id"]
    )


def downgrade() -> None:
    op.drop_table("known_alert")
    op.drop_index(op.f(DUE), "assessment")
    op.drop_index(SILENT, "alert")
    op.drop_constraint(op.f(STATE), "alert", type_="check")
    # Under FORCE the owner sees one hospital at a time; what was known becomes closed.
    _run("""
        do $$ declare one uuid; begin
            for one in select id from hospital loop
                perform door.enter(one);
                update alert set state = 'resolved' where state = 'known';
            end loop;
        end $$""")
    op.create_check_constraint(
        op.f(STATE), "alert", "state in ('open', 'acknowledged', 'resolved', 'overridden')"
    )


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
