"""A small hospital of the demo, loaded at a moment, for tests."""

from datetime import UTC, datetime

from lytte.demo import load
from lytte.demo.hospitals import HOSPITALS, DemoHospital
from lytte.services.work import Work
from lytte.storage.audit import Actor
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession
from tests.world import KEYS

NOW = datetime(2026, 3, 28, 9, 0, tzinfo=UTC)  # the day before the clocks change


def small(slug: str, patients: int = 25) -> DemoHospital:
    """The first demo hospital under another name, with fewer patients."""
    clinic = HOSPITALS[0].clinics[0]
    fewer = clinic.__class__(**{**vars(clinic), "patients": patients})
    return DemoHospital(
        slug,
        "Prøve sykehus (oppdiktet)",
        (fewer, HOSPITALS[0].clinics[1]),
        common=HOSPITALS[0].common,
        shared=(("lunge", "ukens-sjekk"),),
        staff=HOSPITALS[0].staff,
    )


def work_in(session: HospitalSession, now: datetime = NOW) -> Work:
    return Work(session, Actor("os:test", "test"), now, KEYS)


def load_demo(database: Database, demo: DemoHospital, now: datetime = NOW) -> load.Loaded:
    return load.hospital(database, lambda one: work_in(database.inside(one), now), demo)
