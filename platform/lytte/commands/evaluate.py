"""`lytte evaluate FILE`: what a questionnaire asks and calculates, given answers."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_MOST_BYTES: Final = 8_000_000
Entry = dict[str, Any]
_ABOUT: Final = ("id", "meta", "subject", "encounter", "author", "authored", "source", "basedOn")


def run(given: Namespace) -> int:
    """Print what comes of each response; 0 when each was evaluated.

    With faults in it the questionnaire is evaluated as far as it can be read; the faults
    are among the problems, and it is said that it cannot be imported.
    """
    imported, document = given.read(given.file)
    try:
        said = _responses(given.responses) if given.responses else None
    except OSError as fault:
        print(f"{fault.filename}: cannot be read: {fault.strerror}", file=sys.stderr)
        return 1
    many, entries = outcomes(imported, document, said, datetime.now(UTC))
    if given.observations:
        entries = (_with_observations(imported, entry) for entry in entries)
    told = _in_json(entries, many) if given.json else _to_a_person(entries, many)
    if imported.draft is None:
        print(f"{given.file}: cannot be evaluated.", file=sys.stderr)
        return 1
    if stopping(imported.problems):
        so = "is evaluated as far as it can be read; it cannot be imported as it is."
        print(f"{given.file}: {so}", file=sys.stderr)
    return 0 if told else 1


def _responses(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def outcomes(
    imported: Imported, document: bytes, said: bytes | None, now: datetime
) -> tuple[bool, Iterator[Entry]]:
    """Return whether an array of responses was given, and what comes of each, one at a time.

    That is {enabled, calculated, response, problems}. `now` is what today() and now() say.
    Without responses, a fresh one is evaluated.
    """
    try:
        given: Any = {} if said is None else parse(said, _MOST_BYTES)
    except NotJson as fault:
        told = error("", f"the responses cannot be read: {fault}", fault.way_out)
        return False, iter([_nothing([told])])
    many = isinstance(given, list)
    return many, _entries(imported, document, given if many else [given], now)


def _entries(
    imported: Imported, document: bytes, cases: Sequence[Any], now: datetime
) -> Iterator[Entry]:
    if imported.draft is None:
        yield from (_nothing(imported.problems) for _ in cases)
        return
    compiled = compile(imported.draft, readings=imported.readings)
    around = Surroundings(now=now, questionnaire=_json(document))
    faults = [each for each in imported.problems if each.severity == "error"]
    for case in waiting.counted(cases, "response"):
        yield _entry(compiled, around, case, faults)


def _entry(
    compiled: Compiled, around: Surroundings, case: Any, faults: Sequence[Problem]
) -> dict[str, Any]:
    begun = isinstance(case, Mapping) and bool(case)
    found = [*faults, *compiled.problems]
    answers: dict[Any, Any] = {}
    if begun:
        answers, met = responses.answers(case, compiled.questionnaire)
        found += met
        if case.get("resourceType") != "QuestionnaireResponse" or responses.TOO_MANY in met:
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


def _with_observations(imported: Imported, found: Entry) -> Entry:
    """Add to an entry what is to be taken out of its response."""
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


def _in_json(entries: Iterable[Entry], many: bool) -> bool:
    """Print each entry as soon as it is there; tell whether all were evaluated."""
    is_done, before = True, "[" if many else ""
    for entry in entries:
        print(before + write(entry), end="")
        is_done, before = is_done and entry["response"] is not None, ", "
    print(("[]" if before == "[" else "]") if many else "")
    return is_done


def _to_a_person(entries: Iterable[Entry], many: bool) -> bool:
    """Print each entry as lines to read; tell whether all were evaluated."""
    is_done = True
    for number, entry in enumerate(entries, 1):
        print("\n".join([*([f"Response {number}"] if many else []), *_lines(entry)]))
        is_done = is_done and entry["response"] is not None
    return is_done


def _lines(entry: Entry) -> Iterator[str]:
    yield f"  asked or shown: {', '.join(entry['enabled']) or 'nothing'}"
    for link_id, answers in entry["calculated"].items():
        told = ", ".join(str(value) for answer in answers for value in answer.values())
        yield f"  {link_id} = {told or 'no value'}"
    for each in entry["problems"]:
        place = f"{each['place']}: " if each["place"] else ""
        yield f"  {each['severity']}: {place}{each['message']}"
