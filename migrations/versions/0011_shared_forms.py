"""Let a hospital share a form with the others: the one table that crosses the wall."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"

THOSE = "lytte_owner, lytte_app, lytte_worker"
HERE = "hospital_id = (select door.hospital())"


def upgrade() -> None:
    op.create_table(
        "shared_form",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("composition", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("instruments", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("comment", sa.String(length=400), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_shared_form_hospital_id")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "form_id"],
            ["form_draft.hospital_id", "form_draft.id"],
            name=op.f("fk_shared_form_hospital_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "publication_id"],
            ["form_publication.hospital_id", "form_publication.id"],
            name=op.f("fk_shared_form_hospital_id_publication_id"),
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_shared_form")),
        sa.UniqueConstraint(
            "hospital_id",
            "publication_id",
            name=op.f("uq_shared_form_hospital_id_publication_id"),
        ),
    )
    # Read by everyone who entered some hospital; written in one's own only, never removed.
    _run(f"""
        alter table shared_form enable row level security;
        alter table shared_form force row level security;
        create policy reading on shared_form for select to {THOSE}
            using ((select door.hospital()) is not null
                and (withdrawn_at is null or {HERE}));
        create policy sharing on shared_form for insert to {THOSE} with check ({HERE});
        create policy withdrawing on shared_form for update to {THOSE}
            using ({HERE}) with check ({HERE});
        create policy backup on shared_form for select to lytte_backup using (true);
        grant select, insert on shared_form to lytte_app, lytte_worker;
        grant update (withdrawn_at) on shared_form to lytte_app, lytte_worker;
        grant select on shared_form to lytte_backup;
    """)


def downgrade() -> None:
    op.drop_table("shared_form")


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
