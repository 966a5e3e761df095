"""An answer is told apart from a question, whatever a linkId or a code is written with."""

import pytest

from lytte.core.option_measures import option_measure, question_of


@pytest.mark.parametrize(
    ("question", "code"),
    [("p/fever", "yes"), ("p/x = y", "yes"), ("p/fever", "a = b"), ("p/x = y = z", "= ")],
)
def test_an_answers_address_leads_to_its_question(question: str, code: str) -> None:
    measure = option_measure(question, code)

    assert question_of(measure, {question: "Feber", "p/other": "Noe"}) == question


def test_a_question_whose_link_id_looks_like_an_answer_is_a_question() -> None:
    assert question_of("p/bmi = kg/m2", {"p/bmi = kg/m2": "BMI"}) == "p/bmi = kg/m2"
    assert question_of("p/bmi = kg/m2", {}) == "p/bmi = kg/m2"
