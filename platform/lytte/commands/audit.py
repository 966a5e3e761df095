"""`lytte audit`: is the chain whole?"""

import argparse

from lytte.commands import waiting
from lytte.commands.opened import database, inside, say
from lytte.storage import audit


def run_verify(_: argparse.Namespace) -> int:
    """Walk every hospital's chain; exit 1 and name the first row that does not fit."""
    settings, opened = database()
    whole = True
    for hospital in opened.hospitals():
        waiting.doing(f"walking the chain of {hospital.slug}")
        with inside(settings, opened, hospital.id) as work:
            verdict = audit.verify(work.session)
        if verdict.broken_at is None:
            print(f"{hospital.slug}: {verdict.rows} rows, whole")
        else:
            whole = False
            print(f"{hospital.slug}: broken at row {verdict.broken_at} of {verdict.rows}")
    if not whole:
        say(
            "Someone or something has changed the audit. Keep the database as it is, and tell the "
            "privacy officer."
        )
    return 0 if whole else 1
