"""An instrument in one file comes back as the same, and a broken file is told in words."""

import tomllib

import pytest

from lytte.instruments import folder, one_file
from lytte.integrations.any_format import read as read_any
from lytte.services.instruments.importing import Naming, as_instrument
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
        (b'format = "lytte-instrument-1"\nid = x', "line 2 of the file cannot be read as TOML"),
        (b'format = "lytte-instrument-1"\nid = "a"\n', "the instrument: “title” is missing"),
        (b'format = "lytte-instrument-1"\nid = "\xff"\n', "not one that Lytte wrote"),
        (b'format = "lytte-instrument-1"\na = ' + b"[" * 5_000 + b"]" * 5_000, "not one that"),
        (b'format = "lytte-instrument-1"\nkept = "{"\n', "not one that Lytte wrote"),
        (b'format = "lytte-instrument-1"\n' + b"#" * 5_000_000, "over"),
    ],
)
def test_a_broken_file_is_told(document: bytes, told: str) -> None:
    instrument, problems = one_file.read(document)

    assert instrument is None
    assert any(told in problem.message for problem in problems)
    assert all(problem.way_out for problem in problems)


def test_a_fault_in_a_question_names_it_by_its_words() -> None:
    whole = one_file.written(folder.library()["lytte-viktigst"])
    link_id = folder.library()["lytte-viktigst"].questionnaire.items[0].link_id

    _, problems = one_file.read(
        whole.replace(f'link_id = "{link_id}"', f'link_id = "{link_id}"\nsmell = "x"', 1).encode()
    )

    [told] = problems
    assert told.place == link_id
    assert told.message.startswith("“")
    assert told.message.endswith("”: “smell” is not known here")


def test_the_owner_that_the_file_names_is_not_asked_for() -> None:
    _, problems = one_file.read(one_file.written(folder.library()["lytte-viktigst"]).encode())

    assert not [one for one in problems if "copyright" in one.message]


def test_what_keeps_a_questionnaire_out_keeps_it_out_of_here_too() -> None:
    first = folder.library()["lytte-viktigst"]
    twice = first.questionnaire.model_copy(update={"items": first.questionnaire.items[:1] * 2})
    broken = first.model_copy(update={"questionnaire": twice})

    instrument, problems = one_file.read(one_file.written(broken).encode())

    assert instrument is None
    assert any("linkId" in problem.message for problem in problems)
