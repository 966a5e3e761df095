"""Find quickly who changed a plan for sending or a level's settings, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

BEFORE = (
    "object_type in ('form_draft', 'form_publication', 'rule_set_draft', "
    "'rule_set_publication', 'safety_text'"
)
AFTER = f"{BEFORE}, 'schedule_draft', 'schedule_publication', 'level_settings'"


def upgrade() -> None:
    _index(AFTER)


def downgrade() -> None:
    _index(BEFORE)


def _index(kinds: str) -> None:
    op.drop_index("ix_audit_entry_content", "audit_entry")
    op.create_index(
        "ix_audit_entry_content",
        "audit_entry",
        ["hospital_id", "object_id"],
        postgresql_where=sa.text(f"{kinds})"),
    )
