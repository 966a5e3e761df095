"""Let a long rehearsal tell how far it has come, keep what it came to, and clear up after it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"

WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"
STATES = "'waiting', 'running', 'done', 'stopped', 'failed'"


def upgrade() -> None:
    moment, empty = sa.DateTime(timezone=True), sa.text("'{}'")
    op.create_table(
        "rehearsal_run",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("asked_for", sa.String(64), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("rules", JSONB(), server_default=empty, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("done", "total", "tries")),
        sa.Column("result", JSONB(), server_default=empty, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("heard_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("expires_at", moment, nullable=False),
        sa.CheckConstraint(f"state in ({STATES})", name=op.f("ck_rehearsal_run_state")),
        *(
            sa.ForeignKeyConstraint(
                ["hospital_id", column],
                [f"{table}.hospital_id", f"{table}.id"],
                name=op.f(f"fk_rehearsal_run_hospital_id_{column}"),
            )
            for column, table in (("clinic_id", "clinic"), ("asked_by", "staff"))
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_rehearsal_run_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_rehearsal_run")),
        sa.UniqueConstraint(
            "hospital_id", "clinic_id", "asked_for",
            name=op.f("uq_rehearsal_run_hospital_id_clinic_id_asked_for"),
        ),
    )  # fmt: skip
    op.create_index("ix_rehearsal_run_expires_at", "rehearsal_run", ["hospital_id", "expires_at"])
    here = "hospital_id = (select door.hospital())"
    _run(
        "alter table rehearsal_run enable row level security;"
        "alter table rehearsal_run force row level security;"
        f"create policy hospital on rehearsal_run to {WALLED} using ({here}) with check ({here});"
        "create policy backup on rehearsal_run for select to lytte_backup using (true);"
        "grant select, insert, update on rehearsal_run to lytte_app, lytte_worker;"
        "grant select on rehearsal_run to lytte_backup;"
        # Both are copies for a few hours, and a job takes them away afterwards.
        "grant delete on rehearsal_run, preview_link to lytte_worker"
    )


def downgrade() -> None:
    _run("revoke delete on preview_link from lytte_worker")
    op.drop_table("rehearsal_run")


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
