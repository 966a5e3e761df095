"""The questions of a paper as a clerk types them: the number in the box, or why there is none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import re2
from werkzeug.datastructures import MultiDict

from lytte.core.answers import Given, Missing
from lytte.core.form_pages import PagedForm, Spot, is_answerable
from lytte.core.texts import direction
from lytte.reports.paper_items import PaperItems
from lytte.reports.paper_shapes import PaperBlock
from lytte.services.paper.typing_in import Place
from lytte.web.forms.answer_field import Unreadable
from lytte.web.forms.chosen import ChoiceField, RatingField, YesNoField
from lytte.web.forms.days import DateField
from lytte.web.forms.page_form import field_kind, field_name, page_form
from lytte.web.forms.said import said
from lytte.web.forms.searched import SearchField
from lytte.web.forms.shown import Shown, shown
from lytte.web.forms.typed import NumberField, WordsField
from lytte.wording.catalogue import Words, words

# One letter each, the first of its words in all three languages.
CODES = {"b": Missing.SKIPPED, "u": Missing.UNREADABLE, "n": Missing.DECLINED}
FILLED = ("rating", "line", "choice", "number", "date", "words")
# So few boxes that each is one digit: "13" is boxes 1 and 3.
ONE_DIGIT = 9
_DATE_PIECE = re2.compile(r"\d+|\pL+")
_RUNS = {8: (2, 2, 4), 6: (2, 4), 4: (4,)}


@dataclass(frozen=True)
class Line:
    """One thing on the paper; a heading or a text where `name` is empty."""

    block: PaperBlock
    name: str = ""
    shown: Shown | None = None
    typed: str = ""
    own: str = ""
    unit: str = ""
    given: Given | None = None
    fault: str = ""
    broken: str = ""

    @property
    def place(self) -> Place:
        """Which occurrence of which item it is."""
        return self.block.part, self.block.key

    @property
    def codes(self) -> Sequence[str]:
        """What may be typed where there are boxes."""
        return [code for code, _ in self.block.options] if self.block.shape != "date" else []

    @property
    def is_long(self) -> bool:
        """Whether there is room for several lines."""
        return self.block.lines > 1

    @property
    def units(self) -> Sequence[tuple[str, str]]:
        """The units to choose from, where there are several."""
        if self.shown is None or self.shown.partial != "quantity":
            return []
        return [(one.value, one.text) for one in self.shown.options]


@dataclass(frozen=True)
class PaperLines:
    """A form in the order and the numbers of its paper, with what was typed."""

    form: PagedForm
    language: str
    """The paper's."""
    words: Words
    sent: Mapping[str, str]

    @property
    def direction(self) -> str:
        """Which way the paper reads."""
        return direction(self.language)

    @cached_property
    def all(self) -> Sequence[Line]:
        """Every heading, text and question."""
        blocks = PaperItems.of(self.form.form, words("paper", self.language)).blocks()
        return [self._line(block) for block in blocks]

    @property
    def questions(self) -> Sequence[Line]:
        """What is typed in."""
        return [line for line in self.all if line.name]

    @property
    def answers(self) -> dict[Place, Given]:
        """What was typed, by its place; what could not be read is not there."""
        return {line.place: line.given for line in self.questions if line.given is not None}

    def said(self, line: Line) -> str:
        """Return an answer in words, to be read over."""
        _ = self.words
        told = {
            Missing.SKIPPED: _("Blank on the paper"),
            Missing.UNREADABLE: _("Cannot be read"),
            Missing.DECLINED: _("Does not want to answer"),
        }
        if isinstance(line.given, Missing):
            return told.get(line.given, "")
        if line.given is None or line.shown is None:
            return ""
        return said(line.given, line.shown, words("patient", self.words.language))

    def _line(self, block: PaperBlock) -> Line:
        spot = self._spot(block) if block.shape in FILLED else None
        if spot is None:
            return Line(block)
        name = field_name(spot)
        typed, own = self._sent(name), self._sent(f"{name}.x")
        if CODES.get(own.lower()) is Missing.SKIPPED:
            # Blank is typed at one keystroke, in the line for own words too.
            typed, own = typed or own, ""
        line = Line(
            block,
            name=name,
            shown=shown(self.form, spot.part, spot.place.number, self.language),
            typed=typed,
            own=own,
            unit=self._sent(f"{name}.u"),
        )
        try:
            return replace(line, given=self._read(line))
        except Unreadable as fault:
            return replace(line, fault=str(fault))

    def _sent(self, name: str) -> str:
        return str(self.sent.get(name, "")).strip()

    def _spot(self, block: PaperBlock) -> Spot | None:
        parts = self.form.compiled.parts
        number = next(n for n, one in enumerate(parts) if one.part.id == block.part)
        place = parts[number].compiled.places.by_link_id[block.link_id]
        return Spot(number, place, place.at(block.at)) if is_answerable(place) else None

    def _read(self, line: Line) -> Given | None:
        if line.typed.lower() in CODES and not line.own:
            return CODES[line.typed.lower()]
        if line.shown is None or not (line.typed or line.own):
            return None
        made = page_form(
            {line.name: line.shown},
            words("patient", self.words.language),
            sent=MultiDict(_as_on_screen(line, line.shown, self.words)),
        )
        field = made.question(line.name)
        if field.process_errors:
            raise Unreadable(field.process_errors[0])
        return field.given


def _as_on_screen(line: Line, drawn: Shown, _: Words) -> Iterator[tuple[str, str]]:
    """Yield what a screen would have sent for what was typed."""
    kind, name, typed = field_kind(drawn), line.name, line.typed
    if kind in (ChoiceField, SearchField) and drawn.options:
        yield from ((name, str(int(box) - 1)) for box in _boxes(line, _))
        yield f"{name}.x", line.own
    elif kind is ChoiceField:
        yield f"{name}.x", typed
    elif kind is YesNoField:
        yield from ((name, "1" if box == "1" else "0") for box in _boxes(line, _)[:1])
    elif kind is RatingField:
        yield from ((name, box) for box in _boxes(line, _)[:1])
    elif kind is DateField:
        pieces = _date(typed, drawn.item.type)
        yield from ((f"{name}.{piece}", value) for piece, value in pieces.items())
    elif kind in (NumberField, WordsField) and drawn.item.repeats:
        yield from ((name, one) for one in re2.split(r"[;\n]", typed))
    else:
        yield name, typed
        yield f"{name}.u", line.unit


def _boxes(line: Line, _: Words) -> Sequence[str]:
    """Return the boxes that were crossed; Unreadable for a number that no box has."""
    boxes = re2.split(r"[\s,.;+]+", line.typed) if line.typed else []
    if line.block.several and len(line.codes) <= ONE_DIGIT:
        boxes = [digit for box in boxes for digit in box]
    wrong = next((box for box in boxes if box not in line.codes), None)
    if wrong is None and (line.block.several or len(boxes) <= 1):
        return list(dict.fromkeys(boxes))
    first, last = line.codes[0], line.codes[-1]
    if wrong is None:
        raise Unreadable(_("One box only. Two crosses on the paper? Type U."))
    raise Unreadable(
        _("There is no box {typed}. Type {first} to {last}.", typed=wrong, first=first, last=last)
    )


def _date(typed: str, kind: str) -> dict[str, str]:
    """Return day, month, year and hour as the screen has them; the first two may be missing."""
    if kind == "time":
        return {"t": typed}
    pieces = _DATE_PIECE.findall(typed)
    at = ""
    if kind == "dateTime" and len(pieces) > 1 and len(pieces) != 3:
        pieces, at = _with_hour(pieces)
    if len(pieces) == 1 and pieces[0].isdecimal() and len(pieces[0]) in _RUNS:
        pieces = _cut(pieces[0])
    if len(pieces) == 3 and len(pieces[0]) == 4:
        pieces.reverse()
    names = ("d", "m", "y")[-len(pieces) or 3 :]
    return {"t": at, **dict(zip(names, pieces, strict=False))}


def _with_hour(pieces: list[str]) -> tuple[list[str], str]:
    """Part a day from its hour: `24.11.2026 14.30`, `24112026 1430`."""
    days = 1 if len(pieces[0]) == 8 else 3
    return pieces[:days], "".join(pieces[days:])


def _cut(run: str) -> list[str]:
    found, at = [], 0
    for length in _RUNS[len(run)]:
        found.append(run[at : at + length])
        at += length
    return found
