"""How Alembic reaches the database: the connection `lytte db` hands it, as the owner."""

from typing import Any, Literal

import sqlmodel
from alembic import context
from alembic.autogenerate.api import AutogenContext

from lytte.storage import tables

METADATA = sqlmodel.SQLModel.metadata
assert tables.Hospital.metadata is METADATA  # noqa: S101  the tables are known


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write plain SQLAlchemy types: a migration must not need the code of its day."""
    if kind == "type" and isinstance(item, sqlmodel.AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def run() -> None:
    """Migrate over the connection given in `attributes`, one transaction a migration."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_item=render_item,
        compare_server_default=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
