"""Remember since when a clinic has nobody in hours it promises, so that patients are told."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    # Empty where somebody is there; the rounds of jobs fill it in within a minute.
    op.add_column("clinic", sa.Column("uncovered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("clinic", "uncovered_at")
