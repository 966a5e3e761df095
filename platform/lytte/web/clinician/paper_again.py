"""What was typed in, as it would be typed once more: it fills the page that corrects it."""

from collections.abc import Iterator, Mapping

from lytte.core.answers import Given, Missing
from lytte.core.sent import Sent
from lytte.services.paper.typing_in import Paper, Place
from lytte.storage import tables
from lytte.web.clinician.paper_lines import CODES, Line, PaperLines
from lytte.web.clinician.paper_top import WHO
from lytte.web.forms.answer_field import AnswerField
from lytte.web.forms.chosen import ChoiceField, RatingField, YesNoField
from lytte.web.forms.days import DateField
from lytte.web.forms.page_form import page_form
from lytte.web.forms.searched import SearchField
from lytte.web.forms.typed import AmountField
from lytte.wording.catalogue import Words, words

LETTERS = {why: letter.upper() for letter, why in CODES.items()}


def typed_again(paper: Paper, response: tables.Response, said: Words) -> dict[str, str]:
    """Return the fields of the page, as they came to the response."""
    lines = PaperLines(paper.form, response.language, said, {})
    return {**top_again(paper, response), **lines_again(lines, given_in(response))}


def lines_again(lines: PaperLines, given: Mapping[Place, Given]) -> dict[str, str]:
    """Return the fields of the questions; typed once more they are the same answers."""
    return {
        name: typed
        for line in lines.questions
        if line.place in given
        for name, typed in _line(line, given[line.place], lines.words)
    }


def given_in(response: tables.Response) -> dict[Place, Given]:
    """Return what a response says, by its place."""
    parts = Sent.model_validate(response.document).answers()
    return {(part, key): one for part, found in parts.items() for key, one in found.items()}


def top_again(paper: Paper, response: tables.Response) -> dict[str, str]:
    """Return the top of the paper; whose it is was looked at the first time."""
    who = (response.answered_by, response.helped or response.answered_by == "proxy")
    return {
        "born": f"{paper.patient.birth_date:%d%m%Y}",
        "on": f"{response.authored.astimezone(paper.zone):%d%m%Y}",
        "who": next((box for box, one in WHO.items() if one == who), "1"),
    }


def _line(line: Line, given: Given, said: Words) -> Iterator[tuple[str, str]]:
    if isinstance(given, Missing):
        yield line.name, LETTERS.get(given, "")
        return
    if line.shown is None:
        return
    made = page_form(
        {line.name: line.shown},
        words("patient", said.language),
        stored={line.name: given},
    )
    field = made.question(line.name)
    yield line.name, _typed(line, field)
    if isinstance(field, AmountField):
        yield f"{line.name}.u", field.rows[0][1]
    elif field.own_words and line.shown.options:
        yield f"{line.name}.x", field.own_words


def _typed(line: Line, field: AnswerField) -> str:
    """Return what a clerk types: the number of the box, the day, or what was written."""
    if isinstance(field, SearchField | ChoiceField):
        boxes = sorted(int(one) + 1 for one in field.checked)
        return " ".join(map(str, boxes)) or (field.own_words or "" if not line.codes else "")
    if isinstance(field, YesNoField):
        return "1" if field.text_value == "1" else "2"
    if isinstance(field, RatingField):
        return field.text_value
    if isinstance(field, AmountField):
        return field.rows[0][0]
    if isinstance(field, DateField):
        one = field.days[0]
        day = ".".join(one[piece] for piece in ("d", "m", "y") if one[piece])
        return f"{day} {one['t'].replace(':', '.')}".strip()
    return "; ".join(text for text in field.lines if text)
