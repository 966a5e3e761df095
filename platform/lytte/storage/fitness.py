"""Whether a server and a role can hold the walls between hospitals; refused in words when not."""

import psycopg

from lytte.storage.roles import APP, OWNER, PATIENT, SIGN_IN, WORKER

OLDEST = 15
# The first minor of each major without known holes in row security: CVE-2025-8713 (statistics
# show rows behind a policy), and before it CVE-2024-10976 and CVE-2023-2455 (a policy of the
# wrong user is applied). Later majors never had them.
FIRST_SOUND_MINOR = {15: 14, 16: 10, 17: 6}

FAULTS_OF_ROLE = """
select rolname, rolsuper, rolbypassrls, rolcreaterole,
       array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
             where m.member = r.oid) as member_of,
       array(select c.relname::text from pg_class c where c.relowner = r.oid limit 3) as owns
from pg_roles r where rolname = current_user
"""


class UnfitServer(Exception):
    """This server or role cannot keep hospitals apart; the text says what to change."""


def refuse_unfit(connection: psycopg.Connection) -> None:
    """Raise UnfitServer, with every fault, unless the walls hold for this application's role."""
    faults = [*faults_of_version(connection.info.server_version), *faults_of_role(connection)]
    if faults:
        raise UnfitServer(
            "Lytte does not use this database:\n" + "\n".join(f"  - {f}" for f in faults)
        )


def faults_of_version(version: int) -> list[str]:
    """What is wrong with a server of `version`, as libpq numbers it (170006 for 17.6)."""
    major, minor = divmod(version, 10000)
    if major < OLDEST:
        return [f"It is PostgreSQL {major}, and Lytte needs {OLDEST} or newer."]
    sound = FIRST_SOUND_MINOR.get(major, 0)
    if minor < sound:
        return [
            f"It is PostgreSQL {major}.{minor}, whose row security has known holes "
            f"(CVE-2025-8713 and older). Install the minor update {major}.{sound} or newer; "
            "no dump is needed."
        ]
    return []


def faults_of_role(connection: psycopg.Connection) -> list[str]:
    """Why the role that is connected would walk past the walls; empty when it cannot."""
    found = connection.execute(FAULTS_OF_ROLE).fetchone()
    if found is None:
        return ["The connected role is not in the catalogue."]
    role, superuser, bypasses, makes_roles, member_of, owns = found
    faults = []
    if role not in (APP, PATIENT, SIGN_IN, WORKER):
        faults.append(
            f"The role is {role}: the application connects as {APP}, {PATIENT}, {SIGN_IN} and "
            f"{WORKER}, each by its own address."
        )
    if superuser or bypasses or makes_roles:
        faults.append(f"{role} is a superuser, bypasses row security or makes roles.")
    if member_of:
        faults.append(
            f"{role} is a member of {', '.join(member_of)}: take that back with "
            f"`revoke {', '.join(member_of)} from {role}`."
        )
    if owns:
        faults.append(f"{role} owns {', '.join(owns)}: tables belong to {OWNER} alone.")
    return faults
