"""Bring the database to this version of Lytte, or say how far it is from it."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).parents[3] / "migrations"


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Run the migrations that are missing, as the owner of the tables."""
    _with(owner_url, lambda config: command.upgrade(config, revision))


def downgrade(owner_url: str, revision: str) -> None:
    """Undo migrations down to `revision`; `base` empties the database."""
    _with(owner_url, lambda config: command.downgrade(config, revision))


def check(owner_url: str) -> None:
    """Raise alembic's CommandError when the tables in the code are not those migrated."""
    _with(owner_url, command.check)


def is_current(connection: Connection) -> bool:
    """Tell whether the database stands at the newest migration."""
    heads = set(ScriptDirectory.from_config(_config()).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == heads


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _with(owner_url: str, run: Callable[[Config], object]) -> None:
    engine = create_engine(owner_url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            # Two at once would both make the first table; whoever is second finds it done.
            connection.execute(text("select pg_advisory_lock(hashtextextended('migrations', 0))"))
            connection.commit()
            config = _config()
            config.attributes["connection"] = connection
            run(config)
            connection.commit()
    finally:
        engine.dispose()
