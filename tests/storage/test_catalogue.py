"""The database's own catalogue says the walls stand: for every table, now and later."""

import subprocess
import sys
from typing import Any

import pytest
from alembic.util import CommandError
from sqlalchemy import text

from lytte.storage import migrate, roles
from lytte.storage.database import Database
from lytte.storage.embedded import EmbeddedServer

# Not walled: the list of hospitals, and Alembic's own mark of the version.
OPEN = {"hospital", "alembic_version"}
# Read by every hospital, because it is there to be copied from; its own test says how far.
SHARED = {"shared_form"}
WALL = "(hospital_id = ( SELECT door.hospital() AS hospital))"
GUESTS = {"lytte_door", "lytte_backup"}


@pytest.fixture(scope="module")
def catalogue(database: Database) -> Any:
    with database.worker.connect() as connection:
        yield lambda sql: connection.execute(text(sql)).all()


@pytest.fixture(scope="module")
def walled(catalogue: Any) -> set[str]:
    names = catalogue("select tablename from pg_tables where schemaname = 'public'")
    return {name for (name,) in names} - OPEN


def test_every_table_forces_row_security(catalogue: Any, walled: set[str]) -> None:
    forced = catalogue(
        "select relname from pg_class where relnamespace = 'public'::regnamespace "
        "and relkind = 'r' and relrowsecurity and relforcerowsecurity"
    )
    assert {name for (name,) in forced} == walled


def test_every_table_has_the_wall_for_reading_and_writing(catalogue: Any, walled: set[str]) -> None:
    policies = catalogue(
        "select tablename, roles, qual, with_check from pg_policies "
        "where tablename <> 'shared_form' or 'lytte_backup' = any(roles)"
    )
    walls = {t for t, _, read, write in policies if read == WALL and write == WALL}
    others = {tuple(r) for _, r, read, _ in policies if read != WALL}

    assert walls == walled - SHARED
    assert others == {(guest,) for guest in GUESTS}


def test_what_is_shared_is_read_by_all_and_written_by_its_own(catalogue: Any) -> None:
    found = catalogue(
        "select policyname::text, cmd, coalesce(qual, ''), coalesce(with_check, '') "
        "from pg_policies where tablename = 'shared_form' and policyname <> 'backup'"
    )
    granted = catalogue(
        "select distinct privilege_type from information_schema.column_privileges "
        "where table_name = 'shared_form' and grantee in ('lytte_patient', 'lytte_sign_in')"
    )

    policies = {name: (command, read, write) for name, command, read, write in found}
    assert policies.keys() == {"reading", "sharing", "withdrawing"}
    assert policies["sharing"] == ("INSERT", "", WALL)
    assert policies["withdrawing"] == ("UPDATE", WALL, WALL)
    assert "withdrawn_at IS NULL" in policies["reading"][1]
    assert granted == []


def test_guests_behind_the_wall_may_only_read(catalogue: Any) -> None:
    found = catalogue("select distinct cmd from pg_policies where not 'lytte_app' = any(roles)")
    assert found == [("SELECT",)]


def test_every_key_begins_with_the_hospital(catalogue: Any, walled: set[str]) -> None:
    keys = catalogue("""
        select c.relname, k.contype::text, array_agg(a.attname::text order by n.at)
        from pg_constraint k join pg_class c on c.oid = k.conrelid
        cross join lateral unnest(k.conkey) with ordinality n(number, at)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = n.number
        where k.contype in ('p', 'u', 'f') and c.relnamespace = 'public'::regnamespace
        group by c.relname, k.conname, k.contype""")
    for table, kind, columns in keys:
        if table in walled:
            assert columns[0] == "hospital_id", (table, kind, columns)
    assert {t for t, kind, columns in keys if kind == "p"} >= walled


def test_no_unique_index_reaches_over_hospitals(catalogue: Any, walled: set[str]) -> None:
    found = catalogue("""
        select t.relname, i.relname, a.attname from pg_index x
        join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
        join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
        where x.indisunique and t.relnamespace = 'public'::regnamespace""")
    over = {index for table, index, first in found if table in walled and first != "hospital_id"}
    assert over == set()


def test_only_the_door_opens_and_no_superuser_made_it(catalogue: Any) -> None:
    found = catalogue("""
        select p.proname, r.rolname, r.rolsuper or r.rolbypassrls from pg_proc p
        join pg_roles r on r.oid = p.proowner
        where p.prosecdef and p.pronamespace <> 'pg_catalog'::regnamespace""")
    assert {name for name, _, _ in found} == {
        "hospital", "enter", "enter_code", "enter_patient", "enter_sign_in", "enter_staff",
    }  # fmt: skip
    assert {(owner, strong) for _, owner, strong in found} == {("lytte_door", False)}


def test_nothing_copies_rows_past_the_wall(catalogue: Any) -> None:
    found = catalogue(
        "select relname from pg_class where relkind in ('m', 'v') "
        "and relnamespace in ('public'::regnamespace, 'door'::regnamespace)"
    )
    assert found == []


def test_no_role_of_the_application_owns_or_bypasses(catalogue: Any) -> None:
    found = catalogue("""
        select rolname from pg_roles r where rolname like 'lytte%' and (rolsuper or rolbypassrls
        or rolcreaterole or (rolname not in ('lytte_owner', 'lytte_door')
        and exists (select from pg_class c where c.relowner = r.oid)))""")
    assert found == []


def test_the_tables_in_the_code_are_those_in_the_database(
    server: EmbeddedServer, template: str
) -> None:
    migrate.check(server.url(roles.OWNER, template))


def test_two_who_upgrade_at_once_upgrade_once(server: EmbeddedServer, clone: Any) -> None:
    owner = server.url(roles.OWNER, clone())
    migrate.downgrade(owner, "base")
    upgrade = "import sys; from lytte.storage import migrate; migrate.upgrade(sys.argv[1])"

    both = [subprocess.Popen([sys.executable, "-c", upgrade, owner]) for _ in range(2)]

    assert [one.wait() for one in both] == [0, 0]
    migrate.check(owner)


def test_every_migration_can_be_undone_and_done_again(server: EmbeddedServer, clone: Any) -> None:
    owner = server.url(roles.OWNER, clone())

    migrate.downgrade(owner, "base")
    with pytest.raises(CommandError):
        migrate.check(owner)
    migrate.upgrade(owner)

    migrate.check(owner)
