"""The first page: what waits for somebody, and what no longer does."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from lytte.core.insights import Line
from lytte.services.publishing import publishing
from lytte_admin.first_page.going import Going
from tests.admin.test_cms_translating import change_source, made, translate
from tests.cms_desk import Cms
from tests.forms_world import make_ready
from tests.services import test_insight
from tests.services.test_insight import OSLO, occasion

RULES_WAIT = "Varselreglene har endringer som ikke gjelder ennå"


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
    assert RULES_WAIT in desk.text


def test_rules_that_were_sent_wait_for_the_second_person_alone(cms: Cms) -> None:
    cms.form()
    cms.safe()
    cms.rules(6)
    cms.in_force()
    cms.rules(7)
    desk = cms.author
    desk.get("/admin/thresholds/")
    sent = desk.post("/admin/thresholds/propose", comment="Færre varsler.")
    assert sent.status_code == 303

    desk.get("/admin/")

    assert RULES_WAIT not in desk.text
    assert "Varselregler venter på godkjenning" in desk.text


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
