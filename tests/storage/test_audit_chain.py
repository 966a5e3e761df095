"""Every deed leaves a row, and no row can be changed, taken out or cut off unseen."""

from collections.abc import Callable

import psycopg
import pytest

from lytte.storage import audit
from lytte.storage.audit import Deed
from lytte.storage.embedded import EmbeddedServer
from tests.world import World

TAMPERINGS = {
    "changed": "update audit_entry set action = 'nothing' where hospital_id = %s and seq = 2",
    "another time": "update audit_entry set at = at + interval '1 s' "
    "where hospital_id = %s and seq = 2",
    "taken out": "delete from audit_entry where hospital_id = %s and seq = 2",
    "first taken out": "delete from audit_entry where hospital_id = %s and seq = 1",
    "tail cut": "delete from audit_entry where hospital_id = %s and seq >= 3",
}


@pytest.fixture
def as_superuser(server: EmbeddedServer, world: World) -> Callable[[str], None]:
    name = world.database.worker.url.database

    def run(statement: str) -> None:
        with psycopg.connect(server.superuser(str(name))) as connection:
            connection.execute(statement, (world.hospital_id,))

    return run


def test_a_chain_of_deeds_is_whole(world: World) -> None:
    with world.open() as session:
        before = audit.verify(session)
        for number in range(3):
            world.work(session).record(Deed("test", object_id=str(number)))
        session.commit()

    with world.open() as session:
        assert audit.verify(session) == audit.Verdict(before.rows + 3, None)


def test_a_deed_is_undone_with_what_it_tells_of(world: World) -> None:
    with world.open() as session:
        before = audit.verify(session)
        world.work(session).record(Deed("test"))
        session.rollback()

    with world.open() as session:
        assert audit.verify(session) == before


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_is_found(
    world: World, as_superuser: Callable[[str], None], tampering: str
) -> None:
    with world.open() as session:
        for number in range(3):
            world.work(session).record(Deed("test", object_id=str(number)))
        session.commit()

    as_superuser(tampering)

    with world.open() as session:
        assert audit.verify(session).broken_at is not None


def test_the_chain_names_no_patient(world: World) -> None:
    with world.open() as session:
        world.work(session).record(Deed("sheet.view", patient_id=world.patient_id))
        row = list(audit._chain(session))[-1]

    assert str(world.patient_id) not in str(row)
    assert row.patient == audit.pseudonym(world.patient_id, world.work(session).keys.audit)
