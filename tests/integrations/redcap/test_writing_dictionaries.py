"""A questionnaire becomes a data dictionary, and what is lost on the way is told."""

import pytest

from lytte.core.questionnaire import Questionnaire
from lytte.core.values import Coding
from lytte.integrations.fhir.read import read as read_fhir
from lytte.integrations.redcap.read import read
from lytte.integrations.redcap.write import dictionary
from tests.corpus import corpus
from tests.integrations.fhir.questionnaires import FILES, asked
from tests.integrations.fhir.questionnaires import imported as from_fhir
from tests.integrations.redcap.dictionaries import field, imported

YES = [{"valueCoding": {"code": "a b", "display": "A | B"}}, {"valueCoding": {"code": "c"}}]
EVERYTHING = (
    field("record_id"),
    field("sex", "radio", choices="0, Woman | 1, Man", alignment="RH", required="y"),
    field("ill", "checkbox", choices="1, Pain | 99, None", annotation="@NONEOFTHEABOVE='99' x"),
    field("kg", validation="number_1dp", minimum="30", maximum="300", field_note="Kilos",
          section_header="<b>Body</b>", question_number="7"),
    field("born", validation="date_dmy", maximum="today", identifier="y"),
    field("age", "calc", choices="rounddown(datediff([born], 'today', 'y'), 0)"),
    field("pain", "slider", choices="None | Some | Worst", maximum="10", validation="number"),
    field("a", "radio", choices="0, No | 1, Yes", matrix_group="m", section_header="How often"),
    field("b", "radio", choices="0, No | 1, Yes", matrix_group="m", matrix_ranking="y"),
    field("sum", "calc", choices="sum([a], [b]) * 2", section_header="Sum"),
    field("word", annotation="@CALCTEXT(if([a] = '1', 'yes', 'no'))"),
    field("why", "notes", branching_logic="([ill(1)] = '1' or [kg] > 100) and [sex] <> '1'"),
    field("when", validation="datetime_ymd", annotation="@NOW @HIDDEN", form_name="second"),
    field("odd", branching_logic="[event_1][sex] = '1'", form_name="second"),
)  # fmt: skip


def test_a_dictionary_comes_back_equal() -> None:
    first = imported(*EVERYTHING)

    again = read(dictionary(first).content)

    assert again.questionnaire == first


def test_public_dictionaries_come_back_equal() -> None:
    for path in sorted(corpus("redcap").rglob("*.csv")):
        first = read(path.read_bytes(), "x").draft
        assert first is not None

        assert read(dictionary(first).content, "x").draft == first, path.name


def test_public_fhir_questionnaires_are_written_so_that_they_are_read() -> None:
    for path in sorted(corpus("fhir").rglob("*.json")):
        first = read_fhir(path.read_bytes()).questionnaire
        if first is None or not any(_is_asked(item.type) for item in first.every_item()):
            continue

        again = read(dictionary(first).content, "x")

        assert again.questionnaire is not None, (path.name, again.problems)
        kept = {item.link_id for item in again.questionnaire.every_item()}
        wanted = {item.link_id for item in first.every_item() if _is_asked(item.type)}
        assert wanted <= kept, path.name
        assert not [one for one in again.problems if "cannot be used" in one.message], path.name


def _is_asked(kind: str) -> bool:
    return kind not in ("group", "display")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_feature_is_written_or_told(file: object) -> None:
    assert hasattr(file, "read_bytes")
    first = read_fhir(file.read_bytes()).questionnaire
    assert first is not None

    assert read(dictionary(first).content).draft is not None


def rewritten(*items: dict[str, object]) -> Questionnaire:
    found = read(dictionary(from_fhir(*items)).content).questionnaire
    assert found is not None
    return found


def test_names_and_codes_that_redcap_cannot_have_are_changed_and_still_meant() -> None:
    when = {"question": "/12-3", "operator": "=", "answerCoding": {"code": "a b"}}
    found = rewritten(
        asked("/12-3", "choice", answerOption=YES),
        asked("Ø", "string", enableWhen=[when]),
    )

    assert [item.link_id for item in found.items] == ["/12-3", "Ø"]
    [condition] = found.items[1].enable_when
    assert (condition.question, condition.answer) == ("/12-3", Coding(code="a_b"))


def test_conditions_of_groups_and_answers_reach_every_field() -> None:
    when = {"question": "n", "operator": ">", "answerInteger": 3}
    found = rewritten(
        asked("n", "integer"),
        asked("g", "group", enableWhen=[when], item=[asked("a", "boolean", item=[asked("b")])]),
    )
    b = next(item for item in found.every_item() if item.link_id == "b")

    assert [(each.question, each.operator) for each in b.enable_when] == [
        ("n", ">"),
        ("a", "exists"),
    ]


def test_what_is_lost_is_told_once_with_its_items() -> None:
    rows = asked("g", "group", repeats=True, item=[asked("a", code=[{"code": "1"}])])

    told = [problem.message for problem in dictionary(from_fhir(rows, asked("b"))).problems]

    assert told == [
        "a group that is asked several times is asked once: g",
        "the codes of questions (LOINC and the like): a",
    ]


def test_no_spreadsheet_takes_a_text_for_a_formula() -> None:
    written = dictionary(from_fhir(asked("a", text="=1+1"), asked("b", text="@SUM(A1)")))

    assert b",=1+1," not in written.content
    again = read(written.content).questionnaire
    assert again is not None
    assert [item.text.read("und") for item in again.items] == ["=1+1", "@SUM(A1)"]
