"""What is timed is a hospital like any other: it is published by the rules that hold today."""

from lytte.commands.bench_form import links
from lytte.services.keys import Keys
from lytte.storage.database import Database


def test_the_form_that_is_timed_can_be_published(database: Database) -> None:
    assert len(links(database, Keys("a key for tests only, long enough to pass"), 1)) == 1
