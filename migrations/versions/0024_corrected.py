"""Let what was typed in from a paper be corrected: the new answers stand in for the old, kept."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

ONE = "uq_response_hospital_id_assessment_id"
OF_OCCASION = "uq_response_hospital_id_assessment_id_id"
REPLACES = "fk_response_hospital_id_assessment_id_replaces_id"
CORRECTED = "ck_response_corrected"


def upgrade() -> None:
    op.add_column("response", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.add_column(
        "response",
        sa.Column("correction", sa.String(length=400), server_default="", nullable=False),
    )
    # First of all one for each occasion; then each is replaced once. So one of them stands.
    op.drop_constraint(op.f(ONE), "response", type_="unique")
    op.create_index(
        "uq_response_first",
        "response",
        ["hospital_id", "assessment_id"],
        unique=True,
        postgresql_where=sa.text("replaces_id is null"),
    )
    op.create_index(
        "uq_response_replaced",
        "response",
        ["hospital_id", "replaces_id"],
        unique=True,
        postgresql_where=sa.text("replaces_id is not null"),
    )
    # It stands in for answers of its own occasion, and for no others.
    op.create_unique_constraint(
        op.f(OF_OCCASION), "response", ["hospital_id", "assessment_id", "id"]
    )
    op.create_foreign_key(
        op.f(REPLACES),
        "response",
        "response",
        ["hospital_id", "assessment_id", "replaces_id"],
        ["hospital_id", "assessment_id", "id"],
    )
    op.create_check_constraint(
        op.f(CORRECTED),
        "response",
        "(replaces_id is null) = (correction = '') "
        "and (replaces_id is null or typed_in_by is not null) and replaces_id <> id",
    )


def downgrade() -> None:
    # What was corrected has two responses, and one of them would have to be thrown away.
    _run("""
        do $$ declare one uuid; begin
            for one in select id from hospital loop
                perform door.enter(one);
                if exists (select from response where replaces_id is not null) then
                    raise exception 'answers from paper have been corrected; before this '
                        'version there was no place for both, so nothing is taken away';
                end if;
            end loop;
        end $$""")
    op.drop_constraint(op.f(CORRECTED), "response", type_="check")
    op.drop_constraint(op.f(REPLACES), "response", type_="foreignkey")
    op.drop_constraint(op.f(OF_OCCASION), "response", type_="unique")
    op.drop_index("uq_response_replaced", "response")
    op.drop_index("uq_response_first", "response")
    op.create_unique_constraint(op.f(ONE), "response", ["hospital_id", "assessment_id"])
    op.drop_column("response", "correction")
    op.drop_column("response", "replaces_id")


def _run(statements: str) -> None:
    # Without parameters the driver sends several statements as they stand.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(statements)
