"""Say which clinics, languages and ways of answering a licence covers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    # Empty: everything, as every licence recorded until today is read.
    limits = sa.Column("limits", JSONB(), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("licence", limits)


def downgrade() -> None:
    op.drop_column("licence", "limits")
