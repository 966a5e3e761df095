"""The hospital's safety text at a clinic: whose each line is, one press back, a newer version."""

from typing import Any

import pytest

from lytte.core.safety import NAMES, SafetyText
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.shared_level import Shared, share
from tests.shared_rules import SAFE, put_text_in_force

OURS = "Ring 113 med en gang."
READ = "Leses hver dag, senest kl. {read_by}."


@pytest.fixture
def shared(cms: Cms) -> Shared:
    return share(cms)


def reworded(**lines: str) -> SafetyText:
    return SafetyText(languages={"nb": SAFE.languages["nb"].model_copy(update=lines)})


def fields(made: SafetyText) -> dict[str, str]:
    return {f"{name}-nb": getattr(made.languages["nb"], name) for name in NAMES}


def send(desk: Desk, made: SafetyText, on: Any, **more: str) -> int:
    seen = {name: desk.hidden(name) for name in ("live_on", "waits_on", "began")}
    answer = desk.post("/admin/texts/safety", on=str(on or ""), **seen, **fields(made), **more)
    return answer.status_code


def proposed(cms: Cms) -> tables.SafetyText:
    [row] = [one for one in cms.rows(tables.SafetyText) if one.state == "in_review"]
    assert isinstance(row, tables.SafetyText)
    return row


def test_a_clinic_without_a_text_begins_on_the_hospitals(cms: Cms, shared: Shared) -> None:
    first = put_text_in_force(shared, SAFE)
    desk = cms.author

    desk.get("/admin/texts/")
    assert "Bygger på sykehusets versjon 1." in desk.text
    assert "Ingenting gjelder her før" in desk.text
    assert desk.last.count("Fra sykehuset") == len(NAMES)
    assert send(desk, SAFE, first.id) == 303

    assert (proposed(cms).base_id, proposed(cms).document) == (first.id, first.document)


def test_a_line_of_ours_says_so_and_goes_back_before_it_is_sent(cms: Cms, shared: Shared) -> None:
    first = put_text_in_force(shared, SAFE)
    put_text_in_force(shared, reworded(danger=OURS), on=first.id)
    desk = cms.author
    desk.get("/admin/texts/")
    assert desk.last.count("Endret her") == 1
    assert "Sykehuset har: Ring nødnummeret." in desk.text

    assert send(desk, reworded(danger=OURS), first.id, back="nb|danger") == 200

    assert OURS not in desk.last
    assert "Endret her" not in desk.last
    assert [one for one in cms.rows(tables.SafetyText) if one.state == "in_review"] == []


@pytest.mark.parametrize("back", ["nb|nothing", "xx|danger", "danger", "|"])
def test_a_line_that_is_none_goes_nowhere(cms: Cms, shared: Shared, back: str) -> None:
    first = put_text_in_force(shared, SAFE)
    desk = cms.author
    desk.get("/admin/texts/")

    assert send(desk, reworded(danger=OURS), first.id, back=back) == 200
    assert OURS in desk.text


def test_a_newer_text_of_the_hospitals_is_laid_under_ours(cms: Cms, shared: Shared) -> None:
    first = put_text_in_force(shared, SAFE)
    put_text_in_force(shared, reworded(danger=OURS), on=first.id)
    second = put_text_in_force(shared, reworded(danger="Ring 113.", when_read=READ))
    desk = cms.author
    desk.get("/admin/")
    assert "Sykehuset har en nyere sikkerhetstekst" in desk.text
    desk.get("/admin/texts/")
    assert "Sykehuset har versjon 2." in desk.text
    assert READ not in desk.text

    desk.get("/admin/texts/?newest=1")
    assert "Begge har endret den" in desk.text
    assert "Før hadde sykehuset: Ring nødnummeret." in desk.text
    assert "Nytt fra sykehuset" in desk.text
    assert OURS in desk.text
    send(desk, reworded(danger=OURS, when_read=READ), second.id)

    assert proposed(cms).base_id == second.id


def test_what_was_written_beside_an_old_text_still_stands_on_it(cms: Cms, shared: Shared) -> None:
    first = put_text_in_force(shared, SAFE)
    put_text_in_force(shared, SAFE, on=first.id)
    put_text_in_force(shared, reworded(when_read=READ))
    desk = cms.author
    desk.get("/admin/texts/")

    send(desk, reworded(danger=OURS), first.id)

    assert proposed(cms).base_id == first.id


def test_nothing_is_sent_when_the_hospitals_text_changed_under_it(cms: Cms, shared: Shared) -> None:
    first = put_text_in_force(shared, SAFE)
    desk = cms.author
    desk.get("/admin/texts/")
    put_text_in_force(shared, reworded(when_read=READ))

    assert send(desk, reworded(danger=OURS), first.id) == 422

    assert "Sykehusets tekst ble endret mens du skrev" in desk.text
    assert OURS in desk.text
    assert [one for one in cms.rows(tables.SafetyText) if one.state == "in_review"] == []


def test_a_text_of_before_stands_alone_until_somebody_looks(cms: Cms, shared: Shared) -> None:
    put_text_in_force(shared, reworded(danger=OURS), clinic_id=shared.clinic_id)
    put_text_in_force(shared, SAFE)
    desk = cms.author
    desk.get("/admin/texts/")
    assert "Sykehuset har sin egen sikkerhetstekst." in desk.text
    assert "Fra sykehuset" not in desk.text

    desk.get("/admin/texts/?newest=1")

    assert OURS in desk.text
    assert "Begge har endret den" not in desk.text
    assert desk.last.count("Endret her") == 1


def test_the_hospitals_own_text_stands_on_nothing(cms: Cms, shared: Shared) -> None:
    put_text_in_force(shared, SAFE)
    desk = cms.desk(cms.somebody("hospital_admin", None))
    desk.get("/admin/")
    desk.follow(desk.post("/admin/clinic", clinic=str(shared.common_id)))

    desk.get("/admin/texts/?newest=1")

    assert "Fra sykehuset" not in desk.text
    assert "Ring nødnummeret." in desk.text
