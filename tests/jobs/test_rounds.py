"""Rounds of jobs: late, twice, at once, or killed, they do each thing once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from lytte.jobs import rounds
from lytte.services.work import Work
from lytte.storage.database import Database
from tests.forms_world import make_ready
from tests.services.versions_world import Shop
from tests.world import KEYS, make_world

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
PATIENCE = 30.0


@pytest.fixture
def shops(fresh_database: Database) -> list[Shop]:
    """Two hospitals, each with a version planned for tomorrow."""
    made = [Shop.at(make_ready(make_world(fresh_database, one), now=NOW)) for one in ("A", "B")]
    for shop in made:
        shop.publish("Planlagt", NOW, at=NOW + DAY)
    return made


def test_a_round_settles_every_hospital_and_the_next_has_nothing_to_do(
    shops: list[Shop], fresh_database: Database
) -> None:
    done = [rounds.go_round(fresh_database, KEYS, NOW + hours) for hours in (DAY / 2, DAY, 2 * DAY)]

    assert done == [0, 2, 0]
    assert [shop.row(2).state for shop in shops] == ["live", "live"]


def test_rounds_at_once_do_each_thing_once(shops: list[Shop], fresh_database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: rounds.go_round(fresh_database, KEYS, NOW + DAY), range(8)))

    assert sum(done) == 2
    assert [shop.actions().count("form.in_force") for shop in shops] == [1, 1]


def test_one_hospitals_fault_stops_no_other(
    shops: list[Shop], fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rounds.JOBS["planned_versions"]

    def breaks(work: Work) -> int:
        done = real(work)
        if work.session.hospital_id == shops[0].world.hospital_id:
            raise ZeroDivisionError
        return done

    with monkeypatch.context() as broken:
        jobs: Mapping[str, Any] = {"planned_versions": breaks}
        broken.setattr(rounds, "JOBS", jobs)
        assert rounds.go_round(fresh_database, KEYS, NOW + DAY) == 1
    assert [shop.row(2).state for shop in shops] == ["scheduled", "live"]
    assert [shop.live(NOW + DAY) for shop in shops] == [2, 2]

    assert rounds.go_round(fresh_database, KEYS, NOW + DAY) == 1


def test_rounds_go_on_until_they_are_stopped(shops: list[Shop], fresh_database: Database) -> None:
    stop = Event()
    going = Thread(
        target=rounds.keep_going, args=(fresh_database, KEYS, lambda: NOW + DAY, stop, 0.01)
    )
    going.start()
    end = monotonic() + PATIENCE
    while shops[1].row(2).state != "live" and monotonic() < end:
        stop.wait(0.05)
    stop.set()
    going.join(PATIENCE)

    assert not going.is_alive()
    assert [shop.row(2).state for shop in shops] == ["live", "live"]


class ToldBetween(Event):
    """Tells whoever goes on to stop just before it puts the call aside."""

    def __init__(self, stop: Event) -> None:
        super().__init__()
        self.stop = stop

    def clear(self) -> None:
        self.stop.set()
        self.set()
        super().clear()


def test_who_waits_for_the_next_round_stops_when_told(fresh_database: Database) -> None:
    stop = Event()
    wake = ToldBetween(stop)
    wake.set()
    going = Thread(
        target=rounds.keep_going,
        args=(fresh_database, KEYS, lambda: NOW, stop, 60 * PATIENCE, wake),
        daemon=True,
    )
    going.start()
    going.join(PATIENCE)

    assert not going.is_alive()
