"""The shared cases: what an independent renderer opened, computed and sent."""

import pytest

from lytte.integrations.fhir.exact_json import parse
from tests.core.evaluation.oracle_differences import (
    DOCS,
    END,
    REASONS,
    START,
    Difference,
    counted,
    differences,
    reason,
    table,
)
from tests.corpus import corpus

WITHOUT_ORDINAL = "Aidbox+examples__resources_bundle"


@pytest.fixture(scope="module")
def found() -> list[Difference]:
    corpus("oracles")
    return list(differences())


def test_what_two_engines_agree_on_we_say_too(found: list[Difference]) -> None:
    hard = {(each.questionnaire, each.case) for each in found if each.hard}

    # lforms fed its own lack of ordinal() to the engine that checked it: docs/engine.md.
    assert hard == {(WITHOUT_ORDINAL, case) for case in totals_in_error()}
    assert len(hard) == 5


def totals_in_error() -> set[str]:
    """Return the cases where the oracle itself marks the total, made of ordinal(), as an error."""
    oracle = parse(corpus("oracles", f"{WITHOUT_ORDINAL}.oracle.json").read_bytes())
    return {
        case["name"]
        for case in oracle["cases"]
        if any("error" in one for one in case["referenceCheck"]["calculated"].values())
    }


def test_what_is_marked_is_counted() -> None:
    corpus("oracles")
    figures = counted()
    for what, (of, same) in figures.items():
        print(f"\n{what}: {same} of {of} the same")

    agrees, confirmed = figures.values()
    assert confirmed.same == confirmed.of > 0
    # The five that hang on a total which the oracle itself marks as an error.
    assert agrees.of - agrees.same == 5


def test_every_other_difference_has_its_reason(found: list[Difference]) -> None:
    assert [each for each in found if reason(each) is None] == []
    assert [each for each in REASONS if not any(map(each.explains, found))] == []


def test_the_page_lists_the_differences_there_are(found: list[Difference]) -> None:
    listed = DOCS.read_text().split(START)[1].split(END)[0].strip()

    assert listed == table()
