"""Versions in the CMS: planned, called off, approved by another, compared, out of use."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lytte.services import clinics
from lytte.services.publishing import taking_effect
from lytte.services.work import Work
from lytte.storage import tables
from tests.clinic_days import in_days
from tests.cms_desk import Cms, Desk
from tests.services.rehearsed_world import Past


@pytest.fixture
def form_id(cms: Cms) -> UUID:
    """A form in use, and a question in its draft that is not."""
    found = cms.form()
    cms.safe()
    desk = cms.author
    desk.get(f"/admin/forms/{found}/publish")
    desk.follow(desk.post(f"/admin/forms/{found}/publish", comment="Første"))
    desk.get(f"/admin/questions/{found}/new?kind=words")
    desk.post(f"/admin/questions/{found}/new", kind="words", text__nb="Noe mer?")
    return found


def forms(cms: Cms) -> list[tables.FormPublication]:
    return sorted(cms.rows(tables.FormPublication), key=lambda row: row.number)


def plan(desk: Desk, form_id: UUID, **how: str) -> None:
    desk.get(f"/admin/forms/{form_id}/publish")
    given = {"when": "date", "day": in_days(3), "at": "06:00", "comment": "Ny runde", **how}
    desk.follow(desk.post(f"/admin/forms/{form_id}/publish", **given))


def test_a_version_is_planned_told_and_called_off(cms: Cms, form_id: UUID) -> None:
    desk = cms.author

    plan(desk, form_id)

    assert "Versjon 2 er planlagt: om 3 dager, " in desk.text
    assert "kl. 06.00" in desk.text
    assert [row.state for row in forms(cms)] == ["live", "scheduled"]
    desk.follow(desk.post(f"/admin/forms/{form_id}/versions/{forms(cms)[1].id}/call-off"))
    assert "Avlyst. Pasientene får det de får i dag." in desk.text
    desk.get(f"/admin/forms/{form_id}/versions")
    assert f"/paper/{forms(cms)[1].id}" not in desk.last  # nobody was ever asked it
    assert "«Bruk denne igjen»" not in desk.text
    assert [row.state for row in forms(cms)] == ["live", "withdrawn"]


@pytest.mark.parametrize(
    ("day", "at", "told"),
    [
        ("", "06:00", "Skriv dagen og klokkeslettet"),
        ("2031-02-30", "06:00", "Skriv dagen og klokkeslettet"),
        ("9999-12-31", "06:00", "Velg en dag mellom i dag og om to år."),
        ("2027-03-28", "02:30", "Den natten stilles klokken fram"),
    ],
)
def test_an_hour_that_does_not_exist_is_refused_in_words(
    cms: Cms, form_id: UUID, day: str, at: str, told: str
) -> None:
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}/publish")

    answer = desk.post(f"/admin/forms/{form_id}/publish", when="date", day=day, at=at)

    assert answer.status_code == 422
    assert told in desk.text
    assert len(forms(cms)) == 1


def test_a_second_plan_is_asked_about_and_settled_on_the_page(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    plan(desk, form_id)
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Enda mer?")
    desk.get(f"/admin/forms/{form_id}/publish")

    answer = desk.post(f"/admin/forms/{form_id}/publish", when="date", day=in_days(5), at="06:00")
    assert answer.status_code == 422
    assert "Versjon 2 er planlagt allerede" in desk.text
    plan(desk, form_id, day=in_days(5), plan="call_off")

    assert [row.state for row in forms(cms)] == ["live", "withdrawn", "scheduled"]


def test_a_form_takes_two_people_where_the_hospital_says_so(cms: Cms, form_id: UUID) -> None:
    admin = cms.desk(cms.somebody("hospital_admin", None))
    admin.get("/admin/approvals/")
    admin.follow(admin.post("/admin/approvals/forms-need-two", needed="1"))
    author, second = cms.author, cms.second
    author.get(f"/admin/forms/{form_id}/publish")
    author.follow(author.post(f"/admin/forms/{form_id}/publish", comment="Vi vil vite mer"))
    row = forms(cms)[1]
    page = f"/admin/approvals/forms/{row.id}"

    assert "Du skrev dette selv." in author.text
    assert 'href="mailto:?subject=' in author.last
    assert "Testmann" not in author.last
    author.post(f"{page}/decide", do="approve", against=str(forms(cms)[0].id))
    assert forms(cms)[1].state == "in_review"

    second.get("/admin/")
    assert "«Før timen» venter på godkjenning" in second.text
    second.get(page)
    assert "Noe mer?" in second.text
    assert "Vi vil vite mer" in second.text
    second.follow(second.post(f"{page}/decide", do="approve", against=str(forms(cms)[0].id)))
    assert [row.state for row in forms(cms)] == ["retired", "live"]
    second.post(f"{page}/decide", do="approve", against=str(forms(cms)[0].id))
    assert [row.state for row in forms(cms)] == ["retired", "live"]


def test_only_the_hospital_admin_says_how_many_people_a_form_takes(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/approvals/")

    assert desk.post("/admin/approvals/forms-need-two", needed="1").status_code == 403
    assert cms.rows(tables.HouseRules) == []


def test_what_came_into_force_meanwhile_is_looked_at_before_it_is_replaced(
    cms: Cms, form_id: UUID
) -> None:
    cms.rules()
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    author.post("/admin/thresholds/propose")
    [row] = cms.rows(tables.RuleSetPublication)

    second.get(f"/admin/approvals/rules/{row.id}")
    second.follow(second.post(f"/admin/approvals/rules/{row.id}/decide", do="approve",
                              against=str(form_id)))  # fmt: skip

    assert "Noe annet kom i kraft mens du hadde dette åpent." in second.text
    assert cms.rows(tables.RuleSetPublication)[0].state == "in_review"


def test_two_versions_are_compared_word_by_word(cms: Cms, form_id: UUID) -> None:
    desk = cms.author

    desk.get(f"/admin/forms/{form_id}/compare")

    assert "1 forskjell" in desk.text
    assert "Noe mer?" in desk.text
    assert "Måleverktøyene er uendret" in desk.text
    desk.get(f"/admin/forms/{form_id}/compare?from=1&to=1")
    assert "0 forskjeller" in desk.text
    for odd in ("from=99&to=x", "from=&to="):
        assert desk.get(f"/admin/forms/{form_id}/compare?{odd}").status_code == 200


def test_where_nothing_is_drafted_the_last_change_is_compared_first(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.author
    for words in ("Noe å glede seg til?", ""):
        desk.get(f"/admin/forms/{form_id}/publish")
        desk.follow(desk.post(f"/admin/forms/{form_id}/publish", comment="Ny"))
        if words:
            desk.get(f"/admin/questions/{form_id}/new?kind=words")
            desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb=words)

    desk.get(f"/admin/forms/{form_id}/compare")

    assert "Noe å glede seg til?" in desk.text
    assert "1 forskjell" in desk.text


def test_a_form_is_taken_out_of_use_and_used_again(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}/versions")

    desk.follow(
        desk.post(
            f"/admin/forms/{form_id}/retire", why="Slått sammen", live_on=desk.hidden("live_on")
        )
    )
    assert "Skjemaet er ute av bruk." in desk.text
    assert "Slått sammen" in desk.text
    desk.follow(desk.post(f"/admin/forms/{form_id}/versions/{forms(cms)[0].id}/restore"))

    assert [row.state for row in forms(cms)] == ["retired", "live"]


def test_a_plan_whose_hour_has_come_is_told_as_in_use_before_the_job(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.author
    plan(desk, form_id)
    with cms.world.open() as session:
        row = session.get(tables.FormPublication, forms(cms)[1].id)
        assert row is not None
        row.live_at = datetime.now(UTC) - timedelta(minutes=1)
        session.commit()

    desk.get(f"/admin/forms/{form_id}/versions")
    assert "planlagt" not in desk.text
    desk.post(f"/admin/forms/{form_id}/versions/{row.id}/call-off")

    with cms.world.open() as session:
        taking_effect.settle(cms.work(session))
        session.commit()
    assert [row.state for row in forms(cms)] == ["retired", "live"]


def test_limits_are_planned_compared_and_gone_back_to(cms: Cms, form_id: UUID) -> None:
    author, second = cms.author, cms.second
    for limit in (7, 6):
        cms.rules(limit)
        author.get("/admin/thresholds/")
        given = {"day": in_days(4), "at": "06:00"} if limit == 6 else {}
        author.follow(author.post("/admin/thresholds/propose", comment=f"Fra {limit}", **given))
        row = max(cms.rows(tables.RuleSetPublication), key=lambda one: one.number)
        second.get(f"/admin/approvals/rules/{row.id}")
        against = re.search(r'name="against" value="([^"]*)"', second.last)
        assert against is not None
        second.follow(second.post(f"/admin/approvals/rules/{row.id}/decide", do="approve",
                                  against=against[1], why="Enig"))  # fmt: skip
    assert "Godkjent. Det er planlagt: om 4 dager" in second.text

    author.get("/admin/versions/rules/compare?from=1&to=2")
    assert "1 forskjell" in author.text
    assert re.search(r"<del>.*7</del>", author.last)
    assert re.search(r"<ins>.*6</ins>", author.last)
    assert "at_least" not in author.last  # the sentence says it
    author.get("/admin/versions/rules")
    assert "Godkjent av Ali Prøve: Enig" in author.text
    author.follow(author.post(f"/admin/versions/rules/{row.id}/call-off"))
    assert "Avlyst." in author.text
    assert author.get("/admin/versions/none").status_code == 404


def test_beside_a_form_stands_what_was_in_force_with_it(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    with cms.world.open() as session:
        work = cms.work(session)
        before = clinics.contact(work, cms.world.clinic_id)
        assert before is not None
        kept = before.model_dump(exclude={"id", "confirmed_by", "confirmed_at"})
        desk.get(f"/admin/forms/{form_id}/publish")
        desk.follow(desk.post(f"/admin/forms/{form_id}/publish", comment="To"))
        clinics.set_contact(
            Work(session, work.actor, datetime.now(UTC), cms.keys),
            tables.ClinicContact(**{**kept, "phone": "22 00 00 99"}),
            staff_id=cms.world.author_id,
            made_on=before.id,
        )
        session.commit()

    desk.get(f"/admin/forms/{form_id}/compare?from=1&to=2")

    assert re.search(r"<del>[^2]*(<[^>]*>)?.*00</del>", desk.last)
    assert "22 00 00 99" in desk.text.replace("Nytt: ", "")
    for title in ("Varselregler", "Sikkerhetstekst", "Plan for utsending", "Telefon"):
        assert title in desk.text


def test_a_form_tells_who_changed_what_when_and_why(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Enda mer?")
    plan(desk, form_id)

    desk.get(f"/admin/forms/{form_id}/history")
    assert "Solveig Demo planla en versjon av et skjema: versjon 2 Ny runde" in desk.text
    assert "publiserte et skjema: versjon 1 Første" in desk.text
    assert "endret et utkast til skjema (2 ganger) et spørsmål ble lagt til" in desk.text
    desk.get(f"/admin/forms/{form_id}/history?what=published")
    assert "endret et utkast" not in desk.text
    desk.get(f"/admin/forms/{form_id}/history?who=Solveig+Demo&what=draft")
    assert "planla" not in desk.text
    assert desk.get(f"/admin/forms/{form_id}/history?who=%3Cb%3E&what=x").status_code == 200


def test_what_was_answered_is_counted_when_a_part_is_taken_out(cms: Cms, form_id: UUID) -> None:
    [row] = cms.rows(tables.FormPublication)
    with cms.world.open() as session:
        past = Past(cms.world, row.id)
        patient = past.patient()
        past.sent(patient, datetime.now(UTC), pain="3")
        past.keep(cms.work(session))
        session.commit()
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}")

    desk.follow(desk.post(f"/admin/forms/{form_id}/change", do="out:0"))

    assert "1 innsendt skjema med det er tatt vare på, og grafene viser det fortsatt." in desk.text
    desk.get(f"/admin/forms/{form_id}/publish")
    assert "1 innsendt skjema med det er tatt vare på" in desk.text
