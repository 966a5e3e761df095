"""Let a hospital keep forms and rules that its clinics build on, and know what builds on what."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

BASE = "(document ->> 'base'::text)::uuid"
BUILT_ON = {"form_draft": "form_publication", "rule_set_draft": "rule_set_publication"}
OF_PATIENTS = ("enrolment", "visit", "assessment")

# The level shared by the hospital is a row of `clinic` so that every draft and every
# publication works there unchanged. Nobody is ever treated at it.
NO_PATIENTS = """
create function refuse_shared_level() returns trigger language plpgsql
    set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from public.clinic c
            where c.hospital_id = new.hospital_id and c.id = new.clinic_id and c.common) then
        raise exception 'the level shared by the hospital has no patients'
            using errcode = 'check_violation', constraint = 'no_patients_at_shared_level';
    end if;
    return new;
end $$;
create function refuse_another_level() returns trigger language plpgsql
    set search_path = pg_catalog, pg_temp as $$
begin
    if new.common <> old.common then
        raise exception 'a clinic never becomes the level shared by the hospital, nor the reverse'
            using errcode = 'check_violation', constraint = 'level_is_for_good';
    end if;
    return new;
end $$;
create trigger level_is_for_good before update on clinic
    for each row execute function refuse_another_level();
"""


def upgrade() -> None:
    op.add_column(
        "clinic", sa.Column("common", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "uq_clinic_common",
        "clinic",
        ["hospital_id"],
        unique=True,
        postgresql_where=sa.text("common"),
    )
    _run(NO_PATIENTS)
    for table in OF_PATIENTS:
        _run(
            f"create trigger no_patients_at_shared_level before insert or update of clinic_id "
            f"on {table} for each row execute function refuse_shared_level()"
        )
    for draft, publication in BUILT_ON.items():
        op.add_column(
            draft, sa.Column("base_id", sa.Uuid(), sa.Computed(BASE, persisted=True), nullable=True)
        )
        op.create_foreign_key(
            f"fk_{draft}_hospital_id_base_id",
            draft,
            publication,
            ["hospital_id", "base_id"],
            ["hospital_id", "id"],
        )
    op.add_column("form_draft", _json("origin"))
    op.add_column("form_publication", _json("composition"))


def downgrade() -> None:
    op.drop_column("form_publication", "composition")
    op.drop_column("form_draft", "origin")
    for draft in BUILT_ON:
        op.drop_constraint(f"fk_{draft}_hospital_id_base_id", draft, type_="foreignkey")
        op.drop_column(draft, "base_id")
    for table in OF_PATIENTS:
        _run(f"drop trigger no_patients_at_shared_level on {table}")
    _run("drop trigger level_is_for_good on clinic")
    _run("drop function refuse_shared_level(); drop function refuse_another_level()")
    op.drop_index("uq_clinic_common", "clinic")
    op.drop_column("clinic", "common")


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSONB(), server_default=sa.text("'{}'"), nullable=False)


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
