"""No workbook takes long, or much room, or ends in a trace."""

import random
from csv import DictReader

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lytte.integrations.any_format import read as read_any
from lytte.integrations.xlsform.read import read
from tests.corpus import corpus
from tests.integrations.xlsform.workbooks import raw_workbook, row, survey, workbook, worksheet
from tests.machine import soon

CELL = '<c t="inlineStr"><is><t>x</t></is></c>'
OLD = bytes.fromhex("D0CF11E0A1B11AE1")
HOSTILE = {
    "a bomb": raw_workbook(worksheet("<row>" + " " * 19_000_000 + "</row>")),
    "many parts": raw_workbook(worksheet(""), {f"x{number}": "" for number in range(300)}),
    "entities": raw_workbook('<!DOCTYPE a [<!ENTITY x "y">]>' + worksheet("<row>&x;</row>")),
    "outside": raw_workbook(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + worksheet("&x;")
    ),
    "unclosed": raw_workbook("<worksheet>"),
    "not XML": raw_workbook("hello"),
    "many columns": raw_workbook(worksheet(f'<row><c r="ZZZ1">{CELL[3:]}</row>')),
    "odd references": raw_workbook(
        worksheet(f'<row r="-1"><c r="??" t="s"><v>9</v></c>{CELL}</row>')
    ),
    "no sheets": raw_workbook(worksheet("")).replace(b"r:id", b"r:ix"),
    "a cut zip": raw_workbook(worksheet(""))[:-40],
    "an old one": OLD + b"\0" * 3_000,
    "an old one, cut": OLD,
    "an empty survey": workbook(survey=()),
    "no survey": workbook(sheet1=(("a",),)),
    "a deep form": survey(*(row("begin group", f"g{n}") for n in range(900))),
    "a circle": survey(row("text", "a", relevant="${b}=1"), row("text", "b", relevant="${a}=1")),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_words_and_soon(name: str) -> None:
    found = soon(lambda: read_any(HOSTILE[name]))

    assert found.questionnaire is None
    assert all(problem.message for problem in found.problems)


@pytest.mark.parametrize("relevant", ["(" * 30_000, "${a}=1 or " * 3_000 + "1", "'" * 9_001])
def test_a_hostile_formula_is_told_and_soon(relevant: str) -> None:
    document = survey(row("text", "a"), row("text", "b", relevant=relevant))

    found = soon(lambda: read(document))

    assert any("cannot be used" in problem.message for problem in found.problems)


def test_a_large_form_is_read() -> None:
    rows = [row("select_one yn", "q0")]
    rows += [
        row("select_one yn", f"q{number}", relevant=f"${{q{number - 1}}} = 'y'")
        for number in range(1, 1_000)
    ]

    found = read(survey(*rows))

    assert found.questionnaire is not None
    assert found.items == 1_000


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_a_workbook_with_other_bytes_in_it_gives_words(place: int, noise: bytes) -> None:
    whole = survey(row("text", "a"), row("integer", "b", relevant="${a} = 'x'"))
    at = place % len(whole)

    found = read_any(whole[:at] + noise + whole[at + len(noise) :])

    assert found.questionnaire is not None or found.problems


def test_cells_of_any_kind_of_words_give_words() -> None:
    words = ["${a}", "selected(", "'", "begin group", "end repeat", "select_one yn", "or_other",
             "\t", "::", "**", "<b>", "(((", "-1", "1e400", "yes", "", "ø" * 500]  # fmt: skip
    for seed in range(60):
        choose = random.Random(seed)
        rows = [tuple(choose.choice(words) for _ in range(11)) for _ in range(12)]

        found = read(survey(row("text", "a"), *rows))

        assert found.questionnaire is not None or found.problems


def test_public_forms_are_read_and_refused_as_the_tool_they_come_from_does() -> None:
    root = corpus("xlsform")
    other = {}
    with (root / "index.tsv").open(encoding="utf-8") as index:
        for each in DictReader(index, delimiter="\t"):
            accepted = read((root / each["file"]).read_bytes(), "x").questionnaire is not None
            if accepted != each["pyxform_4_5_0"].startswith("ok"):
                other[each["file"]] = accepted

    assert other == {}
