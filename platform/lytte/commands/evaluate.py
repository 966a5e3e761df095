"""`lytte evaluate FILE`: what a questionnaire asks and calculates, given answers."""

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from lytte.commands import waiting
from lytte.core.evaluation.compiling import Compiled, compile
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.initial import initial_answers
from lytte.core.evaluation.response_problems import problems as response_problems
from lytte.core.evaluation.response_tree import response_tree
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.problems import Problem, error, stopping
from lytte.integrations.fhir import any_version, responses, values
from lytte.integrations.fhir.exact_json import NotJson, parse, write
from lytte.integrations.fhir.observations import observations
from lytte.integrations.imported import Imported

_FINISHED: Final = ("completed", "amended")
_ENDED: Final = (*_FINISHED, "entered-in-error", "stopped")
_MOST_BYTES: Final = 50_000_000
_ABOUT: Final = ("id", "meta", "subject", "encounter", "author", "authored", "source", "basedOn")


def run(given: Namespace) -> int:
    """Print what comes of each response; 0 when each was evaluated.

    With faults in it the questionnaire is evaluated as far as it can be read; the faults
    are among the problems, and it is said that it cannot be imported.
    """
    imported, document = given.read(given.file)
    try:
        said = Path(given.responses).read_bytes() if given.responses else None
    except OSError as fault:
        print(f"{fault.filename}: cannot be read: {fault.strerror}", file=sys.stderr)
        return 1
    found = outcome(imported, document, said, datetime.now(UTC))
    if given.observations:
        found = _with_observations(imported, found)
    print(write(found) if given.json else _shown(found))
    if imported.draft is None:
        print(f"{given.file}: cannot be evaluated.", file=sys.stderr)
        return 1
    if stopping(imported.problems):
        told = "is evaluated as far as it can be read; it cannot be imported as it is."
        print(f"{given.file}: {told}", file=sys.stderr)
    entries = found if isinstance(found, list) else [found]
    return 0 if all(entry["response"] is not None for entry in entries) else 1


def outcome(
    imported: Imported, document: bytes, said: bytes | None, now: datetime
) -> dict[str, Any] | list[dict[str, Any]]:
    """Return {enabled, calculated, response, problems}; an array of responses gives an array.

    `now` is what today() and now() say. Without responses, a fresh one is evaluated.
    """
    try:
        given = {} if said is None else parse(said, _MOST_BYTES)
    except NotJson as fault:
        return _nothing([error("", f"the responses cannot be read: {fault}")])
    many = isinstance(given, list)
    cases: list[Any] = given if isinstance(given, list) else [given]
    if imported.draft is None:
        entries = [_nothing(imported.problems) for _ in cases]
    else:
        compiled = compile(imported.draft)
        around = Surroundings(now=now, questionnaire=_json(document))
        faults = [each for each in imported.problems if each.severity == "error"]
        entries = [
            _entry(compiled, around, case, faults) for case in waiting.counted(cases, "response")
        ]
    return entries if many else entries[0]


def _entry(
    compiled: Compiled, around: Surroundings, case: Any, faults: Sequence[Problem]
) -> dict[str, Any]:
    begun = isinstance(case, Mapping) and bool(case)
    found = [*faults, *compiled.problems]
    answers: dict[Any, Any] = {}
    if begun:
        answers, met = responses.answers(case, compiled.questionnaire)
        found += met
        if case.get("resourceType") != "QuestionnaireResponse":
            return _nothing(found)
    elif not isinstance(case, Mapping):
        return _nothing([*found, error("", "this is not a QuestionnaireResponse")])
    status = case.get("status")
    if status not in _ENDED or not case.get("item"):
        answers = {**answers, **initial_answers(compiled, around, answers)}
    evaluation = evaluate(compiled, answers, around)
    found += response_problems(evaluation, completed=status in _FINISHED)
    return {
        "enabled": evaluation.enabled_link_ids(),
        "calculated": _calculated(evaluation),
        "response": _response(evaluation, case),
        "problems": [_problem(each) for each in dict.fromkeys(found)],
    }


def _response(evaluation: Evaluation, case: Mapping[str, Any]) -> dict[str, Any]:
    status = case.get("status")
    # A questionnaire without an address of its own is what the sender called it.
    about = _ABOUT if evaluation.compiled.questionnaire.url else (*_ABOUT, "questionnaire")
    return responses.response(
        response_tree(evaluation),
        evaluation.compiled.questionnaire,
        status=status if isinstance(status, str) else "in-progress",
        about={name: case[name] for name in about if name in case},
    )


def _with_observations(imported: Imported, found: Any) -> Any:
    """Add to each entry what is to be taken out of its response."""
    if isinstance(found, list):
        return [_with_observations(imported, entry) for entry in found]
    if imported.draft is None or found["response"] is None:
        return {**found, "observations": []}
    return {**found, "observations": observations(imported.draft, found["response"])}


def _calculated(evaluation: Evaluation) -> dict[str, list[dict[str, Any]]]:
    return {
        link_id: [values.written(value) for value in found]
        for link_id, found in evaluation.calculated().items()
    }


def _nothing(problems: Sequence[Problem]) -> dict[str, Any]:
    """What is said of a questionnaire, or a response, that cannot be read at all."""
    told = [_problem(each) for each in problems]
    return {"enabled": [], "calculated": {}, "response": None, "problems": told}


def _problem(problem: Problem) -> dict[str, str]:
    message = problem.message
    if problem.way_out:
        stop = "" if message.endswith((".", "!", "?")) else "."
        message = f"{message}{stop} {problem.way_out}"
    return {"severity": problem.severity, "place": problem.place, "message": message}


def _json(document: bytes) -> Mapping[str, Any] | None:
    """Return the questionnaire as it was written, for expressions that ask it."""
    if not any_version.is_json(document):
        return None
    found = parse(document)
    return found if found.get("resourceType") == "Questionnaire" else None


def _shown(found: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Return what came of the responses as lines to read."""
    lines: list[str] = []
    entries = found if isinstance(found, list) else [found]
    for number, entry in enumerate(entries, 1):
        if len(entries) > 1:
            lines.append(f"Response {number}")
        lines.append(f"  asked or shown: {', '.join(entry['enabled']) or 'nothing'}")
        for link_id, answers in entry["calculated"].items():
            told = ", ".join(str(value) for answer in answers for value in answer.values())
            lines.append(f"  {link_id} = {told or 'no value'}")
        for each in entry["problems"]:
            place = f"{each['place']}: " if each["place"] else ""
            lines.append(f"  {each['severity']}: {place}{each['message']}")
    return "\n".join(lines)
