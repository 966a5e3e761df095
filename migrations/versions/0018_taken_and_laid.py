"""Remember who took an alert and when, and what a copied form was before it was laid anew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"

TAKEN = "fk_alert_hospital_id_taken_by"


def upgrade() -> None:
    # Nullable for good: of alerts taken before today only the name was kept.
    op.add_column("alert", sa.Column("taken_by", sa.Uuid(), nullable=True))
    op.add_column("alert", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f(TAKEN), "alert", "staff", ["hospital_id", "taken_by"], ["hospital_id", "id"]
    )
    op.add_column(
        "draft_step", sa.Column("origin", JSONB(), server_default=sa.text("'{}'"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("draft_step", "origin")
    op.drop_constraint(op.f(TAKEN), "alert", type_="foreignkey")
    op.drop_column("alert", "taken_at")
    op.drop_column("alert", "taken_by")
