"""What is said of an expression for certain is what the engine comes to, on every answer."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product

import pytest

from lytte.core.answers import Key
from lytte.core.checks.form import Form
from lytte.core.checks.proving import Proofs
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.items.any_item import Item
from lytte.core.questionnaire import Questionnaire
from lytte.core.values import NativeValue
from tests.core.checks.made import ask, code, fhirpath, number, pick, whole, yes_no

N, T, B, C, R = (f"%resource.item.where(linkId='{each}').answer.value" for each in "ntbcr")
ANSWERS: dict[str, list[NativeValue | None]] = {
    "n": [None, 0, 3, 4, 10],
    "t": [None, "4", "x"],
    "b": [None, True, False],
    "c": [None, code("x"), code("y")],
    "r": [None, 5],
}


def asked() -> tuple[Item, ...]:
    return (
        number("n", minimum=Decimal(0), maximum=Decimal(10)),
        ask("t"), yes_no("b"), pick("c", "x", "y"), number("r", repeats=True),
    )  # fmt: skip


def form(expression: str) -> Questionnaire:
    variables = [fhirpath(f"{N} + 1", "more"), fhirpath("%around", "around")]
    return whole(
        *asked(), ask("z", enable_when_expression=fhirpath(expression)), variables=variables
    )


NEVER = [
    f"{N} > 10", f"{N} < 0", f"10 < {N}", f"{N} = 11", f"{N} - 1 > 9", "%more > 11", "false",
    f"{N} > 5 and {N} < 3", f"{N} >= 4 and {N} < 4", f"{T} = 'a' and {T} = 'b'", f"{B} > 1",
    f"{N} > 5 and {B} and {N} = 3", f"{B} + 1 = 2", f"{C} < 5", f"{C} = 'x'", f"{T} > 5",
    f"false or {N} > 10", f"false and {B}", f"({N} >= 0).not()", f"{N}.first() > 10", "{}",
    f"{N} > -1 and {N} = -2", f"{R}.first() = 'x'",
]  # fmt: skip
ALWAYS = ["true", "1 < 2", f"{N}.count() >= 0", f"true or {B}", "1 = 1 and 2 > 1"]
OPEN = [
    f"{N} > 9", f"{N} >= 10", f"{N} > 3 and {N} <= 4", f"{N} != 11", f"{T} = '4'", f"{B}",
    f"{T} = 'x' or {T} = 'y'", f"{C}.code = 'x'", f"{N} + {N} > 11", "%more > 10", "%around > 1",
    f"{R} > 4", f"{N}.exists()", f"iif({B}, 1, 0) + 1 > 1", "%patient.birthDate < today()",
    f"({N} > 10).not()", f"{T} & 'a' = 'xa'", f"{B} = true", f"{N} in (1 | 3)",
    "defineVariable('more', 'a').select(%more = 'a')",
]  # fmt: skip


def opened(expression: str) -> set[bool]:
    """Return whether the engine opens the item, on each of the answers there may be."""
    compiled = compile(form(expression))
    around = Surroundings(now=datetime(2026, 1, 1, tzinfo=UTC))
    found = set()
    for given in product(*ANSWERS.values()):
        answers = {
            Key(name): (value,)
            for name, value in zip(ANSWERS, given, strict=True)
            if value is not None
        }
        found.add("z" in evaluate(compiled, answers, around).enabled_link_ids())
    return found


@pytest.mark.parametrize("expression", NEVER)
def test_what_can_never_be_true_never_is(expression: str) -> None:
    [place] = Proofs(Form(form(expression))).never_open()

    assert place.item.link_id == "z"
    assert opened(expression) == {False}


@pytest.mark.parametrize("expression", ALWAYS)
def test_what_is_always_true_always_is(expression: str) -> None:
    [place] = Proofs(Form(form(expression))).always_open()

    assert place.item.link_id == "z"
    assert opened(expression) == {True}


@pytest.mark.parametrize("expression", OPEN)
def test_of_what_may_go_either_way_nothing_is_said(expression: str) -> None:
    proofs = Proofs(Form(form(expression)))

    assert [*proofs.never_open(), *proofs.always_open()] == []


def test_a_limit_counts_only_where_a_patient_answers() -> None:
    calculated = number("n", maximum=Decimal(10), calculated_expression=fhirpath("20"))
    waiting = ask("z", enable_when_expression=fhirpath(f"{N} > 10"))

    assert list(Proofs(Form(whole(calculated, waiting))).never_open()) == []


def test_variables_that_lead_far_are_left_alone() -> None:
    chain = [fhirpath(f"%v{n + 1} + %v{n + 1}", f"v{n}") for n in range(300)]
    waiting = ask("z", enable_when_expression=fhirpath("%v0 > 1"))

    assert list(Proofs(Form(whole(waiting, variables=chain))).never_open()) == []
