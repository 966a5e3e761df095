"""Let a version be planned for a date, called off or gone back to; two people where asked."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

OWNER = {
    "form_publication": "form_id",
    "rule_set_publication": "clinic_id",
    "safety_text": "clinic_id",
    "schedule_publication": "clinic_id",
}
# When one person alone may put it in force.
ONE_MAY = {"form_publication": "not needs_second or ", "schedule_publication": "true or "}
UNDECIDED = "'in_review', 'rejected', 'withdrawn'"
EARLIER = "'in_review', 'scheduled', 'live', 'retired', 'rejected'"
WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"
# What was done to a form or its rules is looked up; what was seen of patients is not.
CONTENT = (
    "object_type in ('form_draft', 'form_publication', 'rule_set_draft', "
    "'rule_set_publication', 'safety_text')"
)


def upgrade() -> None:
    op.add_column(
        "form_publication",
        sa.Column("needs_second", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    for table, owner in OWNER.items():
        for words in ("decision", "ending"):
            # With a default while rows are there already.
            op.add_column(
                table, sa.Column(words, sa.String(length=400), server_default="", nullable=False)
            )
            op.alter_column(table, words, server_default=None)
        op.add_column(table, sa.Column("restores_id", sa.Uuid(), nullable=True))
        op.add_column(table, sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_hospital_id_restores_id"),
            table,
            table,
            ["hospital_id", "restores_id"],
            ["hospital_id", "id"],
        )
        for state in ("scheduled", "in_review"):
            op.create_index(
                f"uq_{table}_{state}",
                table,
                ["hospital_id", owner],
                unique=True,
                postgresql_where=sa.text(f"state = '{state}'"),
            )
        _hold(table, "state", f"state in ({EARLIER}, 'withdrawn')", instead=True)
        _hold(
            table,
            "second_person",
            f"{ONE_MAY.get(table, '')}state in ({UNDECIDED}) or approver_id is not null"
            " or restores_id is not null",
        )
        _hold(
            table,
            "in_force",
            f"state in ({UNDECIDED}) or live_at is not null"
            " and (state = 'retired') = (retired_at is not null)",
        )
    _hold("form_publication", "four_eyes", "approver_id is null or approver_id <> author_id")
    op.create_index(
        "ix_audit_entry_content",
        "audit_entry",
        ["hospital_id", "object_id"],
        postgresql_where=sa.text(CONTENT),
    )
    _house_rules()


def _house_rules() -> None:
    op.create_table(
        "house_rules",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forms_need_second", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id", "changed_by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_house_rules_hospital_id_changed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_house_rules_hospital_id")
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_house_rules")),
        sa.UniqueConstraint("hospital_id", name=op.f("uq_house_rules_hospital_id")),
    )
    here = "hospital_id = (select door.hospital())"
    op.execute("alter table house_rules enable row level security")
    op.execute("alter table house_rules force row level security")
    op.execute(
        f"create policy hospital on house_rules to {WALLED} using ({here}) with check ({here})"
    )
    op.execute("create policy backup on house_rules for select to lytte_backup using (true)")
    op.execute("grant select, insert, update on house_rules to lytte_app, lytte_worker")
    op.execute("grant select on house_rules to lytte_backup")


def downgrade() -> None:
    op.drop_table("house_rules")
    op.drop_index("ix_audit_entry_content", "audit_entry")
    op.drop_constraint(op.f("ck_form_publication_four_eyes"), "form_publication", type_="check")
    for table in OWNER:
        for name in ("second_person", "in_force"):
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        # What an older Lytte has no word for: sent back is nearest to called off.
        _everywhere(f"update {table} set state = 'rejected' where state = 'withdrawn'")  # noqa: S608
        _hold(table, "state", f"state in ({EARLIER})", instead=True)
        for state in ("scheduled", "in_review"):
            op.drop_index(f"uq_{table}_{state}", table)
        op.drop_constraint(op.f(f"fk_{table}_hospital_id_restores_id"), table, type_="foreignkey")
        for column in ("decided_at", "restores_id", "ending", "decision"):
            op.drop_column(table, column)
    op.drop_column("form_publication", "needs_second")


def _hold(table: str, name: str, condition: str, *, instead: bool = False) -> None:
    if instead:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _everywhere(statement: str) -> None:
    # The owner sees no row until it has entered a hospital.
    op.execute(f"""
        do $$ declare one uuid; begin
            for one in select id from hospital loop
                perform door.enter(one);
                {statement};
            end loop;
        end $$""")  # noqa: S608
