"""`lytte db`: roles and tables."""

import argparse

from lytte import wiring
from lytte.commands import waiting
from lytte.commands.opened import say
from lytte.settings import Settings
from lytte.storage import roles


def run_upgrade(_: argparse.Namespace) -> int:
    """Make the roles, where the server is ours, and run the migrations that are missing."""
    settings = Settings.from_environ()
    waiting.doing("bringing the database up to date")
    wiring.upgrade(settings)
    say("The database is up to date.")
    return 0


def run_roles(_: argparse.Namespace) -> int:
    """Print the SQL for a database administrator, and the passwords that go with it."""
    passwords = roles.new_passwords()
    print(roles.script(passwords))
    for role, password in passwords.items():
        print(f"-- {role}: {password}")
    return 0
