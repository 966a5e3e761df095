"""Nobody in the CMS meets English in a Norwegian sentence, or the name of a column."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from lytte.storage.tables.people import ROLES
from lytte.storage.tables.publications import STATES
from lytte.wording import catalogue
from lytte_admin.in_words import labels, plan_labels, sheet_labels, text_labels
from lytte_admin.told import told
from lytte_admin.told.import_sentences import WITHOUT_TEXT
from tests.wording.msgids import ROOT, in_module, in_template

ADMIN = ROOT / "admin" / "lytte_admin"
TEMPLATES = ADMIN / "templates" / "cms"
FRAME = ROOT / "platform" / "lytte" / "web" / "templates" / "staff" / "page.html"
# Its pages are the patient's, where `_` speaks to the patient and `say` to the admin.
FOR_PATIENTS = (
    "preview_question.html", "preview_end.html", "preview_heard.html",
    "phone_start.html", "phone_question.html", "phone_end.html", "phone_over.html",
)  # fmt: skip
PLACE = Path(catalogue.FOLDER) / "cms"
GAP = re.compile(r"\{[a-z_]+\}")


def asked_for() -> set[str]:
    found = set(in_template(FRAME))
    for path in TEMPLATES.glob("*.html"):
        found |= set(in_template(path, {"say"} if path.name in FOR_PATIENTS else {"_", "say"}))
    for path in ADMIN.rglob("*.py"):
        found |= set(in_module(path, {"say"}))
    for name, table in (
        *vars(labels).items(),
        *vars(plan_labels).items(),
        *vars(text_labels).items(),
        *vars(sheet_labels).items(),
    ):
        if isinstance(table, dict) and name not in ("LANGUAGES", "__builtins__"):
            found |= set(table.values())
    return found | set(told.EVERY) | set(WITHOUT_TEXT) | {labels.ANY_DEED}


def written(language: str) -> dict[str, tuple[str, ...]]:
    with (PLACE / f"{language}.po").open("rb") as file:
        catalogue_ = read_po(file, locale=language)
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue_:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for one in ids:
            found[one] = tuple(text or "" for text in said)
    return found


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_sentence_is_translated(language: str) -> None:
    catalogue_ = written(language)

    assert sorted(asked_for() - {one for one, said in catalogue_.items() if all(said)}) == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_translation_is_left_over(language: str) -> None:
    assert sorted(written(language).keys() - asked_for()) == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    wrong = [
        english
        for english, said in written(language).items()
        for one in said
        if set(GAP.findall(one)) != set(GAP.findall(english)) and len(said) == 1
    ]

    assert wrong == []


def test_every_key_that_is_stored_has_words() -> None:
    assert set(STATES) <= set(labels.STATES)
    assert set(ROLES) <= set(labels.ROLES)


def test_every_deed_in_the_history_has_words() -> None:
    """A constant given to Deed, anywhere in the platform or the CMS."""
    deeds = {
        str(call.args[0].value)
        for root in (ROOT / "platform" / "lytte", ADMIN)
        for path in root.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("Deed", "_deed")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }

    assert "form.save" in deeds
    assert sorted(deeds - set(labels.DEEDS)) == []


def test_every_step_of_a_version_has_words() -> None:
    """A constant given to `taking_effect.deed`: forms take every step, the others these."""
    steps = {
        str(constant.value)
        for path in (ROOT / "platform" / "lytte" / "services").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and (getattr(call.func, "id", "") or getattr(call.func, "attr", "")) == "deed"
        for constant in call.args[:1]
        if isinstance(constant, ast.Constant)
    } | {"publish", "plan"}
    of_two = steps - {"publish", "plan", "retire"}
    wanted = {f"form.{one}" for one in steps} | {
        f"{kind}.{one}" for kind in ("rule_set_publication", "safety_text") for one in of_two
    }

    assert "call_off" in steps
    assert sorted(wanted - set(labels.DEEDS)) == []
