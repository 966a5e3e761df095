"""Remember each draft as it was before a change, so that a change can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

WALLED = "lytte_owner, lytte_app, lytte_patient, lytte_sign_in, lytte_worker"


def upgrade() -> None:
    op.create_table(
        "draft_step",
        sa.Column("hospital_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("rules_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "document",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("did", sa.String(length=40), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(form_id is null) <> (rules_id is null)", name=op.f("ck_draft_step_of_one_draft")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_draft_step_hospital_id")
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "form_id"],
            ["form_draft.hospital_id", "form_draft.id"],
            name=op.f("fk_draft_step_hospital_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "rules_id"],
            ["rule_set_draft.hospital_id", "rule_set_draft.id"],
            name=op.f("fk_draft_step_hospital_id_rules_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hospital_id", "by"],
            ["staff.hospital_id", "staff.id"],
            name=op.f("fk_draft_step_hospital_id_by"),
        ),
        sa.PrimaryKeyConstraint("hospital_id", "id", name=op.f("pk_draft_step")),
        sa.UniqueConstraint(
            "hospital_id",
            "form_id",
            "rules_id",
            "version",
            name=op.f("uq_draft_step_hospital_id_form_id_rules_id_version"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.execute("alter table draft_step enable row level security")
    op.execute("alter table draft_step force row level security")
    op.execute(
        f"create policy hospital on draft_step to {WALLED} "
        "using (hospital_id = (select door.hospital())) "
        "with check (hospital_id = (select door.hospital()))"
    )
    op.execute("grant select, insert, update on draft_step to lytte_app, lytte_worker")
    op.execute("create policy backup on draft_step for select to lytte_backup using (true)")
    op.execute("grant select on draft_step to lytte_backup")


def downgrade() -> None:
    op.drop_table("draft_step")
