"""An instrument in one file comes back as the same, and a broken file is told in words."""

import tomllib

import pytest

from lytte.instruments import folder, one_file
from lytte.integrations.any_format import read as read_any
from lytte.services.importing import Naming, as_instrument
from tests.corpus import corpus
from tests.integrations.fhir.questionnaires import FILES


@pytest.mark.parametrize("name", folder.library())
def test_an_own_instrument_comes_back_equal(name: str) -> None:
    first = folder.library()[name]

    again, problems = one_file.read(one_file.written(first).encode())

    assert again == first, problems


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_feature_comes_back_equal(file: object) -> None:
    assert hasattr(file, "read_bytes")
    questionnaire = read_any(file.read_bytes()).questionnaire
    assert questionnaire is not None
    first = as_instrument(questionnaire, Naming(id="a"))

    assert one_file.read(one_file.written(first).encode())[0] == first


def test_public_questionnaires_come_back_equal() -> None:
    for path in sorted(corpus("fhir").rglob("*.json")):
        questionnaire = read_any(path.read_bytes()).questionnaire
        if questionnaire is not None:
            first = as_instrument(questionnaire, Naming(id="a"))
            assert one_file.read(one_file.written(first).encode())[0] == first, path.name


def test_short_things_stand_on_a_line_and_items_in_tables() -> None:
    written = one_file.written(folder.library()["lytte-viktigst"])

    assert one_file.is_one_file(written.encode())
    assert "\n[[questionnaire.items]]\n" in written
    assert tomllib.loads(written)["id"] == "lytte-viktigst"


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b'format = "lytte-instrument-1"\nid = ', "not TOML"),
        (b'format = "lytte-instrument-1"\nid = "a"\n', "Field required"),
        (b'format = "lytte-instrument-1"\nid = "\xff"\n', "not TOML"),
        (b'format = "lytte-instrument-1"\na = ' + b"[" * 5_000 + b"]" * 5_000, "nested"),
        (b'format = "lytte-instrument-1"\nkept = "{"\n', "cannot be read"),
        (b'format = "lytte-instrument-1"\n' + b"#" * 5_000_000, "over"),
    ],
)
def test_a_broken_file_is_told(document: bytes, told: str) -> None:
    instrument, problems = one_file.read(document)

    assert instrument is None
    assert any(told in problem.message for problem in problems)


def test_what_keeps_a_questionnaire_out_keeps_it_out_of_here_too() -> None:
    first = folder.library()["lytte-viktigst"]
    twice = first.questionnaire.model_copy(update={"items": first.questionnaire.items[:1] * 2})
    broken = first.model_copy(update={"questionnaire": twice})

    instrument, problems = one_file.read(one_file.written(broken).encode())

    assert instrument is None
    assert any("linkId" in problem.message for problem in problems)
