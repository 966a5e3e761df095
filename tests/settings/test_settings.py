"""Settings are read once, and refused in words that say where and what to do."""

from pathlib import Path
from secrets import token_urlsafe

import pytest

from lytte.settings import Settings, SettingsError
from tests.house.source import ROOT

SERVER = {
    "DATABASE_URL": "postgresql://lytte_app:s3cret-a@db.example.no/lytte",
    "DATABASE_PATIENT_URL": "postgres://lytte_patient:s3cret-p@db.example.no/lytte",
    "DATABASE_SIGN_IN_URL": "postgresql://lytte_sign_in:s3cret-s@db.example.no/lytte",
    "DATABASE_WORKER_URL": "postgresql+psycopg://lytte_worker:s3cret-w@db.example.no/lytte",
}
HOSPITAL = SERVER | {
    "LYTTE_ENV": "production",
    "LYTTE_BASE_URL": "https://skjema.example.no/",
    "LYTTE_SECRET_KEY": "k4Jd9-xP2mQ7vB1nZ8rT5wY3cF6hL0sG",
}


@pytest.fixture
def demo(tmp_path: Path) -> dict[str, str]:
    return {"LYTTE_VAR": str(tmp_path / "var")}


def _faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ(environ)
    return refused.value.faults


def test_an_empty_environment_is_the_demo(demo: dict[str, str]) -> None:
    settings = Settings.from_environ(demo)

    assert (settings.environment, settings.embedded, settings.secure) == ("demo", True, False)
    assert settings.base_url == "http://localhost:5000"


def test_the_demo_answers_where_it_listens(demo: dict[str, str]) -> None:
    settings = Settings.from_environ(demo | {"PORT": "8123"})

    assert (settings.port, settings.base_url) == (8123, "http://localhost:8123")


def test_the_demo_keeps_its_key(demo: dict[str, str]) -> None:
    first, second = (Settings.from_environ(demo).secret_key for _ in range(2))

    assert first == second
    assert (Path(demo["LYTTE_VAR"]) / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_clone_keeps_its_database_in_itself_wherever_the_command_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    settings = Settings.from_environ({"LYTTE_SECRET_KEY": token_urlsafe(48)})

    assert settings.var == ROOT / "var"


def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "a-file"
    file.touch()

    [told] = _faults({"LYTTE_VAR": str(file / "var")})

    assert "LYTTE_VAR" in told
    assert "choose a folder" in told


def test_a_hospital_is_read_whole() -> None:
    settings = Settings.from_environ(HOSPITAL)

    assert settings.base_url == "https://skjema.example.no"
    assert settings.secure
    assert not settings.embedded
    assert settings.database_patient_url
    assert settings.database_patient_url.get_secret_value() == (
        "postgresql+psycopg://lytte_patient:s3cret-p@db.example.no/lytte"
    )


def test_settings_print_no_secret() -> None:
    printed = repr(Settings.from_environ(HOSPITAL))

    assert "s3cret" not in printed
    assert HOSPITAL["LYTTE_SECRET_KEY"] not in printed


def test_settings_stay_as_they_were_read(demo: dict[str, str]) -> None:
    settings = Settings.from_environ(demo)

    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"LYTTE_ENV": "prod"}, "LYTTE_ENV is 'prod': use demo or production."),
        ({"PORT": "80a"}, "PORT is '80a': use a whole number from 1 to 65535."),
        ({"PORT": "0"}, "PORT is '0'"),
        ({"PORT": "٨٠"}, "PORT is"),
        ({"LYTTE_TRUSTED_PROXIES": "99"}, "from 0 to 5"),
        ({"LYTTE_LOG_LEVEL": "LOUD"}, "use DEBUG, INFO, WARNING or ERROR"),
        ({"LYTTE_BASE_URL": ""}, "LYTTE_BASE_URL is missing"),
        ({"LYTTE_BASE_URL": "http://skjema.example.no"}, "must begin with https://"),
        ({"LYTTE_BASE_URL": "https://skjema.example.no/lytte"}, "nothing after them"),
        ({"LYTTE_BASE_URL": "skjema.example.no"}, "give a scheme and a host"),
        ({"LYTTE_BASE_URL": "https://h:99999"}, "give a scheme and a host"),
        ({"LYTTE_SECRET_KEY": ""}, "LYTTE_SECRET_KEY is missing"),
        ({"LYTTE_SECRET_KEY": "short"}, "too easy to guess"),
        ({"LYTTE_SECRET_KEY": "ab" * 32}, "too easy to guess"),
        ({"DATABASE_WORKER_URL": ""}, "DATABASE_WORKER_URL is missing"),
        ({"DATABASE_URL": "sqlite:///lytte.db"}, "DATABASE_URL does not begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://lytte_app@h"}, "DATABASE_URL names no database"),
        ({"DATABASE_URL": "postgresql://h/lytte"}, "DATABASE_URL names no role"),
        ({"DATABASE_OWNER_URL": SERVER["DATABASE_URL"]}, "connect as the same role, 'lytte_app'"),
        ({"LYTTE_BASEURL": "x"}, "LYTTE_BASEURL is no setting: did you mean LYTTE_BASE_URL?"),
    ],
)
def test_a_fault_is_told_with_its_way_out(change: dict[str, str], fault: str) -> None:
    [told] = _faults(HOSPITAL | change)

    assert fault in told


def test_every_fault_is_told_at_once() -> None:
    faults = _faults({"LYTTE_ENV": "production", "PORT": "x", "DATABASE_URL": "mysql://a:b@h/d"})

    names = {fault.split()[0] for fault in faults}
    assert names >= {"PORT", "LYTTE_BASE_URL", "LYTTE_SECRET_KEY", "DATABASE_URL"}


def test_no_fault_repeats_a_password() -> None:
    wrong = {name: address.replace("/lytte", "") for name, address in SERVER.items()}

    told = "\n".join(_faults(HOSPITAL | wrong | {"LYTTE_SECRET_KEY": "hemmelig"}))

    assert "s3cret" not in told
    assert "hemmelig" not in told
