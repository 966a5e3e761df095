"""`lytte import` and `lytte publish`: from a file to a form in use, without the CMS."""

import getpass
import json
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.rules import house_rules
from lytte.storage import tables
from tests.clinic_site import Clinic
from tests.terminal import Terminal

SLEEP = {
    "resourceType": "Questionnaire", "url": "https://example.org/sove", "version": "2",
    "name": "Sove", "title": "Søvn", "status": "active", "language": "nb",
    "item": [{"linkId": "sleep", "text": "Sover du godt?", "type": "boolean"}],
}  # fmt: skip


def live(clinic: Clinic) -> dict[str, tables.FormPublication]:
    table = tables.FormPublication
    with clinic.world.open() as session:
        return {one.sha256: one for one in session.exec(select(table)) if one.state == "live"}


def test_a_file_becomes_a_form_in_use_and_each_step_is_the_systems_users(
    clinic: Clinic, terminal: Terminal, tmp_path: Path
) -> None:
    there, file = ("--hospital", clinic.world.slug), tmp_path / "sove.json"
    file.write_text(json.dumps(SLEEP), "utf-8")
    asked = ("--clinic", "bryst", "--form", "natten", "--instrument", "sove")

    brought = terminal.lytte("import", str(file), *there)
    published = terminal.lytte("publish", *there, *asked)

    assert (brought.status, brought.out) == (0, "sove 2\n"), brought.err
    assert published.status == 0, published.err
    form, number, sha256 = published.out.split()
    row = live(clinic)[sha256]
    assert (form, number, row.number) == ("natten", "1", 1)
    assert [part["id"] for part in row.document["parts"]] == ["sove"]
    done = {entry.action: entry for entry in clinic.audit()[-3:]}
    assert done["form.publish"].object_id == str(row.id)
    assert {entry.actor for entry in done.values()} == {f"os:{getpass.getuser()}"}
    assert "rows, whole" in terminal.lytte("audit", "verify").out


def test_a_form_that_is_not_ready_is_not_half_published(clinic: Clinic, terminal: Terminal) -> None:
    before = live(clinic), len(clinic.audit())
    asked = ("--clinic", "bryst", "--form", "uken", "--instrument", "lytte-underveis")

    ended = terminal.lytte("publish", "--hospital", clinic.world.slug, *asked)

    assert (ended.status, ended.out) == (1, "")
    assert "The safety text is missing in nn." in ended.err
    assert (live(clinic), len(clinic.audit())) == before


def test_rules_that_would_look_at_nothing_are_named_before_a_form_is_put_in_use(
    clinic: Clinic, terminal: Terminal, tmp_path: Path
) -> None:
    there, file = ("--hospital", clinic.world.slug), tmp_path / "sove.json"
    file.write_text(json.dumps(SLEEP), "utf-8")
    terminal.lytte("import", str(file), *there)
    asked = ("publish", *there, "--clinic", "bryst", "--form", "before", "--instrument", "sove")
    before = live(clinic)

    ended = terminal.lytte(*asked)

    assert (ended.status, ended.out, live(clinic)) == (1, "", before)
    for told in ("pain_red (Smerter)", "numb_legs (Nummen i beina)", "Nothing was published."):
        assert told in ended.err
    assert terminal.lytte(*asked, "--silencing", "pain_red").status == 1

    rules = ("pain_red", "pain_rising", "numb_legs")
    ended = terminal.lytte(*asked, *(f"--silencing={one}" for one in rules))

    assert ended.status == 0, ended.err
    assert set(live(clinic)) != set(before)


def test_a_form_that_is_in_use_already_is_told_whose_it_is(
    clinic: Clinic, terminal: Terminal
) -> None:
    asked = ("--hospital", clinic.world.slug, "--clinic", "bryst", "--form", "before")

    ended = terminal.lytte("publish", *asked)

    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("Nothing was published: version 1, from Lytte, 20")
    assert "Traceback" not in ended.err


def test_a_form_that_waits_for_approval_is_not_published_over(
    clinic: Clinic, terminal: Terminal
) -> None:
    with clinic.world.open() as session:
        work = clinic.world.work(session, datetime.now(UTC))
        house_rules.let_forms_need_second(work, True, staff_id=None)
        row = session.get_one(tables.FormPublication, clinic.ready.publication_id)
        draft = session.get_one(tables.FormDraft, row.form_id)
        made = drafting.composition(work, draft)
        for minutes in (7, 8):
            changed = made.model_copy(update={"minutes": minutes})
            drafting.save_form(work, draft.clinic_id, draft.slug, changed)
            if minutes == 7:
                publishing.publish_form(work, draft.id, staff_id=clinic.world.author_id)
        session.commit()
    asked = ("--hospital", clinic.world.slug, "--clinic", "bryst", "--form", "before")

    ended = terminal.lytte("publish", *asked)

    assert (ended.status, ended.out) == (1, "")
    assert "another version waits for approval" in ended.err
