"""Let a clinic's plan for sending build on its hospital's, and remember which it was made on."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

BASE = "(document ->> 'base'::text)::uuid"
TABLES = ("schedule_draft", "schedule_publication")


def upgrade() -> None:
    op.add_column(
        "schedule_draft",
        sa.Column("base_id", sa.Uuid(), sa.Computed(BASE, persisted=True), nullable=True),
    )
    op.add_column("schedule_publication", sa.Column("base_id", sa.Uuid(), nullable=True))
    for table in TABLES:
        op.create_foreign_key(
            op.f(f"fk_{table}_hospital_id_base_id"), table, "schedule_publication",
            ["hospital_id", "base_id"], ["hospital_id", "id"],
        )  # fmt: skip


def downgrade() -> None:
    for table in TABLES:
        op.drop_constraint(op.f(f"fk_{table}_hospital_id_base_id"), table, type_="foreignkey")
        op.drop_column(table, "base_id")
