"""Remember who typed a paper in, and when: the answers carry the patient's own date."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

STAFF = "fk_response_hospital_id_typed_in_by"
TYPED_IN = "ck_response_typed_in"


def upgrade() -> None:
    op.add_column("response", sa.Column("typed_in_by", sa.Uuid(), nullable=True))
    op.add_column("response", sa.Column("typed_in_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f(STAFF), "response", "staff", ["hospital_id", "typed_in_by"], ["hospital_id", "id"]
    )
    op.create_check_constraint(
        op.f(TYPED_IN),
        "response",
        "(typed_in_by is null) = (typed_in_at is null) and (typed_in_by is null or mode = 'paper')",
    )


def downgrade() -> None:
    op.drop_constraint(op.f(TYPED_IN), "response", type_="check")
    op.drop_constraint(op.f(STAFF), "response", type_="foreignkey")
    op.drop_column("response", "typed_in_at")
    op.drop_column("response", "typed_in_by")
