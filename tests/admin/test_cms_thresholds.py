"""A clinic admin writes limits in sentences: sees what they do, takes what is suggested."""

from decimal import Decimal

from lytte.core.thresholds import AtLeast, Combined, Persisted, Rule, RuleSet, Silent
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from tests.cms_desk import INSTRUMENT, Cms

PAIN = "symptoms/pain"
NEW = {
    "severity": "red", "recipient": "nurse", "deputy": "doctor", "source": "",
    "measure_1_1": PAIN, "kind_1_1": "at_least", "value_1_1": "7",
}  # fmt: skip


def draft(cms: Cms) -> RuleSet:
    with cms.world.open() as session:
        return drafting.rule_set(cms.work(session), cms.world.clinic_id)


def fields(**changed: str) -> dict[str, str]:
    """Fields by the names the page has: `value_1_1` is value-1-1."""
    return {name.replace("_", "-"): value for name, value in {**NEW, **changed}.items()}


def test_a_sentence_of_three_conditions_and_persistence_is_kept(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")

    saved = desk.post(
        "/admin/thresholds/new",
        **fields(
            together="any", measure_2_1=PAIN, kind_2_1="persisted", value_2_1="4",
            times_2_1="3", among_2_1="5", measure_2_2=PAIN, kind_2_2="worsened", value_2_2="2",
        ),
    )  # fmt: skip

    assert saved.status_code == 303
    [rule] = draft(cms).rules
    assert isinstance(rule.when, Combined)
    assert rule.when.together == "any"
    limit, both = rule.when.of
    assert limit == AtLeast(measure=PAIN, value=Decimal(7))
    assert isinstance(both, Combined)
    assert isinstance(both.of[0], Persisted)
    assert (both.of[0].times, both.of[0].among) == (3, 5)
    desk.get("/admin/thresholds/")
    assert "(Smerte er minst 4 minst 3 av de siste 5 gangene" in desk.text


def test_looking_shows_every_answer_and_saves_nothing(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")

    page = desk.post("/admin/thresholds/new", do="look", **fields())

    assert page.status_code == 200
    assert "Ingenting er lagret ennå" in desk.text
    assert "Rødt varsel ved 7, 8, 9, 10." in desk.text
    assert draft(cms).rules == ()


def test_moving_a_limit_shows_which_answers_alerted_before(cms: Cms) -> None:
    cms.form()
    cms.safe()
    cms.rules(6)
    desk = cms.author
    desk.get("/admin/thresholds/")
    desk.post("/admin/thresholds/propose", comment="")
    second = cms.second
    second.get("/admin/approvals/")
    row = cms.rows(tables.RuleSetPublication)[0]
    second.get(f"/admin/approvals/rules/{row.id}")
    second.post(f"/admin/approvals/rules/{row.id}/decide", do="approve")

    desk.get("/admin/thresholds/pain-red")
    desk.post("/admin/thresholds/pain-red", do="look", **fields())

    assert "Varsel før, ikke nå, ved 6." in desk.text


def test_everything_wrong_is_told_with_a_link_to_its_field(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")

    page = desk.post("/admin/thresholds/new", **fields(value_1_1="12", deputy="nurse"))

    assert page.status_code == 422
    assert 'href="#value-1-1"' in desk.last
    assert 'href="#deputy"' in desk.last
    assert "utenfor skalaen, 0 til 10" in desk.text
    assert 'value="12"' in desk.last


def test_silence_is_a_sentence_of_its_own(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/thresholds/new?kind=silence")

    desk.follow(
        desk.post(
            "/admin/thresholds/new",
            hours="72",
            recipient="coordinator",
            deputy="nurse",
            source="",
        )
    )

    [rule] = draft(cms).rules
    assert rule.when == Silent(hours=72)
    assert "ingenting er besvart 72 timer etter fristen" in desk.text
    desk.get(f"/admin/thresholds/{rule.id}")
    assert 'value="72"' in desk.last


def suggesting(cms: Cms) -> None:
    """Let the instrument of the form suggest two limits."""
    rules = tuple(
        Rule(id=f"symptoms.{name}", severity="red" if limit == 7 else "amber",
             when=AtLeast(measure=PAIN, value=Decimal(limit)), source="Selby 2010 (ESAS)")
        for name, limit in (("high", 7), ("middle", 4))
    )  # fmt: skip
    form_id = cms.form()
    with cms.world.open() as session:
        work = cms.work(session)
        better = INSTRUMENT.model_copy(update={"version": "2", "rules": rules})
        stocking.add(work, better)
        row = session.get(tables.FormDraft, form_id)
        assert row is not None
        made = drafting.composition(work, row)
        slot = made.slots[0].model_copy(update={"version": "2"})
        changed = made.model_copy(update={"slots": (slot,)})
        drafting.save_form(work, cms.world.clinic_id, row.slug, changed)
        session.commit()


def test_what_is_suggested_is_taken_with_one_press(cms: Cms) -> None:
    suggesting(cms)
    desk = cms.author
    desk.get("/admin/thresholds/")
    assert "2 grenser som måleverktøyene foreslår, er ikke blant reglene" in desk.text
    desk.get("/admin/suggested/")

    desk.post("/admin/suggested/take", rule="symptoms.high")

    [rule] = draft(cms).rules
    assert (rule.id, rule.source, rule.local) == ("symptoms.high", "Selby 2010 (ESAS)", False)
    assert rule.deputy == "coordinator"
    desk.get("/admin/suggested/")
    assert "I reglene deres, som foreslått" in desk.text
    assert "Ikke blant reglene deres" in desk.text
    desk.post("/admin/suggested/take", instrument="symptoms")
    assert len(draft(cms).rules) == 2


def test_a_changed_suggestion_falls_back_with_one_press(cms: Cms) -> None:
    suggesting(cms)
    desk = cms.author
    desk.get("/admin/suggested/")
    desk.post("/admin/suggested/take", rule="symptoms.high")
    desk.get("/admin/thresholds/symptoms.high")
    desk.post("/admin/thresholds/symptoms.high", **fields(value_1_1="6", deputy="doctor"))
    desk.get("/admin/thresholds/symptoms.high")
    assert "Måleverktøyet foreslår: Smerte er minst 7." in desk.text
    desk.post(
        "/admin/thresholds/symptoms.high",
        **fields(value_1_1="6", deputy="doctor", source="Selby 2010 (ESAS)"),
    )
    desk.get("/admin/thresholds/")
    assert "Kilde: lokal grense · Selby 2010 (ESAS)" in " ".join(desk.text.split())

    desk.get("/admin/suggested/")
    assert "Deres: Smerte er minst 6" in desk.text
    desk.post("/admin/suggested/take", rule="symptoms.high")

    [rule] = draft(cms).rules
    assert rule.when == AtLeast(measure=PAIN, value=Decimal(7))
    assert (rule.deputy, rule.local) == ("doctor", False)


def test_nothing_that_is_not_suggested_can_be_taken(cms: Cms) -> None:
    suggesting(cms)
    desk = cms.author
    desk.get("/admin/suggested/")

    assert desk.post("/admin/suggested/take", rule="symptoms.other").status_code == 404


def test_a_rule_whose_question_has_gone_says_so_where_it_is_changed(cms: Cms) -> None:
    cms.form()
    gone = AtLeast(measure="gone/walking", value=Decimal(3))
    with cms.world.open() as session:
        rules = RuleSet(rules=(Rule(id="gone", severity="red", deputy="doctor", when=gone),))
        drafting.save_rules(cms.work(session), cms.world.clinic_id, rules)
        session.commit()
    desk = cms.author

    desk.get("/admin/thresholds/gone")
    assert "Ingen av skjemaene deres spør om det denne regelen ser på." in desk.text
    desk.get("/admin/thresholds/new")
    assert "Ingen av skjemaene deres" not in desk.text
