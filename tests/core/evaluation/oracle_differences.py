"""Where Lytte and lforms 40.1.3 differ on the shared cases, each with who is right and why.

    python -m tests.core.evaluation.oracle_differences

prints the table of docs/engine.md. A difference that none of the reasons explains is
a fault of ours until it is looked into.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from lytte.integrations.fhir.exact_json import parse, write
from tests.corpus import CORPUS
from tests.evaluated import outcome

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)


class Difference(NamedTuple):
    """One item on which the two say something else in one case.

    `hard` is when a second engine agreed with lforms, so that lforms counts as right
    unless its own input was wrong.
    """

    questionnaire: str
    case: str
    kind: str
    link_id: str
    hard: bool


class Reason(NamedTuple):
    """Why they differ on some items of a questionnaire; `right` is who has it right."""

    questionnaire: str
    kinds: tuple[str, ...]
    link_ids: tuple[str, ...] | None
    right: str
    why: str

    def explains(self, difference: Difference) -> bool:
        return (
            self.questionnaire in difference.questionnaire
            and difference.kind in self.kinds
            and (self.link_ids is None or difference.link_id in self.link_ids)
        )


ENABLED, CALCULATED, ANSWERS = "enabled", "calculated", "response"
_EVERY = (ENABLED, CALCULATED, ANSWERS)

REASONS = (
    Reason(
        "Aidbox+examples__resources_bundle",
        _EVERY,
        None,
        "Lytte",
        "lforms does not know ordinal(): the PHQ-2 total stays empty, so what it opens stays "
        "closed. The second engine was given that empty total and therefore agreed; the oracle "
        "marks the total itself as an error of its engine.",
    ),
    Reason(
        "formbuilder-lhcforms__enable-when-answer-options-R5",
        (ANSWERS,),
        ("174788656639",),
        "Lytte",
        "lforms drops the answer to a question of type text that has a list of options.",
    ),
    Reason(
        "formbuilder-lhcforms__enable-when-expression-sample",
        (ANSWERS,),
        None,
        "Lytte",
        "lforms sends what an enableWhenExpression has closed, and does not run "
        "initialExpression here; SDC: no answers are stored for non-enabled content.",
    ),
    Reason(
        "formbuilder-lhcforms__snomed-answer-value-set-sample",
        (ANSWERS,),
        None,
        "Lytte",
        "lforms drops an initial value when it cannot load the value set from the network.",
    ),
    Reason(
        "formbuilder-lhcforms__value-methods-sample",
        (ANSWERS,),
        None,
        "both",
        "lforms keeps the second initial value beside the answer given; Lytte never adds to "
        "an answer. lforms does not run initialExpression in this set-up.",
    ),
    Reason(
        "lforms__enableWhen-test.R4",
        (ENABLED, ANSWERS),
        ("Q4-equal", "Q4-ge", "Q4-le"),
        "Lytte",
        "lforms has no date conditions without an option list.",
    ),
    Reason(
        "lforms__enableWhen-test.R4",
        (ENABLED, ANSWERS),
        ("Q7-gt", "Q7-ge", "Q7-ge2", "Q7-lt", "Q7-le", "Q7-le2"),
        "Lytte",
        "R4 allows > and < on texts; lforms leaves the item closed.",
    ),
    Reason(
        "lforms__enableWhen-test.R4",
        (ENABLED, ANSWERS),
        ("Q9c-eq-B", "Q9d-eq-B", "Q9c-noteq-B", "Q9d-noteq-B"),
        "neither",
        "the conditions hold a date in answerInteger, which is not FHIR; Lytte refuses the "
        "file at import and evaluates it without these conditions.",
    ),
    Reason(
        "lforms__enableWhen-test.R4",
        (ANSWERS,),
        ("Q10-ewe",),
        "Lytte",
        "lforms sends what an enableWhenExpression has closed.",
    ),
    Reason(
        "lforms__errorMessagesDemo",
        (CALCULATED, ANSWERS),
        ("q3",),
        "Lytte",
        "two values for a question that takes one: Lytte takes the first, lforms none.",
    ),
    Reason(
        "lforms__named-expressions",
        (CALCULATED, ANSWERS),
        ("idC",),
        "lforms",
        "it reads a calculatedExpression on the whole questionnaire, by its name; FHIR has "
        "no such place for one, and Lytte keeps it for export only.",
    ),
    Reason(
        "q-with-contained-valueset-with-itemWeight",
        (ANSWERS,),
        ("link-3",),
        "Lytte",
        "lforms does not run initialExpression on a response that has answers.",
    ),
    Reason(
        "lforms__questionnaire-calculatedExpression",
        (CALCULATED, ANSWERS),
        ("repeating-open-choice-coding", "repeating-choice"),
        "Lytte",
        "lforms drops calculated codings of a repeating question; FHIRPath gives them.",
    ),
    Reason(
        "fhir-emr__allergies",
        (ANSWERS,),
        ("status",),
        "both",
        "the same coding; lforms sends it with what the format around it added.",
    ),
    Reason(
        "example-ussg-fht",
        (ANSWERS,),
        ("1.1.4",),
        "Lytte",
        "lforms drops an initial value that it does not find among the options it loaded.",
    ),
    Reason(
        "sample_patient_registration",
        (CALCULATED, ANSWERS),
        ("cd8e3d6d-e9ff-458d-d122-57070bebffaf", "calculated-year"),
        "Lytte",
        "lforms leaves a calculated date empty that FHIRPath gives; the year hangs on it.",
    ),
    Reason(
        "sample_patient_registration",
        (ENABLED, ANSWERS),
        None,
        "Lytte",
        "a question that an enableWhenExpression has closed still opens others in lforms; "
        "R4: what is disabled counts as unanswered. Some hang on the calculated date.",
    ),
)


class Figures(NamedTuple):
    """How many there are, and how many of them come out the same."""

    of: int
    same: int


def differences() -> Iterator[Difference]:
    """Yield every difference on every case of the shared corpus."""
    for name, case, ours in outcomes():
        yield from _of_case(name, case, ours)


def counted() -> dict[str, Figures]:
    """Count what is marked: cases whose enablement agrees, calculated values confirmed."""
    cases, values = [], []
    for name, case, ours in outcomes():
        found = list(_of_case(name, case, ours))
        if case["referenceCheck"]["enablement"] == "agrees":
            cases.append(not any(one.kind == ENABLED for one in found))
        wrong = {one.link_id for one in found if one.kind == CALCULATED}
        checks = case["referenceCheck"].get("calculated", {})
        values += [link_id not in wrong for link_id in checks if checks[link_id] == "confirmed"]
    return {
        "enablement agrees": Figures(len(cases), sum(cases)),
        "calculated confirmed": Figures(len(values), sum(values)),
    }


def outcomes() -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Yield every case of the shared corpus with what Lytte makes of it."""
    for path in sorted(CORPUS.joinpath("oracles").glob("*.oracle.json")):
        oracle = parse(path.read_bytes())
        document = CORPUS.joinpath("fhir", oracle["questionnaireFile"]).read_bytes()
        given = [case["input"]["QuestionnaireResponse"] for case in oracle["cases"]]
        found = outcome(document, write(given).encode(), NOW)
        name = path.name.removesuffix(".oracle.json")
        for case, ours in zip(oracle["cases"], found, strict=True):
            yield name, case, ours


def _of_case(name: str, case: Mapping[str, Any], ours: Any) -> Iterator[Difference]:
    theirs, check = case["expected"], case["referenceCheck"]
    # lforms shows a help text as part of its question and does not list it.
    listed = {*theirs["enabled"], *theirs["disabled"]}
    for link_id in sorted(set(ours["enabled"]) & listed ^ set(theirs["enabled"])):
        agreed = check["enablement"] == "agrees"
        yield Difference(name, case["name"], ENABLED, link_id, agreed)
    for link_id, values in theirs["calculated"].items():
        if _plain(ours["calculated"].get(link_id, ())) != _plain(values):
            confirmed = check["calculated"].get(link_id) == "confirmed"
            yield Difference(name, case["name"], CALCULATED, link_id, confirmed)
    sent: dict[str, list[Any]] = {}
    _gather(ours["response"].get("item", ()), sent)
    for link_id in sorted({*sent, *theirs["answersOut"]}):
        if _plain(sent.get(link_id, ())) != _plain(theirs["answersOut"].get(link_id, ())):
            yield Difference(name, case["name"], ANSWERS, link_id, False)


def _gather(items: Any, found: dict[str, list[Any]]) -> None:
    for item in items:
        for answer in item.get("answer", ()):
            found.setdefault(item["linkId"], []).append(answer)
            _gather(answer.get("item", ()), found)
        _gather(item.get("item", ()), found)


def _plain(answers: Any) -> list[object]:
    """What is the same in both: numbers as numbers, codings by code, moments to the second."""
    return [_value(*next(iter(each.items()))) for each in answers]


def _value(kind: str, value: Any) -> object:
    if kind in ("valueDecimal", "valueInteger"):
        return round(Decimal(str(value)), 6)
    if kind == "valueCoding":
        return value.get("code")
    if kind == "valueQuantity":
        return round(Decimal(str(value.get("value"))), 6), value.get("unit")
    return str(value).replace(".000Z", "Z")


def reason(difference: Difference) -> Reason | None:
    """Return what explains the difference, None when nothing does."""
    return next((each for each in REASONS if each.explains(difference)), None)


def table() -> str:
    """Return the differences as the table of docs/engine.md."""
    counted: dict[Reason, list[Difference]] = {each: [] for each in REASONS}
    for difference in differences():
        if (found := reason(difference)) is not None:
            counted[found].append(difference)
    lines = ["| questionnaire | what | cases | right | why |", "|---|---|---|---|---|"]
    for found, members in counted.items():
        name = members[0].questionnaire if members else found.questionnaire
        cases = len({each.case for each in members})
        kinds = ", ".join(sorted({each.kind for each in members}))
        lines.append(f"| {name[:60]} | {kinds} | {cases} | {found.right} | {found.why} |")
    return "\n".join(lines)


DOCS = Path(__file__).parents[3] / "docs" / "engine.md"
START, END = "<!-- differences: generated -->", "<!-- end of differences -->"

if __name__ == "__main__":
    text = DOCS.read_text()
    before, rest = text.split(START)
    DOCS.write_text(f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}")
    for each in differences():
        if reason(each) is None:
            print("not explained:", each)
