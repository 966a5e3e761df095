"""The first page: what waits for somebody until it is done, what is not set up, and how it goes."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lytte.core.insights import Line
from lytte.services.publishing import publishing
from lytte.storage import tables
from lytte_admin.first_page.going import Going
from tests.admin.test_cms_hanging import form_id
from tests.admin.test_cms_translating import change_source, made, translate
from tests.cms_desk import Cms
from tests.forms_world import make_ready
from tests.services import test_insight
from tests.services.test_insight import OSLO, occasion

__all__ = ["form_id"]

UNSENT = "Varselreglene har endringer som ikke gjelder ennå"


def test_rules_that_were_changed_and_not_sent_are_on_the_first_page(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.author
    desk.get("/admin/")
    assert UNSENT not in desk.text

    cms.rules(4)
    desk.get("/admin/")
    assert UNSENT in desk.text

    desk.get("/admin/thresholds/")
    desk.follow(desk.post("/admin/thresholds/propose", comment="Fra 4"))
    desk.get("/admin/")
    assert UNSENT not in desk.text
    assert "Varselregler venter på godkjenning" in desk.text


def test_what_was_sent_back_is_on_the_first_page_with_the_reason(cms: Cms) -> None:
    cms.form()
    author, second = cms.author, cms.second
    lines = {
        "who_answers__nb": "En sykepleier.", "out_of_hours__nb": "Legevakten.",
        "danger__nb": "Ring straks.", "when_read__nb": "Innen {read_by}.",
    }  # fmt: skip
    author.get("/admin/texts/")
    author.follow(author.post("/admin/texts/safety", **lines))
    [row] = cms.rows(tables.SafetyText)
    page = f"/admin/approvals/safety/{row.id}"
    second.get(page)
    given = {"against": second.hidden("against"), "why": "Skriv hvilket nummer"}
    second.follow(second.post(f"{page}/decide", do="reject", **given))

    author.get("/admin/")
    assert "Sikkerhetsteksten ble sendt tilbake" in author.text
    assert "Skriv hvilket nummer" in author.text
    author.get("/admin/texts/?back=1")
    assert ">Ring straks.</textarea>" in author.last

    author.follow(author.post("/admin/texts/safety", **lines))
    author.get("/admin/")
    assert "ble sendt tilbake" not in author.text


def test_rules_that_were_sent_back_are_on_the_first_page(cms: Cms, form_id: UUID) -> None:
    cms.rules(4)
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    author.follow(author.post("/admin/thresholds/propose", comment="Fra 4"))
    row = max(cms.rows(tables.RuleSetPublication), key=lambda one: one.number)
    page = f"/admin/approvals/rules/{row.id}"
    second.get(page)
    given = {"against": second.hidden("against"), "why": "For mange varsler"}
    second.follow(second.post(f"{page}/decide", do="reject", **given))

    author.get("/admin/")

    assert "Varselreglene ble sendt tilbake" in author.text
    assert "For mange varsler" in author.text
    assert UNSENT not in author.text  # told once, as what came back


def test_rules_that_are_written_and_not_sent_are_told(cms: Cms) -> None:
    cms.form()
    cms.safe()
    cms.rules(6)
    desk = cms.author
    desk.get("/admin/")
    assert "Varselreglene gjelder ikke ennå" in desk.text

    cms.in_force()
    desk.get("/admin/")
    assert "Varselreglene gjelder ikke" not in desk.text

    cms.rules(7)
    desk.get("/admin/")
    assert UNSENT in desk.text


def test_texts_that_wait_for_a_translator_are_told_by_language(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "nn"))
    desk = cms.author
    desk.get("/admin/")
    assert "Tekster på nynorsk venter på oversettelse" in desk.text
    assert "11 mangler." in desk.text
    assert 'href="/admin/clinic_texts/nn"' in desk.last

    translate(desk, form_id)
    change_source(cms, form_id, "Prikker det i tærne?")
    desk.get("/admin/")

    assert "1 er foreldet: Originalen er endret siden." in desk.text


def test_what_is_not_set_up_yet_says_what_is_usual_and_where_to_begin(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/")
    assert "Ingen skjemaer ennå" in desk.text

    cms.form()
    desk.get("/admin/")
    for href in ("/admin/schedules/", "/admin/suggested/", "/admin/settings/"):
        assert f'<a class="btn" href="{href}">' in desk.last
    assert "Ingen varselregler ennå" in desk.text

    cms.safe()
    cms.rules(6)
    desk.get("/admin/")
    assert "Ingen varselregler ennå" not in desk.text


def test_what_patients_may_come_to_harm_by_stands_first(cms: Cms) -> None:
    cms.form()
    desk = cms.author

    desk.get("/admin/")

    told = desk.text
    assert "3 saker venter. 2 haster." in told
    urgent, text, waits = (
        told.index(one) for one in ("Haster", "ingen sikkerhetstekst", "Venter på deg")
    )
    assert urgent < text < waits


def test_a_version_that_is_planned_is_told_with_its_day(cms: Cms) -> None:
    form_id = cms.form()
    cms.safe()
    desk = cms.author
    desk.get("/admin/")
    assert "er ikke i bruk ennå" in desk.text
    with cms.world.open() as session:
        work = cms.work(session)
        publishing.publish_form(work, form_id, at=work.now + timedelta(days=3))
        session.commit()

    desk.get("/admin/")

    assert "Planlagt Før timen versjon 1, om 3 dager" in desk.text
    assert "er ikke i bruk ennå" not in desk.text


def test_a_response_rate_that_falls_is_told_with_its_weeks(
    cms: Cms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_insight, "NOW", datetime.now(UTC))
    ready = make_ready(cms.world)
    here = clinic_day_monday()
    for week in range(1, 9):
        days_ago = (datetime.now(UTC).date() - here).days + 7 * week - 2
        for number in range(20):
            occasion(
                cms.world, ready, 100 * week + number, days_ago=days_ago,
                answered=number < (10 if week <= 4 else 15),
            )  # fmt: skip
    desk = cms.author

    desk.get("/admin/")

    assert "Fra 75 til 50 % de siste fire ukene." in desk.text
    assert "50 % forrige uke" in desk.text
    columns = desk.last.partition('<svg class="cols"')[2].partition("</svg>")[0]
    heights = re.findall(r' height="(\d+)"', columns)
    assert heights == ["75"] * 4 + ["50"] * 4


def clinic_day_monday() -> date:
    """Return the Monday of this week by the hospital's clock."""
    today = datetime.now(OSLO).date()
    return today - timedelta(days=today.weekday())


MONDAYS = [date(2026, 10, 5) + timedelta(weeks=one) for one in range(8)]


def of_weeks(numbers: Sequence[tuple[int | None, ...]]) -> list[Line]:
    return [
        Line(str(monday), given, 50)
        for monday, given in zip(MONDAYS, numbers, strict=True)
        if given
    ]


def test_alerts_are_beside_what_one_on_duty_can_take() -> None:
    alerts = of_weeks([(4,), (9,), (None,), (6,), (7,), (8,), (8,), (10,)])

    found = Going([], alerts, budget=12, monday=str(MONDAYS[-1]))

    assert (found.alerts, found.highest, found.line) == (10, 12, 0)
    assert Going([], alerts, budget=5, monday=str(MONDAYS[-1])).line == 50
    assert Going([], alerts[:-1], budget=5, monday=str(MONDAYS[-1])).alerts is None
    assert Going([], [], budget=None, monday=str(MONDAYS[-1])).highest == 1


def test_a_rate_that_moves_a_little_is_not_told() -> None:
    weeks = of_weeks([(100, 80)] * 4 + [(100, 71)] * 4)
    assert Going(weeks, [], None, str(MONDAYS[-1])).falls is None

    weeks = of_weeks([(100, 80)] * 4 + [(100, 70)] * 4)
    assert Going(weeks, [], None, str(MONDAYS[-1])).falls == (80, 70)
