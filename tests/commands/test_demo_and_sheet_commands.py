"""The commands that touch data, as they are typed: what they print, and how they end."""

import json
import os
import socket
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pyotp
import pytest
from pypdf import PdfReader

from lytte.commands.serve import ROOT
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services.drafts import drafting
from lytte.storage import tables
from lytte.storage.database import Database
from lytte.storage.embedded import EmbeddedServer
from lytte.storage.roles import OWNER
from tests.clinic_site import Clinic
from tests.terminal import Terminal
from tests.world import World


def test_a_sheet_is_found_without_naming_the_hospital(
    clinic: Clinic, terminal: Terminal, tmp_path: Path
) -> None:
    target = tmp_path / "sheet.pdf"

    ended = terminal.lytte("sheet", str(clinic.response_id), "-o", str(target))

    assert ended.status == 0, ended.err
    [page] = PdfReader(target).pages
    assert "Kari Testmann" in page.extract_text()


def test_printing_a_sheet_stands_in_the_audit_as_the_systems_user(
    clinic: Clinic, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.lytte(
        "sheet", str(clinic.response_id), "-o", str(tmp_path / "s.pdf"),
        "--hospital", clinic.world.slug, "--language", "nn",
    )  # fmt: skip

    entry = clinic.audit()[-1]
    assert (entry.action, entry.object_id) == ("sheet.view", str(clinic.response_id))
    assert entry.actor.startswith("os:")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sheet", str(uuid4()), "-o", "s.pdf"), "No hospital here has response"),
        (("sheet", "not-an-id", "-o", "s.pdf"), "is no response's id"),
        (("sheet", str(uuid4()), "-o", "/nowhere/at/all/s.pdf"), "There is no folder"),
        (("sheet", str(uuid4()), "-o", "s.pdf", "--hospital", "ingensteds"), "no hospital called"),
        (("demo", "code", "ingen@example.org"), "The demo has no"),
        (("publish", "--hospital", "ingensteds", "--clinic", "a", "--form", "b"), "no hospital"),
        (
            ("publish", "--hospital", "a", "--clinic", "b", "--form", "../Å", "--instrument", "c"),
            "use a to z",
        ),
        (("demo", "link", "--hospital", "ingensteds"), "There is no hospital called 'ingensteds'"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(
    terminal: Terminal, world: World, arguments: tuple[str, ...], told: str
) -> None:
    ended = terminal.lytte(*arguments)

    assert ended.status == 1
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_what_cannot_be_written_is_told_in_words(
    clinic: Clinic, terminal: Terminal, tmp_path: Path
) -> None:
    for asked in (
        ("sheet", str(clinic.response_id)),
        ("bundle", "export", "--hospital", clinic.world.slug),
    ):
        ended = terminal.lytte(*asked, "-o", str(tmp_path))

        assert (ended.status, ended.out) == (1, "")
        assert "cannot be written: Is a directory" in ended.err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--clinic", "ingensteds"), "no clinic called 'ingensteds'. It has: {clinic}"),
        (("--form", "ingenting"), "no form called 'ingenting' in use. It has: {form}"),
    ],
)
def test_a_link_to_what_is_not_there_names_what_is(
    clinic: Clinic, terminal: Terminal, asked: tuple[str, ...], told: str
) -> None:
    ended = terminal.lytte("demo", "link", "--hospital", clinic.world.slug, *asked)

    assert ended.status == 1
    assert told.format(clinic="bryst", form="") in ended.err


@pytest.mark.parametrize("more", [(), ("--look",)])
def test_a_taken_port_is_told_before_anything_is_begun(
    terminal: Terminal, more: tuple[str, ...]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = terminal.lytte("serve", *more, PORT=str(port))

    assert (ended.status, "listens on" in ended.err) == (1, False)
    assert f"Port {port} is taken" in ended.err


def test_looking_whether_it_could_serve_does_nothing(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    ended = terminal.lytte("serve", "--look", PORT=str(port))

    assert (ended.status, ended.out, ended.err) == (0, "", "")


def test_the_front_door_looks_at_the_port_first() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\nrun: ")[2].splitlines()[1]

    assert recipe.endswith("lytte serve --look")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"PORT": "high"}, "PORT is 'high'"),
        ({"LYTTE_SECRET_KEY": "short"}, "LYTTE_SECRET_KEY"),
        ({"DATABASE_URL": "postgresql://lytte_app:x@127.0.0.1:1/l"}, "does not answer"),
    ],
)
def test_what_stops_every_command_is_told_in_words(
    terminal: Terminal, more: dict[str, str], told: str
) -> None:
    ended = terminal.lytte("audit", "verify", **more)

    assert ended.status == 1
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_a_role_that_walks_past_the_walls_is_refused(
    terminal: Terminal, server: EmbeddedServer, database: Database
) -> None:
    owner = server.url(OWNER, database.app.url.database or "")

    ended = terminal.lytte("audit", "verify", DATABASE_URL=owner, DATABASE_OWNER_URL="")

    assert ended.status == 1
    assert "Lytte does not use this database" in ended.err


def test_the_audit_is_verified_and_a_changed_row_found(clinic: Clinic, terminal: Terminal) -> None:
    ended = terminal.lytte("audit", "verify")

    assert f"{clinic.world.slug}: {len(clinic.audit())} rows, whole" in ended.out


def test_the_demos_code_is_the_one_an_app_would_show(terminal: Terminal) -> None:
    everybody = json.loads(terminal.lytte("demo", "staff").out)
    nurse = everybody[0]

    digits = terminal.lytte("demo", "code", nurse["email"]).out.strip()

    assert pyotp.TOTP(nurse["totp_secret"]).verify(digits, valid_window=1)
    assert set(nurse) == {
        "url", "email", "password", "totp_secret", "role", "hospital", "clinic",
    }  # fmt: skip


def test_a_fault_ends_the_process_with_one_and_no_trace() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lytte.cli", "serve"],
        env={**os.environ, "PORT": "high"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "Lytte cannot start" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_link_without_the_demo_says_what_to_do(terminal: Terminal) -> None:
    ended = terminal.lytte("demo", "link", "--hospital", "fjordvik")

    assert ended.status == 1
    assert "lytte demo load" in ended.err


def test_upgrading_again_changes_nothing(terminal: Terminal) -> None:
    ended = terminal.lytte("db", "upgrade")

    assert (ended.status, ended.err.splitlines()[-1]) == (0, "The database is up to date.")


def test_a_response_of_one_hospital_is_not_printed_for_another(
    clinic: Clinic, terminal: Terminal, database: Database, tmp_path: Path
) -> None:
    other = "fjernvik"
    with database.worker.begin() as connection:
        connection.execute(
            tables.Hospital.__table__.insert(),  # type: ignore[attr-defined]
            {"id": uuid4(), "slug": other, "name": "Fjernvik", "zone": "Europe/Oslo",
             "language": "nb", "demo": True},
        )  # fmt: skip
    target = tmp_path / "s.pdf"

    ended = terminal.lytte("sheet", str(clinic.response_id), "-o", str(target), "--hospital", other)

    assert ended.status == 1
    assert not target.exists()


def test_wording_is_imported_onto_a_recipe(
    world: World, terminal: Terminal, tmp_path: Path
) -> None:
    table = tmp_path / "wording.csv"
    rows = [f"{n};Prøvespørsmål {n}?;Nei|Litt|Mer|Mest" for n in range(1, 10)]
    table.write_text("\n".join(rows), "utf-8")

    ended = terminal.lytte("import", str(table), "--hospital", world.slug, "--recipe", "phq-9")

    assert (ended.status, ended.out) == (0, "phq-9 1\n")
    assert "carry no numbers; counted off in order" in ended.err


def test_wording_that_does_not_fit_is_not_imported(
    world: World, terminal: Terminal, tmp_path: Path
) -> None:
    table = tmp_path / "wording.csv"
    table.write_text("1;Prøvespørsmål?;Nei|Litt", "utf-8")

    ended = terminal.lytte("import", str(table), "--hospital", world.slug, "--recipe", "phq-9")

    assert ended.status == 1
    assert "“Prøvespørsmål?” (= q1) has 2 options" in ended.err
    assert "Nothing was imported." in ended.err


def test_a_configuration_goes_out_and_in_from_a_terminal(
    terminal: Terminal, world: World, tmp_path: Path
) -> None:
    file = str(tmp_path / "out.json")
    there = ("--hospital", world.slug)

    out = terminal.lytte("bundle", "export", "-o", file, *there)
    same = terminal.lytte("bundle", "diff", file, *there)
    Path(file).write_text(Path(file).read_text().replace('"bryst"', '"hud"'))
    refused = terminal.lytte("bundle", "import", file, *there)
    renamed = terminal.lytte("bundle", "import", file, "--clinic", "hud=bryst", *there)
    without = terminal.lytte("bundle", "diff", file, "--clinic", "hud=", *there)
    misspelt = terminal.lytte("bundle", "import", file, "--clinic", "hudd=", *there)

    assert (out.status, same.status, refused.status, renamed.status) == (0, 0, 1, 0)
    assert without.status == 0
    assert misspelt.status != 0
    assert "There is no clinic hudd in the file. It has: hud." in misspelt.err
    assert "Nothing is different." in same.err
    assert "There is no clinic here called" in refused.err
    assert "Nothing was changed." in refused.err
    assert terminal.lytte("bundle", "diff", str(tmp_path / "none.json"), *there).status == 2


def test_what_a_file_says_otherwise_is_told_value_by_value(
    terminal: Terminal, world: World, tmp_path: Path
) -> None:
    when = AtLeast(measure="symptoms/pain", value=Decimal(7))
    with world.open() as session:
        made = RuleSet(rules=(Rule(id="pain", severity="red", when=when),))
        drafting.save_rules(world.work(session), world.clinic_id, made)
        session.commit()
    file, there = tmp_path / "out.json", ("--hospital", world.slug)
    terminal.lytte("bundle", "export", "--drafts", "-o", str(file), *there)
    found = json.loads(file.read_text())
    found["clinics"][0]["rules"]["rules"][0]["when"]["value"] = "5"
    found["clinics"][0]["settings"] = {"alerts_a_week": 25}
    file.write_text(json.dumps(found))

    told = terminal.lytte("bundle", "diff", str(file), *there)

    assert "  ~ rules/pain/when/value: 7 -> 5\n" in told.out
    assert "  + alerts_a_week: 25\n" in told.out
