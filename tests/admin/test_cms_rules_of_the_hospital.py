"""The hospital's alert rules at a clinic: whose each is, one press back, and a newer version."""

import pytest

from lytte.core.texts import Text
from lytte.core.thresholds import Rule, RuleSet
from lytte.services.drafts import drafting
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.shared_level import Shared, share
from tests.shared_rules import FEVER, RULES, put_in_force, rule

MINE = RuleSet(
    rules=(rule("pain-red", 8, advice=Text({"nb": "Ring oss."})), rule("own", 5)),
    emergencies=(FEVER,),
)


@pytest.fixture
def shared(cms: Cms) -> Shared:
    """A clinic that asks about pain, and a hospital with rules about it."""
    found = share(cms)
    cms.form()
    cms.safe()
    put_in_force(found, RULES)
    return found


def made(cms: Cms) -> dict[str, Rule]:
    with cms.world.open() as session:
        found = drafting.rule_set(cms.work(session), cms.world.clinic_id)
    return {one.id: one for one in found.rules}


def write(cms: Cms, rules: RuleSet) -> None:
    with cms.world.open() as session:
        drafting.save_rules(cms.work(session), cms.world.clinic_id, rules)
        session.commit()


def press(desk: Desk, address: str, **fields: str) -> None:
    desk.get("/admin/thresholds/")
    desk.follow(desk.post(f"/admin/tailored_rules/{address}", **fields))


def test_each_rule_says_whose_it_is(cms: Cms, shared: Shared) -> None:
    desk = cms.author
    desk.get("/admin/thresholds/")
    assert "Bygger på sykehusets versjon 1." in desk.text
    assert "Hver regel er slik sykehuset har den." in desk.text
    assert desk.last.count("Fra sykehuset") == 3

    write(cms, MINE)
    desk.get("/admin/thresholds/")

    assert "3 regler er annerledes her." in desk.text
    assert desk.last.count("Endret her") == 1
    assert "Sykehuset har: Rødt varsel til sykepleier" in desk.text.replace("  ", " ")
    assert desk.last.count("Lagt til her") == 1
    assert "Utelatt her" in desk.text
    assert "Smerte er minst 4" in desk.text


def test_a_rule_about_what_is_not_asked_here_is_told_by_the_hospitals_words(
    cms: Cms, shared: Shared
) -> None:
    put_in_force(shared, RuleSet(rules=(rule("food", 1, measure="food/food"),)))
    desk = cms.author

    desk.get("/admin/thresholds/")

    assert "Klarer du å spise? er minst 1" in desk.text
    assert "Ingen av skjemaene deres spør om det, så det gir ingen varsler." in desk.text


def test_one_press_lets_a_rule_be_the_hospitals_again_and_undo_brings_ours_back(
    cms: Cms, shared: Shared
) -> None:
    write(cms, MINE)
    desk = cms.author

    press(desk, "back", about="rules|pain-red")
    assert made(cms)["pain-red"] == RULES.rules[1]
    assert set(made(cms)) == {"pain-red", "own"}

    press(desk, "undo")
    assert made(cms) == {one.id: one for one in MINE.rules}
    assert "Angret" in desk.text


def test_what_is_left_out_can_be_taken_in(cms: Cms, shared: Shared) -> None:
    write(cms, MINE)
    press(cms.author, "back", about="left-out")

    assert set(made(cms)) == {"pain-amber", "pain-red", "own"}
    assert made(cms)["pain-red"] == MINE.rules[0]


@pytest.mark.parametrize("about", ["", "rules|own", "rules|nothing", "id|pain-red", "rules"])
def test_what_the_hospital_does_not_have_cannot_come_back(
    cms: Cms, shared: Shared, about: str
) -> None:
    write(cms, MINE)
    desk = cms.author
    desk.get("/admin/thresholds/")

    assert desk.post("/admin/tailored_rules/back", about=about).status_code == 404
    assert made(cms) == {one.id: one for one in MINE.rules}


def test_rules_of_before_are_built_on_the_hospitals_with_one_press(cms: Cms) -> None:
    cms.form()
    write(cms, MINE)
    put_in_force(share(cms), RULES)
    desk = cms.author
    desk.get("/admin/thresholds/")
    assert "Sykehuset har egne regler, versjon 1." in desk.text
    assert "Fra sykehuset" not in desk.text

    press(desk, "take")

    assert made(cms) == {one.id: one for one in MINE.rules}
    assert "Bygger på sykehusets versjon 1." in desk.text
    assert "rules.inherit" in {row.action for row in cms.rows(tables.AuditEntry)}


def test_the_hospitals_newer_rules_are_seen_beside_ours_and_chosen(
    cms: Cms, shared: Shared
) -> None:
    write(cms, MINE)
    newer = RuleSet(rules=(rule("pain-amber", 3), rule("pain-red", 6), rule("worst", 10)))
    to = str(put_in_force(shared, newer).id)
    desk = cms.author
    desk.get("/admin/")
    assert "Sykehuset har nyere varselregler" in desk.text

    desk.get("/admin/tailored_rules/newer")
    for said in ("Smerte er minst 7", "Ring oss.", "Smerte er minst 10"):
        assert said in desk.text
    answer = desk.post("/admin/tailored_rules/newer", to=to)
    assert answer.status_code == 422
    assert made(cms)["pain-red"] == MINE.rules[0]
    desk.follow(desk.post("/admin/tailored_rules/newer", to=to, **{"choice-0": "ours"}))

    assert made(cms)["pain-red"] == MINE.rules[0]
    assert set(made(cms)) == {"pain-red", "worst", "own"}
    assert "versjon 2" in desk.text
    assert [one.state for one in cms.rows(tables.RuleSetPublication)].count("live") == 1


def test_what_was_looked_at_must_still_be_the_newest(cms: Cms, shared: Shared) -> None:
    write(cms, MINE)
    old = put_in_force(shared, RuleSet(rules=(rule("pain-red", 6),)))
    desk = cms.author
    desk.get("/admin/tailored_rules/newer")
    put_in_force(shared, RuleSet(rules=(rule("pain-red", 5),)))

    desk.follow(desk.post("/admin/tailored_rules/newer", to=str(old.id), **{"choice-0": "theirs"}))

    assert "Noe ble endret" in desk.text
    assert made(cms) == {one.id: one for one in MINE.rules}


def test_two_people_still_stand_behind_what_is_inherited(cms: Cms, shared: Shared) -> None:
    desk = cms.author
    desk.get("/admin/thresholds/")

    desk.follow(desk.post("/admin/thresholds/propose", comment="Som sykehuset"))

    [row] = [r for r in cms.rows(tables.RuleSetPublication) if r.clinic_id == shared.clinic_id]
    assert row.state == "in_review"
    assert RuleSet.model_validate(row.document) == RULES
    [draft] = [r for r in cms.rows(tables.RuleSetDraft) if r.clinic_id == shared.clinic_id]
    assert draft.document["base"]
