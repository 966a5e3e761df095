"""A form goes out with gaps only when a person chose what is shown instead, and which."""

import re
from uuid import UUID

from lytte.storage import tables
from tests.admin.test_cms_translating import FINGERS, composition, left, made, opened, save
from tests.cms_desk import Cms, Desk


def publish(desk: Desk, form_id: UUID) -> int:
    desk.get(f"/admin/forms/{form_id}")
    version = re.search(r'name="version" value="(\d+)"', desk.last)
    assert version is not None
    return desk.post(f"/admin/forms/{form_id}/publish", version=version[1]).status_code


def test_a_form_goes_live_with_gaps_only_when_a_fallback_is_chosen(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "en"))
    desk = cms.author
    assert publish(desk, form_id) == 422

    desk.get(f"/admin/translations/{form_id}/en")
    desk.post(f"/admin/translations/{form_id}/en/instead", instead="nb")
    assert publish(desk, form_id) == 303

    chosen = composition(cms, form_id).fallbacks["en"]
    assert chosen.by == "Solveig Demo"
    desk.get(f"/admin/translations/{form_id}/en")
    assert "Valgt av Solveig Demo" in desk.text
    [deed] = [row for row in cms.rows(tables.AuditEntry) if row.action == "translation.fallback"]
    assert deed.fields == {"language": "en", "shown": "nb"}


def test_any_language_of_the_form_may_stand_in_and_it_is_told_everywhere(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "nn", "en", "ar"))
    desk = cms.author
    desk.get(f"/admin/translations/{form_id}/ar")
    assert "Vis teksten på engelsk" in desk.text
    assert "Vis teksten på arabisk" not in desk.text

    desk.post(f"/admin/translations/{form_id}/ar/instead", instead="en")

    assert composition(cms, form_id).instead == {"ar": "en"}
    desk.get("/admin/translations/")
    assert "Hull vises på engelsk." in desk.text
    desk.get(f"/admin/preview/{form_id}/page?language=ar&everything=1")
    assert '<span lang="en" dir="ltr">How much pain?</span>' in desk.last


def test_another_choice_is_told_when_versions_are_compared(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "en"))
    desk = cms.author
    desk.get(f"/admin/translations/{form_id}/en")
    desk.post(f"/admin/translations/{form_id}/en/instead", instead="nb")
    assert publish(desk, form_id) == 303

    desk.post(f"/admin/translations/{form_id}/en/instead", instead="")

    desk.get(f"/admin/forms/{form_id}/compare")
    assert "Der engelsk har hull: Tatt ut: bokmål" in desk.text


def test_a_language_nobody_can_choose_cannot_stand_in(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "nn", "ar"))
    desk = cms.author
    desk.get(f"/admin/translations/{form_id}/ar")

    for shown in ("en", "ar", "xx"):
        answer = desk.post(f"/admin/translations/{form_id}/ar/instead", instead=shown)
        assert answer.status_code == 404
    assert composition(cms, form_id).fallbacks == {}


def test_taking_out_the_language_that_stands_in_asks_for_another_choice(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "en", "ar"))
    desk = cms.author
    desk.get(f"/admin/translations/{form_id}/ar")
    for tag, shown in (("ar", "en"), ("en", "nb")):
        desk.post(f"/admin/translations/{form_id}/{tag}/instead", instead=shown)
    desk.get(f"/admin/forms/{form_id}")

    desk.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
              language__nb="1", language__ar="1")  # fmt: skip

    assert publish(desk, form_id) == 422
    assert "Det som mangler på arabisk, ville blitt vist på engelsk" in desk.text


def test_a_fallback_is_let_go_when_nothing_is_left_for_it(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "en"))
    desk = cms.author
    desk.get(f"/admin/translations/{form_id}/en")
    desk.post(f"/admin/translations/{form_id}/en/instead", instead="nb")
    fields = opened(desk, form_id, "en")
    words = {"Før timen": "Before", FINGERS: "Do they tingle?", "Ja": "Yes", "Nei": "No"}

    save(desk, form_id, "en", **{fields[nb]: en for nb, en in words.items()})

    assert left(cms, form_id, "en") == (0, 0)
    assert composition(cms, form_id).fallbacks == {}
