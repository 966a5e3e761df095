"""Remember which of the hospital's safety texts a clinic's was written on."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

KEY = "fk_safety_text_hospital_id_base_id"


def upgrade() -> None:
    op.add_column("safety_text", sa.Column("base_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f(KEY), "safety_text", "safety_text",
        ["hospital_id", "base_id"], ["hospital_id", "id"],
    )  # fmt: skip


def downgrade() -> None:
    op.drop_constraint(op.f(KEY), "safety_text", type_="foreignkey")
    op.drop_column("safety_text", "base_id")
