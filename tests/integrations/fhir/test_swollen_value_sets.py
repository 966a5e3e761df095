"""Value sets nobody wrote: large, many, in circles, used by everybody. Each ends, and quickly."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lytte.core.size import MOST_CONDITIONS, MOST_OPTIONS
from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.write import VERSIONS, Version, text
from tests.integrations.fhir.questionnaires import asked, document
from tests.machine import soon

_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_QUESTIONS = 1_900
_MOST = MOST_OPTIONS - 100


def _system(concepts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"resourceType": "CodeSystem", "url": "s", "concept": concepts}


def _codes(number: int, **more: Any) -> list[dict[str, Any]]:
    return [{"code": str(n), **more} for n in range(number)]


def _set(name: object, *include: dict[str, Any], **more: Any) -> dict[str, Any]:
    composed = {"include": list(include), **more}
    return {"resourceType": "ValueSet", "id": str(name), "compose": composed}


def _picked(link_id: object, of: object = 0, **more: Any) -> dict[str, Any]:
    return asked(str(link_id), "choice", answerValueSet=f"#{of}", **more)


def _of_one_set(*items: dict[str, Any]) -> dict[str, Any]:
    """Questions of which each may offer what one large value set holds."""
    return document(*items, contained=[_system(_codes(_MOST)), _set(0, {"system": "s"})])


def _read_by_everybody() -> dict[str, Any]:
    return _of_one_set(*(_picked(n) for n in range(2_400)))


def _initial_in_everybody() -> dict[str, Any]:
    return _of_one_set(
        *(_picked(n, initial=[{"valueCoding": {"code": f"x{n}"}}]) for n in range(2_400))
    )


def _waited_for_by_everybody() -> dict[str, Any]:
    waiting = [_when("q", "=", {"code": f"x{n}"}) for n in range(MOST_CONDITIONS - 1)]
    items = (asked(str(n), enableWhen=[one]) for n, one in enumerate(waiting))
    return _of_one_set(_picked("q"), *items)


def _each_waited_for() -> dict[str, Any]:
    items = [
        each
        for n in range(_QUESTIONS)
        for each in (
            _picked(f"q{n}"),
            asked(str(n), enableWhen=[_when(f"q{n}", "!=", {"code": f"x{n}"})]),
        )
    ]
    return _of_one_set(*items)


def _each_added_up() -> dict[str, Any]:
    items = []
    for n in range(1_000):
        said = f"%resource.item.where(linkId='q{n}').answer.value.ordinal()"
        worked_out = {"language": "text/fhirpath", "expression": said}
        extension = [{"url": f"{_SDC}calculatedExpression", "valueExpression": worked_out}]
        items += [_picked(f"q{n}"), asked(str(n), "decimal", extension=extension)]
    return _of_one_set(*items)


def _when(question: str, operator: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"question": question, "operator": operator, "answerCoding": answer}


def _many_swollen() -> dict[str, Any]:
    sets = [_set(n, {"system": "s"}) for n in range(490)]
    return document(_picked("a"), contained=[_system(_codes(_MOST)), *sets])


def _many_without_what_is_retired() -> dict[str, Any]:
    in_use = [{"code": "status", "valueCode": "active"}]
    sets = [_set(n, {"system": "s"}, inactive=False) for n in range(30)]
    return document(_picked("a"), contained=[_system(_codes(_MOST, property=in_use)), *sets])


def _in_many_languages() -> dict[str, Any]:
    designation = [{"language": f"l{n}", "value": "x"} for n in range(20)]
    sets = [_set(n, {"system": "s"}) for n in range(490)]
    system = _system(_codes(900, designation=designation))
    return document(_picked("a"), contained=[system, *sets])


def _everything_in_circles() -> dict[str, Any]:
    sets = [_set(n, *({"valueSet": [f"#{m}"]} for m in range(0, 490, 7))) for n in range(490)]
    return document(*(_picked(n, "nowhere") for n in range(2_400)), contained=sets)


def _a_chain_of_hundreds() -> dict[str, Any]:
    first = _set(0, {"system": "s"})
    sets = [_set(n, *[{"valueSet": [f"#{n - 1}"]}] * 100) for n in range(1, 19)]
    return document(_picked("a", 18), contained=[_system(_codes(_MOST)), first, *reversed(sets)])


def _all_below_one_again_and_again() -> dict[str, Any]:
    tree = [{"code": "r", "concept": _codes(_MOST)}]
    below = {"system": "s", "filter": [{"property": "concept", "op": "is-a", "value": "r"}]}
    return document(_picked("a"), contained=[_system(tree), _set(0, *[below] * 8_000)])


def _nothing_below_one_again_and_again() -> dict[str, Any]:
    rule = {"property": "concept", "op": "descendent-of", "value": "7"}
    below = {"system": "s", "filter": [rule]}
    return document(_picked("a"), contained=[_system(_codes(5_000)), _set(0, *[below] * 9_000)])


def _left_out_again_and_again() -> dict[str, Any]:
    exclude = [{"valueSet": ["#b"]}] * 20_000
    sets = [_set("b", {"system": "s"}), _set(0, {"system": "s"}, exclude=exclude)]
    return document(_picked("a"), contained=[_system(_codes(5_000)), *sets])


def _deep_expansions() -> dict[str, Any]:
    inner: list[dict[str, Any]] = []
    for n in range(90):
        inner = [{"code": str(n), "contains": inner}]
    expanded = {"resourceType": "ValueSet", "expansion": {"contains": inner}}
    return document(_picked("a"), contained=[{**expanded, "id": str(n)} for n in range(300)])


SWOLLEN = [_each_added_up, _each_waited_for, _everything_in_circles, _many_without_what_is_retired]
OF_THE_SAME_KIND = [
    _a_chain_of_hundreds,
    _all_below_one_again_and_again,
    _deep_expansions,
    _in_many_languages,
    _initial_in_everybody,
    _left_out_again_and_again,
    _many_swollen,
    _nothing_below_one_again_and_again,
    _read_by_everybody,
    _waited_for_by_everybody,
]


@pytest.mark.parametrize(
    "made",
    [*SWOLLEN, *(pytest.param(each, marks=pytest.mark.slow) for each in OF_THE_SAME_KIND)],
    ids=lambda made: made.__name__.strip("_"),
)
def test_a_swollen_value_set_takes_under_a_second(made: Callable[[], dict[str, Any]]) -> None:
    given_text = json.dumps(made())
    assert len(given_text) <= 2_000_000

    soon(lambda: read(given_text))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_large_value_set_goes_out_again_in_under_a_second(version: Version) -> None:
    found = read(json.dumps(_waited_for_by_everybody())).questionnaire
    assert found is not None

    soon(lambda: text(found, version))
