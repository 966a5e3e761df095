"""Wording from a spreadsheet, and what is said of a spreadsheet that does not fit."""

import pytest

from lytte.core.instrument import Instrument
from lytte.core.items.choice import Choice
from lytte.core.items.display import Display
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.score import score
from lytte.instruments.recipes import INSTRUMENTS, read_recipe
from lytte.services.instruments import importing
from lytte.services.instruments.importing import Naming
from lytte.services.instruments.importing_table import is_table, read_table
from tests.world import World

NINE = [f"{n};Prøvespørsmål nummer {n}?;Nei|Litt|Mer|Mest" for n in range(1, 10)]
PHQ9 = read_recipe(INSTRUMENTS / "phq-9")


def table(*rows: str) -> bytes:
    return "\r\n".join(rows).encode()


def read(document: bytes, recipe: str = "phq-9") -> Questionnaire:
    found, problems = read_table(document, read_recipe(INSTRUMENTS / recipe), "nb")
    assert found is not None, problems
    return found


def faults(*rows: str) -> list[tuple[str, str]]:
    _, problems = read_table(table(*rows), PHQ9, "nb")
    return [(one.place, one.message) for one in problems]


def test_a_table_becomes_the_instrument_with_its_scores(world: World) -> None:
    rows = ["item;text;options", ";Tenk på de siste to ukene.", *NINE]

    with world.open() as session:
        found = importing.bring(world.work(session), table(*rows), Naming(recipe="phq-9"))
        session.commit()

    assert found.row is not None, found.problems
    instrument = Instrument.model_validate(found.row.document)
    items = instrument.questionnaire.items
    assert isinstance(items[0], Display)
    assert isinstance(items[9], Choice)
    assert items[9].text.read("nb") == "Prøvespørsmål nummer 9?"
    assert [option.weight for option in items[9].answer_options] == [0, 1, 2, 3]
    numbers = {item.link_id: option.weight for item in items[1:] if isinstance(item, Choice)
               for option in item.answer_options[3:] if option.weight is not None}  # fmt: skip
    assert score(instrument.scales, numbers)["total"].value == 27


def test_an_item_that_is_lacking_is_told_by_the_recipe(world: World) -> None:
    with world.open() as session:
        found = importing.bring(world.work(session), table(*NINE[:8]), Naming(recipe="phq-9"))

    assert found.row is None
    assert "q9" in [one.place for one in found.problems]


@pytest.mark.parametrize(
    "document",
    [
        table(*NINE),
        table(*NINE).replace(b";", b"\t"),
        table(*NINE).replace(b";", b","),
        b"\xef\xbb\xbf" + table(*NINE),
        "\r\n".join(NINE).replace(";", "\t").encode("utf-16"),
        table(*("q" + row for row in NINE)),
    ],
    ids=["semicolons", "tabs", "commas", "marked UTF-8", "Excel's Unicode text", "names"],
)
def test_a_table_is_read_as_spreadsheets_save_it(document: bytes) -> None:
    assert is_table(document)
    assert [item.link_id for item in read(document).items] == [f"q{n}" for n in range(1, 10)]


def test_a_text_may_hold_the_separator_in_quotation_marks() -> None:
    found = read(table('1;"Sover du godt; og lenge?";Nei|Litt|Mer|Mest'))

    assert found.items[0].text.read("nb") == "Sover du godt; og lenge?"


def test_options_may_say_their_numbers() -> None:
    found = read(table("1;Hvor ofte?;5 = Hele tiden|4=Mye|3=Noe|2=Litt|1=Sjelden|0=Aldri"), "who-5")

    [item] = found.items
    assert isinstance(item, Choice)
    assert [option.weight for option in item.answer_options] == [5, 4, 3, 2, 1, 0]
    assert item.answer_options[0].text.read("nb") == "Hele tiden"


def test_a_row_of_numbers_has_words_at_its_ends() -> None:
    found = read(table("1;Hvor vondt?;Ikke vondt|Verst tenkelig", "2;Hvor trett?"), "esas-r")

    first, second = found.items
    assert isinstance(first, NumericRating)
    assert (first.minimum, first.maximum, first.worse) == (0, 10, "up")
    assert first.high.read("nb") == "Verst tenkelig"
    assert isinstance(second, NumericRating)


def test_a_health_line_points_the_way_its_scale_does() -> None:
    found = read(table("vas;Hvordan er helsen din i dag?;Dårligst|Best"), "eq-5d-5l")

    [item] = found.items
    assert isinstance(item, VisualAnalogue)
    assert item.worse == "down"


def test_every_fault_is_told_by_its_row_at_once() -> None:
    found = faults(
        "1;Først?;Nei|Litt|Mer|Mest",
        "12;Hva er dette?;Nei|Litt|Mer|Mest",
        "2;;Nei|Litt|Mer|Mest",
        "3;Tredje?;Nei||Mer|Mest",
        "4;Fjerde?;0=Nei|Litt|Mer|Mest",
        "1;Igjen?;Nei|Litt|Mer|Mest",
        "5;Femte?;Nei|Litt;Mer",
        "6;Sjette\x07?;Nei|Litt|Mer|Mest",
    )

    # The two that cannot be read as rows come first.
    assert found == [
        ("row 7", "The row has 4 cells; item, text and options are read."),
        ("row 8", "A cell holds a character that cannot be shown."),
        ("row 2", "“12” is not an item of phq-9."),
        ("row 3", "Item 2 has no text."),
        ("row 4", "One of the options is empty."),
        ("row 5", "Some of the options have a number, some not."),
        ("row 6", "Item 1 stood in row 1 already."),
    ]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"", "The table has no rows."),
        ("1;Går det bra?".encode("latin-1"), "Byte 3 of the file is not UTF-8."),
        (b'1;"no end', "The row cannot be read."),
        (b"1;" + b"x" * 200_000, "The row cannot be read."),
        (b"\xff\xfe1", "Byte 2 of the file is not UTF-16."),
        (b"1;x\n" * 1_001, "There are more than 1000 rows."),
        (b"x" * 2_000_001, "The file is 2,000,001 bytes; at most 2,000,000 are read."),
    ],
    ids=["empty", "latin", "open quote", "long cell", "half a sign", "many rows", "large"],
)
def test_what_is_no_table_is_told_in_a_sentence(document: bytes, says: str) -> None:
    _, problems = read_table(document, PHQ9, "nb")

    assert says in [one.message for one in problems]
