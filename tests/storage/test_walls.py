"""One hospital never sees another, whatever SQL reaches the database."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from lytte.storage import tables
from lytte.storage.database import Database
from lytte.storage.sessions import NotEntered, token_hash
from tests.world import NOW, World, make_world


@pytest.fixture
def staff_token(world: World) -> str:
    with world.open() as session:
        session.hospital_id  # noqa: B018  enters
        session.add(
            tables.StaffSession(
                hospital_id=world.hospital_id,
                staff_id=world.author_id,
                token_hash=token_hash(world.slug),
                created_at=NOW,
                seen_at=NOW,
                expires_at=NOW + timedelta(days=3650),
            )
        )
        session.commit()
    return world.slug


@pytest.fixture
def inside(world: World, staff_token: str) -> Iterator[Connection]:
    """A connection of the application's role, inside the hospital as its staff are."""
    with world.database.staff(staff_token) as session:
        yield session.connection()


def test_staff_see_their_own_hospital_and_no_other(world: World, staff_token: str) -> None:
    make_world(world.database, "Et annet sykehus")

    with world.database.staff(staff_token) as session:
        seen = session.exec(select(tables.Patient)).all()

    assert [one.id for one in seen] == [world.patient_id]


@pytest.mark.parametrize(
    "injected",
    [
        "select set_config('lytte.hospital', '{other}', true)",
        "select set_config('lytte.hospital',"
        " '{other}' || right(current_setting('lytte.hospital'), 64), true)",
        "select door.enter('{other}')",
        "select door.seal('{other}')",
        "select door.mark('{other}', (select key from door.secret))",
        "select door.enter_sign_in('{slug}')",
        "set role lytte_worker",
    ],
)
def test_injected_sql_cannot_enter_another_hospital(
    world: World, inside: Connection, injected: str
) -> None:
    other = make_world(world.database, "Et annet sykehus")
    attack = injected.format(other=other.hospital_id, slug=other.slug)

    with pytest.raises(ProgrammingError, match=r"through the door|permission denied"):
        _run(inside, attack, "select * from patient")


def test_a_row_cannot_be_written_into_another_hospital(world: World, inside: Connection) -> None:
    other = make_world(world.database, "Et annet sykehus")
    moved = text("update patient set hospital_id = :other").bindparams(other=other.hospital_id)

    with pytest.raises(ProgrammingError, match="row-level security"):
        inside.execute(moved)


def test_nobody_sees_anything_before_entering(database: Database, world: World) -> None:
    with database.app.connect() as connection:
        assert connection.scalar(text("select count(*) from patient")) == 0


def test_a_revoked_session_enters_nothing(world: World, staff_token: str) -> None:
    with world.open() as session:
        session.connection()
        for row in session.exec(select(tables.StaffSession)).all():
            row.revoked_at = NOW
        session.commit()

    with world.database.staff(staff_token) as session, pytest.raises(NotEntered):
        session.connection()


@pytest.mark.parametrize("column", ["name", "number"])
def test_the_patient_door_cannot_read_who_the_patient_is(world: World, column: str) -> None:
    with (
        world.database.patient.connect() as connection,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        connection.execute(text(f"select {column} from patient"))


@pytest.mark.parametrize("table", ["staff", "staff_session", "licence", "form_draft"])
def test_the_patient_door_reaches_no_staff_tables(world: World, table: str) -> None:
    with (
        world.database.patient.connect() as connection,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        connection.execute(text(f"select 1 from {table}"))


@pytest.mark.parametrize("table", ["audit_entry", "response", "score"])
@pytest.mark.parametrize("verb", ["update {0} set id = id", "delete from {0}"])
def test_what_was_sent_and_what_was_done_cannot_be_rewritten(
    inside: Connection, table: str, verb: str
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        inside.execute(text(verb.format(table)))


def _run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(text(statement))
