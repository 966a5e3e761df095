"""A database with corrected papers does not go back to a version that had no place for both."""

from collections.abc import Callable, Iterator

import pytest
from psycopg.errors import RaiseException
from sqlmodel import select

from lytte.storage import migrate, roles, tables
from lytte.storage.database import ROLES, Database
from lytte.storage.embedded import EmbeddedServer
from tests.services.test_corrected_is_left_out import Wrong
from tests.world import make_world


@pytest.fixture
def name(clone: Callable[[], str]) -> str:
    return clone()


@pytest.fixture
def held(server: EmbeddedServer, name: str) -> Iterator[Database]:
    found = Database.at({role: server.url(f"lytte_{role}", name) for role in ROLES})
    yield found
    found.dispose()


def test_it_refuses_in_words_and_takes_nothing_away(
    server: EmbeddedServer, name: str, held: Database
) -> None:
    wrong = Wrong(make_world(held))

    with pytest.raises(RaiseException, match="nothing is taken away"):
        migrate.downgrade(server.url(roles.OWNER, name), "0023")

    migrate.check(server.url(roles.OWNER, name))
    with wrong.world.open() as session:
        kept = set(session.exec(select(tables.Response.id)).all())
    assert {wrong.id, wrong.new} <= kept
