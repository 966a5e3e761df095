"""Who may connect as whom, and which servers and roles are refused."""

import base64
import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lytte.storage import fitness, roles
from lytte.storage.embedded import EmbeddedServer

SOCKET_ONLY = "host={} user={} dbname=postgres"


@pytest.mark.parametrize("role", ["postgres", *roles.ROLES])
def test_nobody_becomes_a_role_by_naming_it(server: EmbeddedServer, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(SOCKET_ONLY.format(server.folders.socket, role))


@pytest.mark.parametrize("role", ["postgres", *roles.ROLES])
def test_a_wrong_password_opens_nothing(server: EmbeddedServer, role: str) -> None:
    address = SOCKET_ONLY.format(server.folders.socket, role)

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address, password="a guess")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as another user")
def test_another_user_of_the_machine_does_not_even_reach_the_socket(
    server: EmbeddedServer,
) -> None:
    nobody = pwd.getpwnam("nobody")
    attempt = (
        "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1] + '/.s.PGSQL.5432')"
    )

    done = subprocess.run(
        [_system_python(), "-c", attempt, str(server.folders.socket)],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )

    assert "PermissionError" in done.stderr


def _system_python() -> str:
    found = Path("/usr/bin/python3")
    if not found.exists():
        pytest.skip("no Python that another user may run")
    return str(found)


@pytest.mark.parametrize("role", roles.SIGNING_IN)
def test_each_role_signs_in_with_its_own_password(
    server: EmbeddedServer, template: str, role: str
) -> None:
    with psycopg.connect(_plain(server.url(role, template))) as connection:
        strengths = connection.execute(
            "select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication"
            " or rolinherit from pg_roles where rolname = current_user"
        ).fetchone()

    assert strengths == (False,)


def test_the_door_cannot_sign_in(server: EmbeddedServer) -> None:
    with psycopg.connect(server.superuser()) as connection:
        found = connection.execute(
            "select rolcanlogin from pg_roles where rolname = %s", [roles.DOOR]
        ).fetchone()

    assert found == (False,)


def test_a_stored_password_matches_what_the_server_makes(server: EmbeddedServer) -> None:
    # The test vector of PostgreSQL's own algorithm: made there, made again here.
    with psycopg.connect(server.superuser()) as connection:
        connection.execute("create role probe password 'bær og ål'")
        row = connection.execute(
            "select rolpassword from pg_authid where rolname = 'probe'"
        ).fetchone()
        connection.rollback()

    assert row
    salt = row[0].split(":")[1].split("$")[0]
    assert roles.scram_verifier("bær og ål", base64.b64decode(salt)) == row[0]


@pytest.fixture
def bare_server(open_folder: Path) -> Iterator[EmbeddedServer]:
    """A server without any role of ours, and with an administrator who is no superuser."""
    server = EmbeddedServer(open_folder / "postgres", fast=True)
    server.attach()
    with psycopg.connect(server.superuser(), autocommit=True) as connection:
        connection.execute("create role dba login createrole createdb password 'dba'")
    yield server
    server.detach()


def test_the_printed_script_needs_no_superuser(bare_server: EmbeddedServer) -> None:
    script = roles.script({roles.OWNER: "secret of the owner"})

    for _ in range(2):  # twice, because administrators do
        _psql(bare_server, script)

    with psycopg.connect(
        host=str(bare_server.folders.socket),
        user=roles.OWNER,
        password="secret of the owner",
        dbname=roles.DATABASE,
    ) as connection:
        connection.execute("create table proof (id int)")
        connection.execute("set local role lytte_door")
    assert "secret of the owner" not in script


def test_making_the_roles_again_takes_strength_back(bare_server: EmbeddedServer) -> None:
    bare_server.prepare()
    with psycopg.connect(bare_server.superuser(), autocommit=True) as connection:
        connection.execute("alter role lytte_backup superuser bypassrls createdb")

        roles.ensure(connection, {})

        found = connection.execute(
            "select rolsuper, rolbypassrls, rolcreatedb from pg_roles"
            " where rolname = 'lytte_backup'"
        ).fetchone()
    assert found == (False, False, False)


def _psql(server: EmbeddedServer, script: str) -> None:
    programs = server._programs()
    environment = {"PGPASSWORD": "dba", "PGHOST": str(server.folders.socket), "PGUSER": "dba"}
    done = subprocess.run(
        [programs.folder / "psql", "--dbname=postgres", "--set=ON_ERROR_STOP=1", "--no-psqlrc"],
        input=script,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("version", "fault"),
    [
        (140020, "needs 15 or newer"),
        (150002, "15.14 or newer"),
        (150013, "15.14 or newer"),
        (150014, None),
        (160009, "16.10 or newer"),
        (160010, None),
        (170005, "17.6 or newer"),
        (170006, None),
        (180000, None),
        (190001, None),
    ],
)
def test_servers_with_known_holes_are_refused(version: int, fault: str | None) -> None:
    faults = fitness.faults_of_version(version)

    assert [fault in found for found in faults if fault] == ([True] if fault else [])
    assert bool(faults) == bool(fault)


@pytest.mark.parametrize("role", [roles.APP, roles.PATIENT, roles.SIGN_IN, roles.WORKER])
def test_the_roles_that_serve_are_fit(server: EmbeddedServer, template: str, role: str) -> None:
    with psycopg.connect(_plain(server.url(role, template))) as connection:
        fitness.refuse_unfit(connection)


def test_a_superuser_is_refused_as_the_application(server: EmbeddedServer) -> None:
    with (
        psycopg.connect(server.superuser()) as connection,
        pytest.raises(fitness.UnfitServer, match="is a superuser"),
    ):
        fitness.refuse_unfit(connection)


def test_an_application_that_joined_another_role_is_refused(
    server: EmbeddedServer, template: str
) -> None:
    with psycopg.connect(server.superuser(template)) as connection:
        connection.execute("grant pg_read_all_data to lytte_app")
        connection.execute("set session authorization lytte_app")

        faults = fitness.faults_of_role(connection)
        connection.rollback()

    assert [fault for fault in faults if "member of pg_read_all_data" in fault]


def _plain(address: str) -> str:
    """An address as libpq knows it, without SQLAlchemy's name of the driver."""
    return address.replace("+psycopg", "")
