"""The roles that the walls between hospitals stand on, the same on every server.

The application never owns a table and never bypasses row security, so neither
a fault in a query nor an injected statement moves a wall. The SQL runs on the
embedded server, and is printed for the hospital's own database administrator.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "lytte_owner"
APP = "lytte_app"
PATIENT = "lytte_patient"
WORKER = "lytte_worker"
SIGN_IN = "lytte_sign_in"
DOOR = "lytte_door"
BACKUP = "lytte_backup"

# Who signs in, and as what; the door is a role that only owns functions.
SIGNING_IN = {
    OWNER: "owns the tables and changes them; used by `lytte db` alone",
    APP: "reads and writes inside one hospital at a time",
    PATIENT: "the patient pages: their own form and nothing else",
    SIGN_IN: "the sign-in page: enters a hospital by its name, and reads its staff",
    WORKER: "jobs and commands: one hospital after the other",
    BACKUP: "reads everything and writes nothing",
}
ROLES = (*SIGNING_IN, DOOR)
DATABASE = "lytte"

SCRAM_ROUNDS = 4096  # what PostgreSQL itself uses
GRANTS_SAY_WHAT = 160000  # from PostgreSQL 16 on: whether a member inherits, and may step in

MAKE: LiteralString = """\
do $$ begin
  if not exists (select from pg_roles where rolname = {1}) then create role {0}; end if;
end $$"""
# Only a superuser may say these words at all, so they are said only when they are needed.
WEAKEN: LiteralString = """\
do $$ begin
  if (select rolsuper or rolbypassrls or rolreplication from pg_roles where rolname = {1}) then
    alter role {0} nosuperuser nobypassrls noreplication;
  end if;
end $$"""
LIMIT: LiteralString = "alter role {} noinherit nocreatedb nocreaterole "
# The owner hands functions to the door, and never acts with its rights unawares.
LEND_DOOR: LiteralString = "grant {} to {} with inherit false, set true"
LEND_DOOR_15: LiteralString = "grant {} to {}"
# An administrator who is no superuser gives a database only to a role that he may step into.
JOIN_OWNER_15: LiteralString = """\
do $$ begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant {} to %I', current_user);
  end if;
end $$"""
JOIN_OWNER: LiteralString = """\
do $$ begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant {} to %I with set true', current_user);
  end if;
end $$"""


def new_passwords() -> dict[str, str]:
    """A password made by chance for every role that signs in."""
    return {role: secrets.token_urlsafe(32) for role in SIGNING_IN}


def ensure(
    connection: psycopg.Connection, passwords: Mapping[str, str], database: str = DATABASE
) -> None:
    """Make or mend the roles and the database.

    Run as a superuser or a role with CREATEROLE and CREATEDB, in autocommit,
    connected to another database than the one to be made. Doing it again
    changes nothing but the passwords given.
    """
    version = connection.info.server_version
    for statement in _role_statements(version, passwords):
        connection.execute(statement)
    known = connection.execute("select 1 from pg_database where datname = %s", [database])
    if known.fetchone() is None:
        connection.execute(_create_database(database))
    open_database(connection, database)


def open_database(connection: psycopg.Connection, database: str) -> None:
    """Let Lytte's roles, and nobody else, connect; a cloned database does not inherit that."""
    for statement in _database_statements(database):
        connection.execute(statement)


def script(
    passwords: Mapping[str, str], database: str = DATABASE, version: int = GRANTS_SAY_WHAT
) -> str:
    """The same as SQL for psql, to be read and run by the hospital's database administrator.

    Passwords stand in it as SCRAM verifiers: the script opens nothing to who reads it.
    """
    create = _create_database(database).as_string()
    quoted = sql.Literal(create).as_string()
    named = sql.Literal(database).as_string()
    lines = ["-- Roles and database of Lytte. Run with psql as a database administrator."]
    lines += [f"{one.as_string().strip()};" for one in _role_statements(version, passwords)]
    unless_known = f"where not exists (select from pg_database where datname = {named})"
    lines += [f"select {quoted} {unless_known} \\gexec"]
    lines += [f"{one.as_string().strip()};" for one in _database_statements(database)]
    return "\n\n".join(lines) + "\n"


def fingerprint(passwords: Mapping[str, str], database: str = DATABASE) -> str:
    """Changes when `ensure` would do anything else than last time."""
    shape = script({}, database)
    return "\n".join([shape, *(f"{role}={passwords[role]}" for role in sorted(passwords))])


def scram_verifier(password: str, salt: bytes | None = None) -> str:
    """What PostgreSQL keeps of a password (RFC 5803), so that the password itself is never sent."""
    salt = salt or secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{encoded[0]}${encoded[1]}:{encoded[2]}"


def _role_statements(version: int, passwords: Mapping[str, str]) -> Iterator[sql.Composed]:
    for role in ROLES:
        yield _filled(MAKE, role, sql.Literal(role))
        yield _filled(WEAKEN, role, sql.Literal(role))
        yield _filled(LIMIT + ("login" if role in SIGNING_IN else "nologin"), role)
        if role in passwords:
            verifier = sql.Literal(scram_verifier(passwords[role]))
            yield _filled("alter role {} password {}", role, verifier)
    yield _filled("alter role {} set default_transaction_read_only = on", BACKUP)
    says_what = version >= GRANTS_SAY_WHAT
    yield _filled(LEND_DOOR if says_what else LEND_DOOR_15, DOOR, sql.Identifier(OWNER))
    yield _filled(JOIN_OWNER if says_what else JOIN_OWNER_15, OWNER)


def _database_statements(database: str) -> Iterator[sql.Composed]:
    yield _filled("revoke all on database {} from public", database)
    for role in SIGNING_IN:
        yield _filled("grant connect on database {} to {}", database, sql.Identifier(role))


def _create_database(database: str) -> sql.Composed:
    return _filled(
        "create database {} owner {} encoding 'UTF8' template template0",
        database,
        sql.Identifier(OWNER),
    )


def _filled(statement: LiteralString, name: str, *more: sql.Composable) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name), *more)
