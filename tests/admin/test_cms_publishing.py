"""From draft to live in the CMS: refused in words, seen by two where it can harm, undone."""

from datetime import UTC, datetime
from uuid import UUID

from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.services.drafts import drafting
from lytte.storage import tables
from tests.cms_desk import Cms, Desk


def publish(desk: Desk, form_id: UUID) -> None:
    desk.get(f"/admin/forms/{form_id}/publish")
    desk.follow(desk.post(f"/admin/forms/{form_id}/publish", comment="Første"))


def test_publishing_is_refused_with_everything_that_is_missing(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/forms/{form_id}")
    desk.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
              language__nb="1", language__ar="1")  # fmt: skip
    desk.get(f"/admin/forms/{form_id}")

    answer = desk.post(f"/admin/forms/{form_id}/publish")

    assert answer.status_code == 422
    for told in (
        "Ikke skrevet på arabisk ennå: 4 av 4 tekster.",
        "Klinikken har ikke noe telefonnummer",
        "Sikkerhetsteksten mangler på bokmål.",
    ):
        assert told in desk.text
    assert cms.rows(tables.FormPublication) == []


def test_a_form_goes_live_and_back_again(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    cms.safe()
    publish(desk, form_id)
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Noe mer?"))
    assert "Endringer som ikke er publisert" in desk.text
    desk.get(f"/admin/forms/{form_id}/publish")
    assert "Noe mer? er nytt" in desk.text
    publish(desk, form_id)
    first, second = sorted(cms.rows(tables.FormPublication), key=lambda row: row.number)
    assert (first.state, second.state) == ("retired", "live")

    desk.get(f"/admin/forms/{form_id}/versions")
    desk.follow(
        desk.post(
            f"/admin/forms/{form_id}/versions/{first.id}/restore", live_on=desk.hidden("live_on")
        )
    )

    assert "Versjon 3 er i bruk fra nå av. Den er lik versjon 1." in desk.text
    [live] = [row for row in cms.rows(tables.FormPublication) if row.state == "live"]
    assert (live.number, live.sha256) == (3, first.sha256)
    assert len(cms.composition(form_id).slots) == 2  # the draft stays as it is


def test_a_page_with_nothing_to_publish_leads_back(cms: Cms) -> None:
    cms.safe()
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/forms/{form_id}/publish")
    desk.follow(desk.post(f"/admin/forms/{form_id}/publish"))

    desk.get(f"/admin/forms/{form_id}/publish")

    assert "Ingenting: det er likt versjon 1. Tilbake til skjemaet" in desk.text


def test_going_back_is_refused_when_what_it_needs_is_gone(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    cms.safe()
    publish(desk, form_id)
    [first] = cms.rows(tables.FormPublication)
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Noe mer?")
    publish(desk, form_id)
    with cms.world.open() as session:
        for row in cms.rows(tables.SafetyText):
            row = session.get(tables.SafetyText, row.id)
            assert row is not None
            row.state, row.retired_at = "retired", datetime.now(UTC)
        session.commit()
    desk.get(f"/admin/forms/{form_id}/versions")

    desk.follow(
        desk.post(
            f"/admin/forms/{form_id}/versions/{first.id}/restore", live_on=desk.hidden("live_on")
        )
    )

    assert "Sikkerhetsteksten mangler på bokmål." in desk.text
    assert len(cms.rows(tables.FormPublication)) == 2


def test_a_page_that_somebody_saved_after_is_not_published(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    cms.safe()
    desk.get(f"/admin/forms/{form_id}/publish")
    with cms.world.open() as session:
        made = cms.composition(form_id).model_copy(update={"title": Text({"nb": "Annet"})})
        draft = session.get(tables.FormDraft, form_id)
        assert draft is not None
        drafting.save_form(
            cms.work(session), cms.world.clinic_id, draft.slug, made,
            staff_id=cms.world.approver_id,
        )  # fmt: skip
        session.commit()

    desk.follow(desk.post(f"/admin/forms/{form_id}/publish"))

    assert "Ali Prøve lagret dette skjemaet" in desk.text
    assert cms.rows(tables.FormPublication) == []


def test_rules_take_a_second_person(cms: Cms) -> None:
    cms.form()
    cms.safe()
    cms.rules()
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    assert "Smerte er minst 7" in author.text
    author.follow(author.post("/admin/thresholds/propose", comment="Første"))
    [row] = cms.rows(tables.RuleSetPublication)
    author.get(f"/admin/approvals/rules/{row.id}")
    assert "Du skrev dette selv" in author.text

    author.follow(author.post(f"/admin/approvals/rules/{row.id}/decide", do="approve"))
    assert cms.rows(tables.RuleSetPublication)[0].state == "in_review"
    second.get(f"/admin/approvals/rules/{row.id}")
    assert "Rødt varsel til sykepleieren (vikar: legen) når Smerte er minst 7" in second.text
    second.follow(second.post(f"/admin/approvals/rules/{row.id}/decide", do="approve"))

    [row] = cms.rows(tables.RuleSetPublication)
    assert (row.state, row.author_id, row.approver_id) == (
        "live", cms.world.author_id, cms.world.approver_id,
    )  # fmt: skip


def test_sending_back_needs_a_reason(cms: Cms) -> None:
    cms.form()
    cms.rules()
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    author.post("/admin/thresholds/propose")
    [row] = cms.rows(tables.RuleSetPublication)
    second.get(f"/admin/approvals/rules/{row.id}")

    second.follow(second.post(f"/admin/approvals/rules/{row.id}/decide", do="reject", why=" "))
    assert cms.rows(tables.RuleSetPublication)[0].state == "in_review"
    second.post(f"/admin/approvals/rules/{row.id}/decide", do="reject", why="Sju er for høyt")

    [row] = cms.rows(tables.RuleSetPublication)
    assert (row.state, row.decision) == ("rejected", "Sju er for høyt")


def test_a_rule_is_written_as_a_sentence(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")

    desk.follow(desk.post(
        "/admin/thresholds/new", severity="red", recipient="nurse", deputy="doctor",
        measure__1__1="symptoms/pain", kind__1__1="worsened", value__1__1="3", together="any",
        measure__1__2="symptoms/pain", kind__1__2="at_least", value__1__2="4,5", source="Manualen",
        advice__nb="Ta det med ro.",
    ))  # fmt: skip

    assert (
        "Rødt varsel til sykepleieren når Smerte er minst 3 verre enn sist og Smerte er minst 4,5"
        in (desk.text)
    )
    [draft] = cms.rows(tables.RuleSetDraft)
    [rule] = RuleSet.model_validate(draft.document).rules
    assert (rule.deputy, rule.local, rule.advice.read("nb")) == ("doctor", True, "Ta det med ro.")


def test_a_rule_nobody_can_step_in_for_is_not_saved(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/thresholds/new")

    answer = desk.post(
        "/admin/thresholds/new", severity="red", recipient="nurse", deputy="nurse",
        measure__1__1="symptoms/pain", kind__1__1="at_least", value__1__1="7",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Vikaren må være en annen" in desk.text
    assert cms.rows(tables.RuleSetDraft) == []


def test_rules_on_what_no_form_asks_are_not_sent(cms: Cms) -> None:
    cms.rules()
    desk = cms.author
    desk.get("/admin/thresholds/")
    assert "En regel ser på noe som ingen av klinikkens skjemaer spør om." in desk.text

    desk.post("/admin/thresholds/propose")

    assert cms.rows(tables.RuleSetPublication) == []


def test_an_emergency_says_why_in_every_language_of_the_forms(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    cms.safe()
    desk.get(f"/admin/forms/{form_id}")
    desk.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
              language__nb="1", language__en="1")  # fmt: skip
    desk.get("/admin/emergencies/new?item=symptoms/fever")
    given = {
        "item": "symptoms/fever", "trigger": "yes", "name__nb": "Feber",
        "call_now__nb": "Feber kan haste.",
    }  # fmt: skip

    refused = desk.post("/admin/emergencies/new", **given)
    assert refused.status_code == 422
    assert "English: Skriv hvorfor dere vil snakke med pasienten i dag." in desk.text
    desk.follow(desk.post("/admin/emergencies/new", **given, call_now__en="A fever can be urgent."))

    [draft] = cms.rows(tables.RuleSetDraft)
    [emergency] = RuleSet.model_validate(draft.document).emergencies
    assert (emergency.item, emergency.triggers) == ("symptoms/fever", (True,))
    desk.get("/admin/thresholds/")
    desk.follow(desk.post("/admin/thresholds/propose"))
    [row] = cms.rows(tables.RuleSetPublication)
    desk.get(f"/admin/approvals/rules/{row.id}")
    assert "«Ring oss nå» for Feber, når svaret er «ja»" in desk.text
    assert "A fever can be urgent." in desk.text


def test_what_is_taken_out_of_the_rules_can_be_put_back(cms: Cms) -> None:
    test_rules_take_a_second_person(cms)
    desk = cms.author
    desk.get("/admin/thresholds/pain-red")
    desk.follow(desk.post("/admin/thresholds/pain-red/out"))
    assert "Tatt ut av utkastet, gjelder fortsatt." in desk.text

    desk.follow(desk.post("/admin/thresholds/pain-red/back"))

    assert "Versjon 1 gjelder." in desk.text
    assert len(RuleSet.model_validate(cms.rows(tables.RuleSetDraft)[0].document).rules) == 1


def test_a_safety_text_with_a_gap_is_not_sent(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/texts/")

    answer = desk.post("/admin/texts/safety", who_answers__nb="En sykepleier svarer.")

    assert answer.status_code == 422
    assert "bokmål: Det står ikke når svarene leses." in desk.text
    assert cms.rows(tables.SafetyText) == []


def test_what_waits_already_is_not_sent_once_more(cms: Cms) -> None:
    cms.form()
    cms.rules()
    desk = cms.author
    desk.get("/admin/thresholds/")
    assert "Send til godkjenning" in desk.text
    desk.post("/admin/thresholds/propose")

    desk.get("/admin/thresholds/")

    assert "Versjon 1 venter på godkjenning." in desk.text
    assert "Send til godkjenning" not in desk.text


def test_what_stands_in_the_way_of_publishing_leads_to_where_it_is_put_right(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/forms/{form_id}")
    desk.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
              language__nb="1", language__nn="1")  # fmt: skip

    desk.get(f"/admin/forms/{form_id}/publish")

    assert f'href="/admin/translations/{form_id}/nn"' in desk.last
    assert 'href="/admin/texts/"' in desk.last.partition("<main")[2]
