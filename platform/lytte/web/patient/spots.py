"""How a question of a sitting is shown and named, now that these answers are there."""

from collections.abc import Sequence
from dataclasses import replace

from lytte.core.answers import Missing
from lytte.core.evaluation.options import options
from lytte.core.foreign import reader, together
from lytte.core.form_pages import FormPage, Spot, is_answerable
from lytte.core.items.choice import Choice
from lytte.services.answers.answering import Entry, broken_rules
from lytte.services.answers.sitting import Sitting
from lytte.web.forms.page_form import PageForm, field_name
from lytte.web.forms.said import said
from lytte.web.forms.shown import Shown, shown, shown_options
from lytte.wording.catalogue import Words


def row_name(sitting: Sitting, spot: Spot, _: Words) -> str:
    """Return what the row is called: its number, or the answer that it is about.

    Empty where there are no rows. What another session answered is not shown (P1).
    """
    if not spot.key.at:
        return ""
    around, row = spot.place.rows[-1], spot.key.at[-1]
    if not around.is_question:
        return str(row + 1)
    about = Spot(spot.part, around, around.at(spot.key.at[:-1]))
    saved = sitting.saved(about)
    given = saved.given if saved is not None and saved.mine else ()
    if isinstance(given, Missing) or row >= len(given):
        return str(row + 1)
    there = drawn(sitting, about, _.language)
    return together((there.text, said((given[row],), there, _)), " – ")


def in_row(sitting: Sitting, spot: Spot, _: Words) -> str:
    """Return what a question is called among those of other rows."""
    there, row = drawn(sitting, spot, _.language), row_name(sitting, spot, _)
    if row.isdecimal():
        around = spot.place.rows[-1]
        group = drawn(sitting, Spot(spot.part, around, around.at(spot.key.at[:-1])), _.language)
        row = together((group.short, row))
    return together((row, there.short), ": ") if row else there.short


def few_told(count: int, least: int, _: Words) -> str:
    """Say how many answers there are, and how many are asked for."""
    return _("{number} given, at least {least} asked for", number=count, least=least)


def drawn(sitting: Sitting, spot: Spot, language: str) -> Shown:
    """Return how an item is shown now: answers may have changed what it offers."""
    found = shown(sitting.form, spot.part, spot.place.number, language)
    item = found.item
    if not isinstance(item, Choice) or not (item.toggles or item.answer_expression):
        return found
    evaluation = sitting.answered[sitting.part_id(spot)].evaluation
    if evaluation is None:
        return found
    read = reader(sitting.form.form, language)
    return replace(found, options=shown_options(options(evaluation, spot.key), item, read))


def drawn_questions(sitting: Sitting, page: FormPage, language: str) -> dict[str, Shown]:
    """Return the questions of a page by the names of their inputs."""
    return {field_name(spot): drawn(sitting, spot, language) for spot in answerable(page)}


def answerable(page: FormPage) -> list[Spot]:
    """Return the questions on a page that the patient answers."""
    return [spot for spot in page.spots if is_answerable(spot.place)]


def breaks_rules(sitting: Sitting, entries: Sequence[Entry], form: PageForm, language: str) -> bool:
    """Tell whether an answer breaks a rule its author wrote, and mark it with the rule's words."""
    found = broken_rules(sitting, entries, language)
    for spot, told in found:
        field = form.question(field_name(spot))
        field.errors = [*field.errors, told]
    return bool(found)
