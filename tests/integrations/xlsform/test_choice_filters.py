"""Lists that an answer elsewhere cuts apart: what is offered, and what may stand twice."""

from lytte.integrations.xlsform.read import read
from tests.integrations.xlsform.test_reading_forms import coded, evaluated
from tests.integrations.xlsform.workbooks import row, survey


def test_a_choice_filter_offers_what_fits_the_answer() -> None:
    choices = (
        ("list_name", "name", "label", "region"),
        ("region", "e", "East", ""), ("region", "w", "West", ""),
        ("city", "o", "Oslo", "e"), ("city", "b", "Bergen", "w"),
    )  # fmt: skip
    rows = (row("select_one region", "region"),
            row("select_one city", "city", choice_filter="region=${region}"))  # fmt: skip
    form = survey(*rows, choices=choices)

    wrong = evaluated(form, coded("region", "w"), coded("city", "o"))
    right = evaluated(form, coded("region", "w"), coded("city", "b"))

    assert "not one of the options" in str(wrong["problems"])
    assert right["problems"] == []


def test_one_name_under_two_answers_is_no_fault() -> None:
    choices = (
        ("list_name", "name", "label", "state"),
        ("state", "tx", "Texas", ""), ("state", "wa", "Washington", ""),
        ("county", "king", "King (Texas)", "tx"), ("county", "king", "King (Washington)", "wa"),
    )  # fmt: skip
    rows = (row("select_one state", "state"),
            row("select_one county", "county", choice_filter="state=${state}"))  # fmt: skip
    settings = (("allow_choice_duplicates",), ("yes",))

    found = read(survey(*rows, choices=choices, settings=settings))

    assert found.questionnaire is not None, found.problems
    unfiltered = read(
        survey(rows[0], row("select_one county", "county"), choices=choices, settings=settings)
    )
    assert [one.message for one in unfiltered.problems if one.severity == "error"] == [
        "“County” has one code for the options “King (Texas)” and “King (Washington)”"
    ]
