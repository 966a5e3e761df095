"""Keep what a hospital and its clinics say of themselves to patients, and their logos."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"

NEW = ("level_settings", "logo_picture")
WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"


def upgrade() -> None:
    _settings()
    _pictures()
    here = "hospital_id = (select door.hospital())"
    for table in NEW:
        _run(
            f"alter table {table} enable row level security;"
            f"alter table {table} force row level security;"
            f"create policy hospital on {table} to {WALLED} using ({here}) with check ({here});"
            f"create policy backup on {table} for select to lytte_backup using (true);"
            f"grant select, insert on {table} to lytte_app, lytte_worker;"
            f"grant select on {table} to lytte_patient, lytte_backup"
        )
    # A version is only begun and ended; what it says is never changed.
    _run("grant update (began_at, ended_at) on level_settings to lytte_app, lytte_worker")


def _settings() -> None:
    op.create_table(
        "level_settings",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("comment", sa.String(length=400), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at is null or ended_at >= began_at", name=op.f("ck_level_settings_ends_later")
        ),
        _inside("level_settings", "clinic_id", "clinic"),
        _inside("level_settings", "author_id", "staff"),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_level_settings_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_level_settings")),
        sa.UniqueConstraint(
            "hospital_id",
            "clinic_id",
            "number",
            name=op.f("uq_level_settings_hospital_id_clinic_id_number"),
        ),
    )
    for name, begun in (("live", "not null"), ("proposed", "null")):
        op.create_index(
            f"uq_level_settings_{name}",
            "level_settings",
            ["hospital_id", "clinic_id"],
            unique=True,
            postgresql_where=sa.text(f"began_at is {begun} and ended_at is null"),
        )


def _pictures() -> None:
    op.create_table(
        "logo_picture",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _inside("logo_picture", "added_by", "staff"),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_logo_picture_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_logo_picture")),
        sa.UniqueConstraint(
            "hospital_id", "sha256", name=op.f("uq_logo_picture_hospital_id_sha256")
        ),
    )


def _inside(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["hospital_id", column],
        [f"{other}.hospital_id", f"{other}.id"],
        name=op.f(f"fk_{table}_hospital_id_{column}"),
    )


def downgrade() -> None:
    for table in reversed(NEW):
        op.drop_table(table)


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
