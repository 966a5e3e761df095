"""Documents nobody wrote: mutated, cut, swollen. Each is read or refused, and quickly."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.responses import answers
from lytte.integrations.fhir.write import VERSIONS, text
from tests.integrations.fhir.questionnaires import EXAMPLES, FILES, asked, document, example
from tests.machine import soon

_CORE = "http://hl7.org/fhir/StructureDefinition/"
DOCUMENTS = [json.loads(file.read_text("utf-8")) for file in FILES]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["=", "exists", "#list", "choice", "group", "coding", "2026", "T", "\x00", ""]),
    st.just([]),
    st.just({}),
    st.lists(st.none() | st.integers() | st.dictionaries(st.text(max_size=5), st.none())),
    st.sampled_from(
        [
            {"extension": [{"url": "x"}]},
            {"extension": "x"},
            [{"linkId": "a", "type": "string"}],
            [{"question": "a", "operator": "=", "answerCoding": {"code": 1}}],
            {"coding": [{"code": "slider"}]},
            {"expression": "1 +", "language": "text/fhirpath"},
        ]
    ),
)


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """One of the examples with a few of its parts replaced, removed, doubled or renamed."""
    found = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 4))):
        holder, key = draw(st.sampled_from(list(_parts(found))))
        change = draw(st.sampled_from(["replace", "remove", "double", "rename"]))
        if change == "replace":
            holder[key] = copy.deepcopy(draw(ODD))
        elif change == "remove":
            del holder[key]
        elif change == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(sorted(_NAMES)))] = holder.pop(key)
        if not list(_parts(found)):
            break
    return found


def _parts(value: Any) -> Any:
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value)
        if isinstance(value, list) else ()
    ):  # fmt: skip
        yield value, key
        yield from _parts(inner)


_NAMES = {str(key) for each in DOCUMENTS for _, key in _parts(each) if isinstance(key, str)}


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_no_document_breaks_the_reader(given_document: Any) -> None:
    found = read(given_document if isinstance(given_document, dict) else json.dumps(given_document))

    errors = [each for each in found.problems if each.severity == "error"]
    assert (found.questionnaire is None) == bool(errors)
    if found.questionnaire is not None:
        for version in VERSIONS:
            assert read(text(found.questionnaire, version)).questionnaire == found.questionnaire


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_bytes_break_the_reader(given_bytes: bytes | str) -> None:
    assert read(given_bytes).questionnaire is None


@settings(max_examples=200)
@given(st.data())
def test_no_response_breaks_the_reader(data: st.DataObject) -> None:
    item = st.fixed_dictionaries(
        {},
        optional={
            "linkId": ODD | st.sampled_from(["rows", "name", "again", "times", "pets", "called"]),
            "answer": ODD
            | st.lists(st.dictionaries(st.sampled_from(["valueString", "item"]), ODD)),
            "item": ODD,
            "extension": ODD,
        },
    )
    response = {"resourceType": "QuestionnaireResponse", "item": data.draw(st.lists(item))}

    answers(response, example("nested"))


def _many_conditions() -> dict[str, Any]:
    condition = [{"question": "q0", "operator": "!=", "answerInteger": n} for n in range(400)]
    items = [asked(f"q{n}", "integer", enableWhen=condition) for n in range(1, 40)]
    return document(asked("q0", "integer"), *items)


def _many_options() -> dict[str, Any]:
    options = [{"valueCoding": {"code": str(n)}} for n in range(30_000)]
    return document(asked("a", "choice", answerOption=options))


def _many_extensions() -> dict[str, Any]:
    extension = [{"url": f"{_CORE}variable", "valueExpression": {"expression": "1"}}] * 15_000
    return document(asked("a", extension=extension))


def _many_translations() -> dict[str, Any]:
    one = {
        "url": f"{_CORE}translation",
        "extension": [
            {"url": "lang", "valueCode": "nb"},
            {"url": "content", "valueString": "x"},
        ],
    }
    return document(asked("a", _text={"extension": [one] * 8_000}))


def _many_value_sets() -> dict[str, Any]:
    system = {
        "resourceType": "CodeSystem",
        "url": "s",
        "concept": [{"code": str(n)} for n in range(5_000)],
    }
    sets = [
        {"resourceType": "ValueSet", "id": str(n), "compose": {"include": [{"system": "s"}]}}
        for n in range(5_000)
    ]
    return document(asked("a", "choice", answerValueSet="#1"), contained=[system, *sets])


def _many_codes(included: dict[str, Any], **of_system: Any) -> dict[str, Any]:
    """A code system of 5,000, all in the set b, and a set that includes one thing 2,000 times."""
    concepts = [{"code": str(n), **of_system} for n in range(5_000)]
    contained = [
        {"resourceType": "CodeSystem", "url": "s", "concept": concepts},
        {"resourceType": "ValueSet", "id": "b", "compose": {"include": [{"system": "s"}]}},
        {"resourceType": "ValueSet", "id": "a", "compose": {"include": [included] * 2_000}},
    ]
    return document(asked("a", "choice", answerValueSet="#a"), contained=contained)


def _many_filters() -> dict[str, Any]:
    rule = {"property": "concept", "op": "is-a", "value": "7"}
    return _many_codes({"system": "s", "filter": [rule]})


def _many_headings() -> dict[str, Any]:
    heading = {"code": "notSelectable", "valueBoolean": True}
    return _many_codes({"system": "s"}, property=[heading])


def _one_set_many_times() -> dict[str, Any]:
    return _many_codes({"valueSet": ["#b"]})


def _among_one_set_many_times() -> dict[str, Any]:
    return _many_codes({"system": "s", "concept": [{"code": "7"}], "valueSet": ["#b"]})


def _many_unresolved() -> dict[str, Any]:
    sets = [{"resourceType": "ValueSet", "id": str(n)} for n in range(4_000)]
    items = [asked(str(n), "choice", answerValueSet="#nowhere") for n in range(4_000)]
    return document(*items, contained=sets)


def _deep_conditions() -> dict[str, Any]:
    condition = [{"question": "q", "operator": "=", "answerInteger": n} for n in range(30)]
    items = [asked(str(n), enableWhen=condition, enableBehavior="all") for n in range(500)]
    inner: list[dict[str, Any]] = items
    for level in range(28):
        inner = [
            asked(f"g{level}", "group", item=inner, enableWhen=condition, enableBehavior="all")
        ]
    return document(asked("q", "integer"), *inner)


def _all_the_same_link_id() -> dict[str, Any]:
    return document(*(asked("a") for _ in range(2_499)))


def _different_doubles() -> dict[str, Any]:
    return document(*(asked(str(n // 2)) for n in range(2_499)))


def _one_long_markdown() -> dict[str, Any]:
    url = f"{_CORE}rendering-markdown"
    rendering = [{"url": url, "valueMarkdown": "[a](b *c **d " * 100_000}]
    return document(asked("a", _text={"extension": rendering}))


def _a_long_chain() -> dict[str, Any]:
    items = [asked("0", "boolean")] + [
        asked(
            str(n),
            "boolean",
            enableWhen=[{"question": str(n - 1), "operator": "=", "answerBoolean": True}],
        )
        for n in range(1, 2_499)
    ]
    return document(*items)


SWOLLEN = [
    _a_long_chain,
    _all_the_same_link_id,
    _among_one_set_many_times,
    _deep_conditions,
    _different_doubles,
    _many_conditions,
    _many_extensions,
    _many_filters,
    _many_headings,
    _many_options,
    _many_translations,
    _many_unresolved,
    _many_value_sets,
    _one_long_markdown,
    _one_set_many_times,
]


@pytest.mark.parametrize("made", SWOLLEN, ids=lambda made: made.__name__.strip("_"))
def test_a_swollen_questionnaire_takes_under_a_second(made: Any) -> None:
    given_text = json.dumps(made())
    assert len(given_text) <= 2_000_000

    soon(lambda: read(given_text))


def test_of_two_texts_the_one_that_can_be_read_is_used_and_both_go_out_again() -> None:
    parts = [
        {"url": "key", "valueId": "even"},
        {"url": "expression", "valueString": "$this > 2"},
        {"url": "human", "valueString": False},
        {"url": "human", "valueString": "More than two."},
    ]
    rule = {"url": f"{_CORE}questionnaire-constraint", "extension": parts}
    found = read(json.dumps(document(asked("d", "integer", extension=[rule])))).questionnaire
    assert found is not None

    assert found.items[0].constraints[0].human
    for version in VERSIONS:
        assert read(text(found, version)).questionnaire == found


@pytest.mark.parametrize("inside", ["Litres", ["Litres"], [{"resourceType": 4}]])
def test_what_an_item_holds_wrongly_is_kept_and_goes_out_again(inside: Any) -> None:
    given_text = json.dumps(document({**asked("d", "decimal"), "contained": inside}))
    found = read(given_text).questionnaire
    assert found is not None

    for version in VERSIONS:
        assert read(text(found, version)).questionnaire == found


def test_a_cut_file_is_refused_wherever_it_is_cut() -> None:
    whole = (EXAMPLES / "texts.json").read_bytes()

    for end in range(0, len(whole) - 2, 97):
        assert read(whole[:end]).questionnaire is None
