"""What is wrong with a file that is brought in is said in the author's language.

The sentences are written at their source, most of them around a name: here they are read
there, with a gap for everything that is filled in.
"""

import re
from collections.abc import Iterable

import pytest

from lytte.core.expressions import lexer
from lytte.core.problems import Problem, error, warning
from lytte.integrations.fhir import exact_json, unsupported
from lytte.integrations.redcap import depending as redcap
from lytte.integrations.redcap import read as redcap_read
from lytte.integrations.xlsform import depending as xlsform
from lytte.services.instruments import laying
from lytte.wording.catalogue import words
from lytte_admin.told import told
from lytte_admin.told.fault_phrases import PHRASES
from lytte_admin.told.fault_sentences import OF_FILES, OF_WORDING
from lytte_admin.told.fault_sentences_of_expressions import OF_EXPRESSIONS
from lytte_admin.told.fault_sentences_of_tables import OF_TABLES
from lytte_admin.told.import_sentences import IMPORTING
from tests.wording.written_faults import IMPORTING as SOURCES
from tests.wording.written_faults import INNER, PARSER, Said, said

GAP = re.compile(r"\{[^}]*\}")
PATH = re.compile(r"\w\[\d+\]|\w\.\w+\[|\{\}\[")
HAVE_ONE = ("NotJson", "Unreadable")
"""Faults that say a way out where none is given."""
HANDED_ON = 13
"""Calls that only hand on what another call says; a new one is looked at and counted here."""


def bare(sentences: Iterable[str]) -> set[str]:
    return {GAP.sub("{}", one) for one in sentences}


def everything() -> list[Said]:
    return [*said(SOURCES), *said(PARSER)]


def of_tables() -> set[str]:
    """What the readers look up by a key, and say as it stands there."""
    doing = [*unsupported._DOES_NOT.values(), *xlsform._CALLED.values()]
    shown = {f"{what}: {{}}" for what, _, _ in redcap_read._PECULIAR}
    known = (redcap._CALLED, redcap._INSTEAD, unsupported._NO_EFFECT, unsupported._ELEMENTS,
             exact_json._WRONG, lexer._HINTS, laying._IN_WORDS)  # fmt: skip
    return (
        shown
        | {way_out for _, way_out, _ in redcap_read._PECULIAR if way_out}
        | {each for pair in doing for each in pair}
        | {each for table in known for each in table.values()}
    )


def test_every_fault_of_a_file_is_told_in_norwegian() -> None:
    known = bare(told.EVERY)
    missing = {
        f"{one.where}: {sentence}"
        for one in everything()
        for sentence in one
        # A hint stands after the sentence, as a sentence of its own.
        if (plain := sentence.replace(".{}", ".")) not in known
        # Who it is about stands before the colon.
        and plain.removeprefix("{}: ") not in known
    }

    assert sorted(missing) == []


def test_every_piece_of_a_fault_is_told_in_norwegian() -> None:
    assert sorted(of_tables() - bare(told.EVERY)) == []


def test_each_sentence_stands_word_for_word_at_its_source() -> None:
    written = {sentence.replace(".{}", ".") for one in everything() for sentence in one}
    ours = bare((*IMPORTING, *OF_FILES, *OF_WORDING, *OF_TABLES, *OF_EXPRESSIONS))
    composed = {
        "{} (character {})", "{} Did you mean {}?", "Correct it {}. Until then {}.",
        "It is kept, without effect: {}.", "The character {} has no meaning here.",
    }  # fmt: skip

    left = ours - written - of_tables() - composed
    assert sorted(each for each in left if f"{{}}: {each}" not in written) == []


def test_every_fault_says_the_way_out() -> None:
    silent = [
        f"{one.where}: {one.message}"
        for one in everything()
        if one.message
        and not one.way_out
        and one.kind not in (*INNER, *HAVE_ONE, "note")
        and not one.passed
    ]

    assert silent == []


def test_no_fault_names_a_path_in_the_code() -> None:
    assert [one.where for one in everything() for each in one if PATH.search(each)] == []


def test_what_cannot_be_read_here_is_only_handed_on() -> None:
    assert len([one.where for one in everything() if not one.message]) == HANDED_ON


@pytest.mark.parametrize(
    ("fault", "place", "message", "way_out"),
    [
        (
            warning("a", "“Hva?” depends on “Når?” (b), which is asked later", "List them."),
            "a",
            "«Hva?» avhenger av «Når?» (b), som stilles senere.",
            "Skriv dem opp.",
        ),
        (
            warning("a", "here is a question without text, under “Om hodet”"),
            "a",
            "Her er et spørsmål uten tekst, under «Om hodet»",
            "",
        ),
        (
            warning("a", "“Hva?” depends on a question without text (b), which is asked later"),
            "a",
            "«Hva?» avhenger av et spørsmål uten tekst (b), som stilles senere",
            "",
        ),
        (
            error("c", "“Hva: nå?”, condition 2: there is no operator", "Add “operator”."),
            "c",
            "«Hva: nå?», vilkår 2: operatoren mangler.",
            "Legg til «operator».",
        ),
        (
            warning(
                "row 7",
                "“Alder: i år” (age): its branching logic cannot be used, because a comma is "
                "missing before “3”",
                "Correct it in REDCap. Until then it is asked of everybody.",
            ),
            "rad 7",
            "«Alder: i år» (age): vilkåret («Branching Logic») kan ikke brukes: det mangler et "
            "komma foran «3».",
            "Rett det i REDCap. Til det er gjort: alle får spørsmålet.",
        ),
        (
            error("survey row 3", "the file is over 2,000,000 bytes", "Split the questionnaire."),
            "arket «survey», rad 3",
            "filen er over 2\u00a0000\u00a0000 byte.",
            "Del skjemaet.",
        ),
        (
            warning("d", "the calculation of “Sum” cannot be read: There is no function summ(). "
                    "Did you mean sum? (character 4)", "Correct the expression."),
            "d",
            "utregningen av «Sum» kan ikke leses: Det er ingen funksjon som heter summ(). Mente du "
            "sum? (tegn 4).",
            "Rett uttrykket.",
        ),
        (
            warning("g", "“A” is read-only, and nothing fills it; 6 more are like this: a question "
                    "without text (b), “C” (c), “D” (d) …", "Exchange the two."),
            "g",
            "«A» kan bare leses, og ingenting fyller det ut; 6 til er slik: et spørsmål uten "
            "tekst (b), «C» (c), «D» (d) …",
            "Bytt om de to.",
        ),
        (
            error("g", "2 items have the linkId g: “A, a group without text”, a group without "
                  "text", "Give each its own linkId."),
            "g",
            "2 punkter har linkId g: «A, a group without text», en gruppe uten tekst.",
            "Gi hvert sin egen linkId.",
        ),
    ],
)  # fmt: skip
def test_what_was_filled_in_is_kept(fault: Problem, place: str, message: str, way_out: str) -> None:
    found = told.problem(fault, words("cms", "nb"))

    assert (found.place, found.message, found.way_out) == (place, message, way_out)


def test_a_phrase_is_told_wherever_it_stands() -> None:
    assert {"a number", "in REDCap"} <= set(PHRASES)
