"""Where what keeps a form from being published is put right."""

from uuid import UUID

from flask import url_for

from lytte.core.composition import Composition
from lytte.core.merging import slot_key
from lytte.core.problems import Problem
from lytte_admin.editing import outline


def _language(form_id: UUID, made: Composition, language: str) -> str:
    """Return where a language is written: side by side, or for the source with the questions."""
    if language == made.source:
        return url_for("forms.edit", form_id=form_id)
    return url_for("translations.form", form_id=form_id, language=language)


def address(form_id: UUID, made: Composition, problem: Problem) -> str:
    """Return where a problem is put right; empty when the way out says it already."""
    part_id, _, rest = problem.place.partition("/")
    match part_id:
        case "title":
            return url_for("forms.edit", form_id=form_id, at=outline.ABOUT)
        case "safety":
            return url_for("texts.index")
        case "language":
            return _language(form_id, made, rest)
        case _:
            return _part(form_id, made, part_id)


def _part(form_id: UUID, made: Composition, part_id: str) -> str:
    """Return where a part of the form is put right."""
    for slot in made.slots:
        if slot_key(slot) == part_id:
            return url_for("forms.edit", form_id=form_id, at=part_id)
    return ""
