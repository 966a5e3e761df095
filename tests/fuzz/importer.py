"""Any bytes, read as a FHIR Questionnaire: read or refused, and written back the same."""

from pathlib import Path

from lytte.core.problems import stopping
from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.write import VERSIONS, text
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

EXAMPLES = Path(__file__).parents[1] / "integrations" / "fhir" / "examples"
SEEDS = [file.read_bytes() for file in sorted(EXAMPLES.glob("*.json"))]
WORDS = [
    b'"linkId":"a"', b'"type":"choice"', b'"type":"group"', b'"item":[', b'"repeats":true',
    b'"enableWhen":[{"question":"a","operator":"exists","answerBoolean":true}]',
    b'"answerOption":[{"valueCoding":{"code":"a"}}]', b'"answerValueSet":"#a"', b'"initial":[',
    b'"extension":[{"url":"', b'"valueExpression":{"language":"text/fhirpath","expression":"',
    b'"valueDecimal":', b'"valueCoding":{', b'"contained":[', b'"modifierExtension":[',
    b'"required":true', b'"maxLength":', b'"resourceType":"Questionnaire"',
]  # fmt: skip

JSON_STARTS = 0


def attempt(document: bytes) -> None:
    """Read it; what was usable comes back equal from R4 and from R5."""
    with within_bounds():
        found = read(document)
    assert (found.questionnaire is None) == stopping(found.problems)
    if found.questionnaire is None:
        return
    for version in VERSIONS:
        with within_bounds():
            written = text(found.questionnaire, version)
        with within_bounds():
            again = read(written)
        assert again.questionnaire == found.questionnaire, (version, again.problems)


if __name__ == "__main__":
    guided.start("importer")
