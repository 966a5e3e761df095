"""The small questionnaires of this folder, and how to make a smaller one on the spot."""

from pathlib import Path
from typing import Any

from lytte.core.items.any_item import Item
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire
from lytte.integrations.fhir.read import questionnaire, read

EXAMPLES = Path(__file__).parent / "examples"
FILES = sorted(EXAMPLES.glob("*.json"))


def example(name: str) -> Questionnaire:
    """Return an example that must be importable."""
    found, problems = questionnaire((EXAMPLES / f"{name}.json").read_bytes())
    assert found is not None, problems
    return found


def item(of: Questionnaire, link_id: str) -> Item:
    return next(each for each in of.every_item() if each.link_id == link_id)


def document(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a questionnaire that nothing is wrong with, apart from its items."""
    return {
        "resourceType": "Questionnaire",
        "status": "draft",
        "url": "https://example.org/Questionnaire/small",
        "version": "1",
        "title": "Small",
        "copyright": "Made up for a test.",
        **more,
        "item": list(items),
    }


def asked(link_id: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "text": f"About {link_id}?", "type": kind, **more}


def imported(*items: dict[str, Any], **more: Any) -> Questionnaire:
    found, problems = questionnaire(document(*items, **more))
    assert found is not None, problems
    return found


def faults(*items: dict[str, Any], **more: Any) -> list[Problem]:
    """Return what keeps the questionnaire out."""
    found = read(document(*items, **more))
    assert found.questionnaire is None
    return [each for each in found.problems if each.severity == "error"]
