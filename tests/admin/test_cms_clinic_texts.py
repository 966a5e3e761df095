"""All that a clinic lacks in one language: one file out, seen first, and in again in one go."""

import io
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from lytte.core.own_settings import OwnSettings, Told
from lytte.core.safety import SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Emergency, Rule, RuleSet
from lytte.core.values import Coding
from lytte.integrations.texts import po, table, xliff
from lytte.integrations.texts.units import Read, Unit
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.settings import setting
from lytte.storage import tables
from tests.admin.test_cms_translating import composition, made
from tests.cms_desk import Cms, Desk

READ = {"xliff": xliff.read, "po": po.read, "xlsx": table.read}
AT = "/admin/clinic_texts"
ADVICE, WHY, NAME = "Ta det med ro.", "Vi vil snakke med deg.", "Nummen i beina"
FOR = "Vi på {clinic} leser svarene."


@pytest.fixture
def form_id(cms: Cms) -> UUID:
    """Return a form in bokmål and nynorsk, with rules, a safety text and words before it."""
    found = made(cms, languages=("nb", "nn"))
    rules = RuleSet(
        rules=(
            Rule(id="pain", severity="red", deputy="doctor", advice=Text({"nb": ADVICE}),
                 when=AtLeast(measure="symptoms/pain", value=Decimal(7))),
        ),
        emergencies=(
            Emergency(id="numb", item="symptoms/fever", triggers=(Coding(code="1"),),
                      name=Text({"nb": NAME}), call_now=Text({"nb": WHY})),
        ),
    )  # fmt: skip
    with cms.world.open() as session:
        work = cms.work(session)
        drafting.save_rules(work, cms.world.clinic_id, rules)
        told = OwnSettings(told={"nb": Told(information=FOR)})
        setting.put(work, cms.world.clinic_id, told, made_on=0, staff_id=cms.world.author_id)
        session.commit()
    return found


def out(desk: Desk, kind: str = "xliff", language: str = "nn", query: str = "") -> Read:
    answer = desk.client.get(f"{AT}/{language}/{kind}{query}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return READ[kind](answer.get_data())


def looked_at(desk: Desk, units: list[Unit], language: str = "nn") -> TestResponse:
    desk.get(f"{AT}/{language}")
    document = xliff.write(units, name="x", source="nb", target=language)
    return desk.post(f"{AT}/{language}/look", file=(io.BytesIO(document), "back.xlf"))


def bring(desk: Desk, language: str = "nn") -> TestResponse:
    """Press the button that takes in what is shown."""
    fields = dict(re.findall(r'name="(stamp|units)" value="([^"]*)"', desk.last))
    assert fields, desk.text
    fields = {name: unescape(value) for name, value in fields.items()}
    return desk.post(f"{AT}/{language}/bring", **fields)


def translated(units: list[Unit]) -> list[Unit]:
    """Return the units with a translation that tells whose it is."""
    return [Unit(one.place, one.address, one.source, f"NN {one.source}") for one in units]


@pytest.mark.parametrize("kind", READ)
def test_one_file_has_everything_that_is_left_and_nothing_else(
    cms: Cms, form_id: UUID, kind: str
) -> None:
    found = out(cms.author, kind)

    sources = [one.source for one in found.units]
    assert sources[:4] == ["Før timen", "Prikker det i fingrene?", "Ja", "Nei"]
    assert sources[4:7] == [ADVICE, NAME, WHY]
    assert "En sykepleier svarer." in sources
    assert sources[-1] == FOR
    assert len({one.address for one in found.units}) == len(sources)
    assert "Hvor vondt har du hatt?" not in sources  # the instrument's own
    assert found.target == "nn"


def test_what_came_back_is_seen_place_by_place_and_then_taken_in_in_one_go(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.author
    units = translated(list(out(desk).units))

    assert looked_at(desk, units).status_code == 200
    assert f"{len(units)} tekster vil bli endret" in desk.text
    for place in ("Før timen", "Råd og «ring oss nå»", "Sikkerhetstekst", "Før første spørsmål"):
        assert place in desk.text
    assert "Nynorsk</th>" in desk.last
    assert composition(cms, form_id).title.root == {"nb": "Før timen"}

    desk.follow(bring(desk))
    assert "Sikkerhetsteksten venter på at en annen godkjenner den." in desk.text
    assert composition(cms, form_id).title.root["nn"] == "NN Før timen"
    with cms.world.open() as session:
        work, clinic = cms.work(session), cms.world.clinic_id
        rules = drafting.rule_set(work, clinic)
        assert rules.rules[0].advice.root["nn"] == f"NN {ADVICE}"
        assert rules.emergencies[0].call_now.root["nn"] == f"NN {WHY}"
        # Nothing is in force by this alone.
        live = published.live_safety_text(work, clinic)
        assert live is not None
        assert "nn" not in live.document["languages"]
        [waiting] = published.waiting(work, tables.SafetyText, clinic)
        safe = SafetyText.model_validate(waiting.document)
        assert safe.languages["nn"].danger == "NN Ring med en gang."
        assert safe.languages["nb"].danger == "Ring med en gang."
        assert setting.own(work, clinic).told.keys() == {"nb"}
        proposed = setting.proposed(work, clinic)
        assert proposed is not None
        assert proposed.document["told"]["nn"]["information"] == f"NN {FOR}"
    desk.get(f"{AT}/nn")
    left = [one.address for one in out(desk).units]
    assert left == [one for one in left if one.startswith("safety")]  # that is in force yet
    deeds = [one for one in cms.rows(tables.AuditEntry) if one.action == "translation.import"]
    assert deeds[-1].fields == {"language": "nn", "texts": len(units)}


def test_every_fault_is_told_at_once_and_nothing_is_taken_in(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    units = translated(list(out(desk).units))
    hurt = [
        Unit(one.place, one.address, one.source, {
            "Ja": "<b>Ja</b>", ADVICE: "x" * 501, FOR: "Vi les svara.",
        }.get(one.source, one.target))
        for one in units
    ]  # fmt: skip

    assert looked_at(desk, hurt).status_code == 422

    assert "Ingenting ble hentet inn" in desk.text
    for fault in ("er kode for nettsider", "Den har 501 tegn", "{clinic} er utelatt"):
        assert fault in desk.text, fault
    assert 'name="units"' not in desk.last


def test_a_safety_text_that_is_not_whole_is_left_out_and_the_rest_comes_in(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.author
    units = [one for one in translated(list(out(desk).units)) if "danger" not in one.address]

    assert looked_at(desk, units).status_code == 200
    assert "Ikke alle linjene i sikkerhetsteksten er oversatt" in desk.text
    bring(desk)

    assert composition(cms, form_id).title.root["nn"] == "NN Før timen"
    with cms.world.open() as session:
        assert published.waiting(cms.work(session), tables.SafetyText, cms.world.clinic_id) == []


def test_a_colleagues_safety_text_that_waits_is_not_replaced(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    units = translated(list(out(desk).units))
    with cms.world.open() as session:
        work, clinic = cms.work(session), cms.world.clinic_id
        live = published.live_safety_text(work, clinic)
        assert live is not None
        theirs = publishing.propose(
            work, tables.SafetyText, clinic, SafetyText.model_validate(live.document),
            staff_id=cms.world.approver_id,
        ).id  # fmt: skip
        session.commit()

    looked_at(desk, units)
    assert "En sikkerhetstekst venter på godkjenning allerede" in desk.text
    bring(desk)

    with cms.world.open() as session:
        [waiting] = published.waiting(cms.work(session), tables.SafetyText, cms.world.clinic_id)
        assert waiting.id == theirs


def test_what_somebody_wrote_meanwhile_is_looked_at_again(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    looked_at(desk, translated(list(out(desk).units)))
    other = cms.second
    other.get(f"/admin/forms/{form_id}")
    other.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
               title__nn="Før timen din", language__nb="1", language__nn="1")  # fmt: skip

    assert bring(desk).status_code == 422

    assert "Noe ble endret i mellomtiden. Se igjen." in desk.text
    assert composition(cms, form_id).title.root["nn"] == "Før timen din"
    with cms.world.open() as session:
        assert (
            "nn"
            not in drafting.rule_set(cms.work(session), cms.world.clinic_id).rules[0].advice.root
        )


def test_a_language_is_begun_everywhere_with_one_file(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    desk.get(f"{AT}/ar")
    assert "Pasientene kan ikke velge dette språket ennå" in desk.text
    assert list(out(desk, language="ar").units) == []

    units = list(out(desk, language="ar", query="?everywhere=1").units)

    assert len(units) == 12
    looked_at(desk, translated(units), "ar")
    assert bring(desk, "ar").status_code == 303
    assert composition(cms, form_id).title.root["ar"] == "NN Før timen"


def test_odd_addresses_and_files_are_met_with_words(cms: Cms, form_id: UUID) -> None:
    desk = cms.author

    for path in ("nb", "xx", "nn/exe", "nb/po"):
        assert desk.get(f"{AT}/{path}").status_code == 404
    desk.get(f"{AT}/nn")
    assert desk.post(f"{AT}/nn/look").status_code == 422
    assert "Velg en fil først." in desk.text
    unit = Unit("1", "form/another::title", "Før timen", "Etter")
    looked_at(desk, [unit, Unit("2", "nonsense", "x", "y")])
    assert "Denne teksten er ikke lenger i skjemaet" in desk.text
    assert desk.post(f"{AT}/nn/bring", units="[", stamp="").status_code == 422


def test_another_hospitals_texts_are_in_no_file(
    cms: Cms, form_id: UUID, neighbour: Callable[[], Cms]
) -> None:
    desk = neighbour().author

    assert list(out(desk, query="?everywhere=1").units) == []


def test_the_overview_counts_rules_and_settings_and_leads_here(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    desk.get("/admin/translations/")

    assert "Råd og «ring oss nå»" in desk.text
    assert "3 mangler" in desk.text
    assert f'href="{AT}/nn"' in desk.last
