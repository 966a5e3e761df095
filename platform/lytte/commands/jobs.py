"""`lytte jobs`: what happens without anyone asking, where `lytte serve` does not do it."""

import argparse
from datetime import UTC, datetime
from threading import Event

from lytte.commands import waiting
from lytte.commands.opened import database, say
from lytte.jobs import rounds
from lytte.services.keys import Keys


def run(given: argparse.Namespace) -> int:
    """Make rounds until stopped, or one."""
    settings, opened = database()
    keys = Keys(settings.secret_key.get_secret_value())
    if given.once:
        print(rounds.go_round(opened, keys, datetime.now(UTC)))
        return 0
    waiting.over()
    say(f"A round of jobs every {rounds.EVERY:.0f} seconds. Stop it with Ctrl-C.")
    rounds.keep_going(opened, keys, lambda: datetime.now(UTC), Event())
    return 0
