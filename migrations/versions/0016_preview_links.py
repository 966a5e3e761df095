"""Keep what a preview link shows: a draft as it was, for a few hours, to whoever holds it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"

WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"
# A phone that nobody is signed in on comes in as the sign-in page does, and reads this alone.
PHONE_READS = "hospital_id, id, document, expires_at"


def upgrade() -> None:
    op.create_table(
        "preview_link",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["hospital_id", column],
                [f"{table}.hospital_id", f"{table}.id"],
                name=op.f(f"fk_preview_link_hospital_id_{column}"),
            )
            for column, table in (("form_id", "form_draft"), ("made_by", "staff"))
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_preview_link_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_preview_link")),
    )
    here = "hospital_id = (select door.hospital())"
    _run(
        "alter table preview_link enable row level security;"
        "alter table preview_link force row level security;"
        f"create policy hospital on preview_link to {WALLED} using ({here}) with check ({here});"
        "create policy backup on preview_link for select to lytte_backup using (true);"
        "grant select, insert on preview_link to lytte_app, lytte_worker;"
        f"grant select ({PHONE_READS}) on preview_link to lytte_sign_in;"
        "grant select on preview_link to lytte_backup"
    )


def downgrade() -> None:
    op.drop_table("preview_link")


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
