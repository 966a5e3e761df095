"""Each feature of the standard from file to file: import, paper, page, store, response, export."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.response_tree import response_tree
from lytte.core.forms import Form, Part
from lytte.core.questionnaire import Questionnaire
from lytte.core.sent import Sent
from lytte.core.texts import Text
from lytte.integrations.fhir import exact_json
from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.responses import response
from lytte.integrations.fhir.write import VERSIONS, text
from lytte.reports import paper_form
from lytte.reports.pdf import environment
from lytte.storage import tables
from tests.forms_world import Ready, make_ready
from tests.patient_browser import Browser
from tests.web.patient.features.choosing import CHOOSING
from tests.web.patient.features.computing import COMPUTING
from tests.web.patient.features.feature import Feature, Json
from tests.web.patient.features.kinds import KINDS
from tests.web.patient.features.limits import LIMITS
from tests.web.patient.features.searching import SEARCHING
from tests.web.patient.features.showing import SHOWING
from tests.world import World

FEATURES = (*KINDS, *CHOOSING, *SEARCHING, *SHOWING, *LIMITS, *COMPUTING)


def document(feature: Feature) -> bytes:
    """Return the questionnaire as somebody would send it."""
    whole = {
        "resourceType": "Questionnaire",
        "status": "active",
        "language": "nb",
        "url": "https://example.org/Questionnaire/feature",
        "version": "1",
        "title": "Prøve",
        "copyright": "Laget for en prøve.",
        **feature.more,
        "item": list(feature.items),
    }
    return json.dumps(whole).encode()


def imported(feature: Feature) -> Questionnaire:
    found = read(document(feature))
    assert found.questionnaire is not None, found.problems
    return found.questionnaire


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_it_comes_out_as_it_came_in(feature: Feature) -> None:
    questionnaire = imported(feature)

    for version in VERSIONS:
        assert read(text(questionnaire, version)).questionnaire == questionnaire


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_it_is_on_paper(feature: Feature) -> None:
    form = Form(title=Text({"nb": "Prøve"}), parts=(Part(id="p", questionnaire=imported(feature)),))
    page = paper_form.paper_page(form, "nb", code="PRØVE-1")
    drawn = environment.get_template("paper_form.html").render(page=page)

    assert [one for one in feature.paper if not re.search(one, drawn)] == []


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.name)
def test_it_is_asked_answered_stored_and_sent(app: Flask, world: World, feature: Feature) -> None:
    ready = make_ready(world, items=(), imported=document(feature), languages=("nb",))
    pages = walk(Browser(app, ready), feature)

    assert [one for one in feature.page if not re.search(one, pages)] == []
    assert [one for one in feature.not_on_page if re.search(one, pages)] == []
    assert items_sent(ready, imported(feature)) == feature.response


def walk(browser: Browser, feature: Feature) -> str:
    """Answer the form and send it, and return every page there was on the way."""
    browser.enter()
    pages = [browser.html]
    if feature.wrong:
        sent, told = feature.wrong
        browser.send(**sent)
        assert browser.page.status_code == 422
        assert told in browser.text
    for sent in feature.sends:
        browser.send(**sent)
        assert browser.page.status_code == 200, browser.text
        pages.append(browser.html)
    assert "/review" in browser.url, browser.text
    browser.send()
    assert "/thanks" in browser.url, browser.text
    return "\n".join(pages)


def items_sent(ready: Ready, questionnaire: Questionnaire) -> list[Json]:
    """Return what was stored when the form was sent, as a FHIR response has it."""
    with ready.world.open() as session:
        stored = session.exec(select(tables.Response)).one().document
    (answers,) = Sent.model_validate(stored).answers().values()
    compiled = compile(questionnaire)
    made = response(
        response_tree(evaluate(compiled, answers)), questionnaire, status="completed", about={}
    )
    return [_bare(one) for one in json.loads(exact_json.write(made), parse_float=str)["item"]]


def _bare(item: Any) -> Any:
    """Leave out the wording, which other tests look at."""
    match item:
        case dict():
            return {name: _bare(inner) for name, inner in item.items() if name != "text"}
        case list():
            return [_bare(one) for one in item]
        case _:
            return item
