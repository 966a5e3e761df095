"""What an audit and a fuzzer found in reading questionnaires; each stays a test."""

import json

from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.write import VERSIONS, text
from tests.integrations.fhir.questionnaires import asked, document


def test_a_value_set_of_the_file_is_found_by_its_address_and_version() -> None:
    colours = {
        "resourceType": "ValueSet", "id": "c", "url": "https://example.org/colours",
        "version": "1",
        "compose": {"include": [{"system": "urn:x", "concept": [{"code": "r", "display": "Red"}]}]},
    }  # fmt: skip
    asks = {**asked("a", "choice"), "answerValueSet": "https://example.org/colours|1"}

    found = read(json.dumps({**document(asks), "contained": [colours]}))

    assert found.questionnaire is not None
    [item] = found.questionnaire.items
    assert [one.text.read("en") for one in found.questionnaire.options(item)] == ["Red"]
    assert not [one for one in found.problems if "value set" in one.message]


def test_stu3_written_without_brackets_is_read_and_comes_back_the_same() -> None:
    one = {"linkId": "c", "type": "choice", "option": [{"valueString": "blue"}], "text": "Colour"}
    when = {"question": "c", "hasAnswer": True}
    two = {"linkId": "d", "type": "string", "text": "Which?", "enableWhen": when}
    for item_or_items in (one, [one, two]):
        found = read(json.dumps({"resourceType": "Questionnaire", "item": item_or_items}))
        assert found.version == "STU3"
        assert found.questionnaire is not None
        for version in VERSIONS:
            written = text(found.questionnaire, version)
            assert "hasAnswer" not in written
            assert read(written).questionnaire == found.questionnaire
