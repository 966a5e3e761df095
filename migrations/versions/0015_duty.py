"""Remember which roles are on duty in the hours a clinic promises."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"

WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"


def upgrade() -> None:
    op.create_table(
        "clinic_duty",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["hospital_id", column],
                [f"{table}.hospital_id", f"{table}.id"],
                name=op.f(f"fk_clinic_duty_hospital_id_{column}"),
            )
            for column, table in (("clinic_id", "clinic"), ("entered_by", "staff"))
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_clinic_duty_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_clinic_duty")),
    )
    op.create_index(
        op.f("ix_clinic_duty_hospital_id_clinic_id_entered_at"),
        "clinic_duty",
        ["hospital_id", "clinic_id", "entered_at"],
    )
    here = "hospital_id = (select door.hospital())"
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(
        "alter table clinic_duty enable row level security;"
        "alter table clinic_duty force row level security;"
        f"create policy hospital on clinic_duty to {WALLED} using ({here}) with check ({here});"
        "create policy backup on clinic_duty for select to lytte_backup using (true);"
        "grant select, insert on clinic_duty to lytte_app, lytte_worker;"
        "grant select on clinic_duty to lytte_backup"
    )


def downgrade() -> None:
    op.drop_table("clinic_duty")
