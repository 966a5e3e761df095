"""Whoever opens what a colleague is changing is told so, before either has written (C16)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from lytte.storage import tables
from lytte_admin.access import STILL_AT_IT
from tests.admin.test_cms_thresholds import fields
from tests.cms_desk import Cms
from tests.planning_desk import AROUND, form_of

TOLD = "lagret en endring her"
THEIRS = "Angre det en kollega gjorde"
DRAFTS: dict[str, Any] = {
    "forms": tables.FormDraft,
    "thresholds": tables.RuleSetDraft,
    "schedules": tables.ScheduleDraft,
}


def changed(cms: Cms, kind: str) -> list[str]:
    """Let the first person change a form, the rules or the plan; return the pages about it."""
    form_id, first = cms.form(), cms.author
    if kind == "forms":
        page = f"/admin/forms/{form_id}"
        first.get(page)
        sent = {"do": "texts", "title__nb": "Hos oss", "language__nb": "1"}
        assert first.post(f"{page}/change", **sent).status_code == 303
        return [page, f"/admin/questions/{form_id}/new?kind=yes_no"]
    page, sent = {
        "thresholds": ("/admin/thresholds/new", fields()),
        "schedules": ("/admin/schedules/new", {**AROUND, "form": form_of(cms)}),
    }[kind]
    first.get(page)
    answer = first.post(page, **sent)
    assert answer.status_code == 303, first.text
    return [f"/admin/{kind}/", page]


@pytest.mark.parametrize("kind", DRAFTS)
def test_a_colleague_who_is_at_it_is_named(cms: Cms, kind: str) -> None:
    pages, first, second = changed(cms, kind), cms.author, cms.second

    for page in pages:
        for each in (first, second):
            each.get(page)
        assert TOLD in second.text, page
        assert TOLD not in first.text, page


def test_a_colleagues_change_is_not_taken_back_for_ones_own(cms: Cms) -> None:
    page, *_ = changed(cms, "forms")
    first, second = cms.author, cms.second

    for each in (first, second):
        each.get(page)

    assert THEIRS in second.text
    assert THEIRS not in first.text
    assert "Angre" in first.text


@pytest.mark.parametrize("kind", DRAFTS)
def test_nobody_is_thought_to_be_at_it_for_ever(cms: Cms, kind: str) -> None:
    pages, second = changed(cms, kind), cms.second
    with cms.world.open() as session:
        for draft in session.exec(select(DRAFTS[kind])).all():
            draft.changed_at -= STILL_AT_IT + timedelta(seconds=1)
            session.add(draft)
        session.commit()

    for page in pages:
        second.get(page)
        assert TOLD not in second.text, page
