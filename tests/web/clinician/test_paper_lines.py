"""What a clerk types at each kind of question is what the same answer is on a screen."""

from decimal import Decimal

import pytest

from lytte.core.answers import Key, Missing
from lytte.core.form_pages import PagedForm, paged
from lytte.core.forms import Form, Part
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.values import Coding, Date, DateTime, NativeValue, Quantity, Time
from lytte.web.clinician.paper_again import lines_again
from lytte.web.clinician.paper_lines import PaperLines
from lytte.wording.catalogue import words
from tests.forms_world import options

SAID = Text({"nb": "Hva?"})
KILO, GRAM = Coding(code="kg", display="kg"), Coding(code="g", display="g")
MANY = tuple(options(*"ABCDEFGHIJK"))
ITEMS: dict[str, Item] = {
    "yes": Boolean(link_id="x", text=SAID),
    "one": Choice(link_id="x", text=SAID, answer_options=options("A", "B", "C")),
    "some": Choice(link_id="x", text=SAID, answer_options=options("A", "B", "C"), repeats=True),
    "many": Choice(link_id="x", text=SAID, answer_options=MANY, repeats=True),
    "open": Choice(type="open-choice", link_id="x", text=SAID, answer_options=options("A", "B")),
    "day": DateItem(type="date", link_id="x", text=SAID),
    "hour": DateItem(type="time", link_id="x", text=SAID),
    "both": DateItem(type="dateTime", link_id="x", text=SAID),
    "whole": Number(type="integer", link_id="x", text=SAID),
    "part": Number(type="decimal", link_id="x", text=SAID),
    "line": VisualAnalogue(link_id="x", text=SAID),
    "weight": QuantityItem(link_id="x", text=SAID, unit_options=(KILO, GRAM)),
    "own": FreeText(type="text", link_id="x", text=SAID),
}


def form_of(*items: Item) -> PagedForm:
    part = Part(id="p", questionnaire=Questionnaire(items=items))
    return paged(Form(title=SAID, parts=(part,)))


def read(kind: str, typed: str, **more: str) -> PaperLines:
    sent = {"q0-0": typed, **{f"q0-0.{name}": value for name, value in more.items()}}
    return PaperLines(form_of(ITEMS[kind]), "nb", words("staff", "nb"), sent)


def code(*codes: str) -> tuple[NativeValue, ...]:
    return tuple(Coding(code=one) for one in codes)


@pytest.mark.parametrize(
    ("kind", "typed", "given"),
    [
        ("yes", "1", (True,)),
        ("yes", "2", (False,)),
        ("one", " 3 ", code("c")),
        ("some", "13", code("a", "c")),
        ("some", "1, 3", code("a", "c")),
        ("some", "33", code("c")),
        ("many", "11 2", code("b", "k")),
        ("day", "24112026", (Date("2026-11-24"),)),
        ("day", "24.11.2026", (Date("2026-11-24"),)),
        ("day", "2026-11-24", (Date("2026-11-24"),)),
        ("day", "112026", (Date("2026-11"),)),
        ("day", "11.2026", (Date("2026-11"),)),
        ("day", "2026", (Date("2026"),)),
        ("hour", "1430", (Time("14:30:00"),)),
        ("both", "24.11.2026 14.30", (DateTime("2026-11-24T14:30:00"),)),
        ("both", "24112026 1430", (DateTime("2026-11-24T14:30:00"),)),
        ("both", "24112026", (DateTime("2026-11-24"),)),
        ("whole", "12", (12,)),
        ("part", "7,5", (Decimal("7.5"),)),
        ("line", "63", (63,)),
        ("own", "Å gå tur\ni skogen", ("Å gå tur\ni skogen",)),
    ],
)
def test_what_is_typed_is_the_answer(kind: str, typed: str, given: object) -> None:
    [line] = read(kind, typed).questions

    assert (line.fault, line.given) == ("", given)


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize(
    ("typed", "given"),
    [("b", Missing.SKIPPED), ("U", Missing.UNREADABLE), ("n", Missing.DECLINED), ("", None)],
)
def test_every_kind_takes_why_there_is_no_answer(
    kind: str, typed: str, given: Missing | None
) -> None:
    [line] = read(kind, typed).questions

    assert (line.fault, line.given) == ("", given)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("yes", "3"), ("yes", "ja"), ("yes", "12"), ("one", "4"), ("one", "0"), ("one", "1 2"),
        ("one", "-1"), ("one", "¹"), ("one", "٣"), ("some", "14"), ("many", "111"), ("open", "9"),
        ("day", "31.02.2026"), ("day", "i går"), ("day", "24.11"), ("hour", "25.00"),
        ("both", "14.30 24.11.2026"), ("whole", "7,5"), ("part", "1e9"), ("part", "7,5,5"),
        ("line", "101"), ("weight", "mye"), ("own", "x" * 5000), ("one", "1" * 5000),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_in_words(kind: str, typed: str) -> None:
    [line] = read(kind, typed).questions

    assert line.fault
    assert line.given is None


@pytest.mark.parametrize(
    ("kind", "typed", "more"),
    [
        ("yes", "1", {}), ("yes", "2", {}), ("yes", "n", {}), ("one", "3", {}), ("some", "13", {}),
        ("many", "2 11", {}), ("open", "2", {}), ("open", "", {"x": "Noe annet"}),
        ("day", "24.11.2026", {}), ("day", "11.2026", {}), ("day", "2026", {}),
        ("hour", "14.30", {}), ("both", "24.11.2026 14.30", {}), ("both", "24.11.2026", {}),
        ("both", "11.2026", {}), ("whole", "12", {}), ("part", "7,50", {}), ("line", "63", {}),
        ("weight", "70", {"u": "0"}), ("weight", "0,5", {"u": "1"}),
        ("own", "Å gå tur\ni skogen", {}),
    ],
)  # fmt: skip
def test_what_was_typed_fills_the_page_again_as_the_same_answer(
    kind: str, typed: str, more: dict[str, str]
) -> None:
    lines = read(kind, typed, **more)

    again = lines_again(lines, lines.answers)

    assert lines.answers
    assert PaperLines(lines.form, "nb", lines.words, again).answers == lines.answers


def test_own_words_beside_the_boxes_are_the_answer() -> None:
    [line] = read("open", "", x="Noe annet").questions

    assert line.given == ("Noe annet",)


def test_a_blank_line_for_own_words_is_no_answer() -> None:
    for typed, own, given in (
        ("B", "b", Missing.SKIPPED),
        ("", "B", Missing.SKIPPED),
        ("N", "B", Missing.DECLINED),
    ):
        [line] = read("open", typed, x=own).questions
        assert (line.given, line.fault) == (given, "")

    [crossed] = read("open", "1", x="B").questions
    assert crossed.given == read("open", "1").questions[0].given


def test_the_unit_that_was_chosen_goes_along() -> None:
    for chosen, unit in (("0", "kg"), ("1", "g")):
        [line] = read("weight", "70", u=chosen).questions
        assert line.given == (Quantity(value=Decimal(70), unit=unit, code=unit),)


def test_each_row_that_is_printed_is_typed_by_itself() -> None:
    row = Group(
        link_id="rows", text=SAID, repeats=True,
        items=(Number(type="integer", link_id="dose", text=SAID),),
    )  # fmt: skip
    lines = PaperLines(form_of(row), "nb", words("staff", "nb"), {"q0-1-0": "5", "q0-1-2": "7"})

    assert [line.name for line in lines.questions] == ["q0-1-0", "q0-1-1", "q0-1-2"]
    assert lines.answers == {("p", Key("dose", (0,))): (5,), ("p", Key("dose", (2,))): (7,)}
