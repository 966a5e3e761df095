"""`lytte score` and `lytte cat simulate`: recipes and adaptive tests from a terminal."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lytte.commands import waiting
from lytte.core.answers import Missing
from lytte.core.instrument_recipe import Recipe
from lytte.core.scoring.adaptive import Step, walk
from lytte.core.scoring.bank import Bank, ItemResponse, Settings
from lytte.core.scoring.score import score as score_scales
from lytte.instruments.recipes import INSTRUMENTS, read_recipe, recipe_ids

_MOST_BYTES = 8_000_000
_MOST_FAULTS = 100
_FOUR_DECIMALS = Decimal("0.0001")
_MODELS = {
    "graded response": "graded_response",
    "grm": "graded_response",
    "generalised partial credit": "generalised_partial_credit",
    "generalized partial credit": "generalised_partial_credit",
    "gpcm": "generalised_partial_credit",
}


class NotUnderstood(Exception):
    """What was given cannot be used; `faults` says all that is wrong with it."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = len(faults) - _MOST_FAULTS
        rest = (f"and {more:,} more of them",) if more > 0 else ()
        self.faults = (*faults[:_MOST_FAULTS], *rest)
        super().__init__("\n".join(self.faults))


def score(recipe: str, answers: str, instruments: Path = INSTRUMENTS) -> str:
    """Score the JSON text `answers`, one object or an array, and return JSON of the same shape.

    Scores are rounded half up to four decimals; null where there is none.
    Raises NotUnderstood.
    """
    known = recipe_ids(instruments)
    if recipe not in known:
        raise NotUnderstood([f"there is no recipe {recipe!r}; the recipes are: {', '.join(known)}"])
    read, given = read_recipe(instruments / recipe), _json(answers)
    cases = given if isinstance(given, list) else [given]
    many = isinstance(given, list)
    faults = [
        f"answers {number}: {fault}" if many else fault
        for number, case in enumerate(cases, 1)
        for fault in _answer_faults(read, case)
    ]
    if faults:
        raise NotUnderstood(faults)
    scored = [_scores(read, case) for case in waiting.counted(cases, "patient")]
    return json.dumps(scored if many else scored[0], indent=1)


def cat_simulate(document: str) -> str:
    """Run the adaptive tests of a JSON text and return it with each case's `steps` filled.

    The text is one object {model, bank, cases: [{settings, responses}]} or an array
    of them; `responses` holds the category, from 0, that would be answered to each
    item of the bank, null for an item that would be skipped. Raises NotUnderstood.
    """
    given = _json(document, exact=False)
    documents = given if isinstance(given, list) else [given]
    faults = [
        f"document {number}: {fault}"
        for number, one in enumerate(documents, 1)
        for fault in _document_faults(one)
    ]
    if faults:
        raise NotUnderstood(faults)
    ran = [_simulated(one) for one in documents]
    return json.dumps(ran if isinstance(given, list) else ran[0], indent=1, ensure_ascii=False)


def _json(text: str, *, exact: bool = True) -> Any:
    def refuse(word: str) -> None:
        raise NotUnderstood([f"{word} is not a number"])

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        times = Counter(name for name, _ in pairs)
        if twice := sorted(name for name, number in times.items() if number > 1):
            raise NotUnderstood([f"{', '.join(twice)} is given twice in the same object"])
        return dict(pairs)

    try:
        return json.loads(
            text,
            parse_float=Decimal if exact else None,
            parse_constant=refuse,
            object_pairs_hook=once,
        )
    except InvalidOperation:
        raise NotUnderstood(["a number has more digits than can be counted"]) from None
    except (ValueError, RecursionError) as fault:
        raise NotUnderstood([f"this is not JSON: {fault}"]) from None


def _answer_faults(recipe: Recipe, case: object) -> Iterator[str]:
    if not isinstance(case, dict):
        yield 'not an object of answers, such as {"q1": 2, "q2": null}'
        return
    items = {item.id: item for item in recipe.items}
    if unknown := sorted(set(case) - set(items)):
        yield f"{', '.join(unknown)}: not items of {recipe.id}, which has {', '.join(items)}"
    for name, item in items.items():
        value = case.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            yield f"{name} is {json.dumps(value, default=str)[:60]}; a number or null was expected"
        elif not item.allows(Decimal(value)):
            yield f"{name} is {value}; {item} was expected"


def _scores(recipe: Recipe, case: Mapping[str, int | Decimal | None]) -> dict[str, float | None]:
    values = {
        name: Missing.SKIPPED if value is None else Decimal(value) for name, value in case.items()
    }
    results = score_scales(recipe.scales_asked(frozenset(case)), values)
    return {name: _printed(result.value) for name, result in results.items()}


def _printed(value: Decimal | None) -> float | None:
    # JSON has one kind of number; nothing is computed with it any more.
    return None if value is None else float(value.quantize(_FOUR_DECIMALS, ROUND_HALF_UP))


def _document_faults(document: object) -> Iterator[str]:
    if not isinstance(document, dict) or not isinstance(document.get("cases"), list):
        yield "not an object with bank and cases"
        return
    try:
        bank = _bank(document)
    except (ValidationError, NotUnderstood) as fault:
        yield from _sentences("bank", fault)
        return
    for number, case in enumerate(document["cases"], 1):
        yield from _case_faults(f"case {number}", case, bank)


def _case_faults(place: str, case: object, bank: Bank) -> Iterator[str]:
    if (
        not isinstance(case, dict)
        or not isinstance(case.get("responses"), list)
        or not isinstance(case.get("settings", {}), dict)
    ):
        yield f"{place} is not an object with settings and responses"
        return
    try:
        ItemResponse(bank=bank, settings=_settings(case))
    except ValidationError as fault:
        yield from _sentences(f"{place}, settings", fault)
    responses = case["responses"]
    if len(responses) != len(bank.items):
        yield f"{place} has {len(responses)} responses for {len(bank.items)} items"
    for item, response in zip(bank.items, responses, strict=False):
        if response is None:
            continue
        whole = isinstance(response, int) and not isinstance(response, bool)
        if not whole or not 0 <= response < item.categories:
            yield (
                f"{place}: {item.link_id} is answered {json.dumps(response)[:60]};"
                f" a category from 0 to {item.categories - 1}, or null, was expected"
            )


def _sentences(place: str, fault: ValidationError | NotUnderstood) -> Iterator[str]:
    if isinstance(fault, NotUnderstood):
        yield from fault.faults
        return
    for one in fault.errors():
        yield f"{place} {'.'.join(map(str, one['loc']))}: {one['msg']}"


def _bank(document: Mapping[str, Any]) -> Bank:
    named = str(document.get("model", "graded response"))
    model = _MODELS.get(named.lower().replace("_", " ").removesuffix(" model"))
    if model is None:
        raise NotUnderstood([f"the model {named!r} is not one of: {', '.join(_MODELS)}"])
    return Bank.model_validate({"model": model, "items": document.get("bank")})


def _settings(case: Mapping[str, Any]) -> Settings:
    return Settings.model_validate({"max_items": None, **case.get("settings", {})})


def _simulated(document: Mapping[str, Any]) -> dict[str, Any]:
    bank = _bank(document)
    return {
        **document,
        "cases": [_run(bank, case) for case in waiting.counted(document["cases"], "case")],
    }


def _run(bank: Bank, case: Mapping[str, Any]) -> dict[str, Any]:
    answers = {
        item.link_id: Missing.SKIPPED if response is None else response
        for item, response in zip(bank.items, case["responses"], strict=True)
    }
    steps, _ = walk(bank, _settings(case), answers)
    return {**case, "steps": [_step(step) for step in steps]}


def _step(step: Step) -> dict[str, Any]:
    found = step.estimate
    return {
        "item": step.link_id,
        "response": None if isinstance(step.response, Missing) else step.response,
        "theta": float(found.theta),
        "se": float(found.se),
        "t": float(found.t),
    }


def run_score(given: Namespace) -> int:
    """`lytte score RECIPE --answers FILE`: print the scores; 1 when nothing can be scored."""
    return _run_on(given.answers, lambda text: score(given.recipe, text))


def run_cat_simulate(given: Namespace) -> int:
    """`lytte cat simulate FILE`: print the document with its steps; 1 when it cannot be run."""
    return _run_on(given.file, cat_simulate)


def _text(file: str) -> str:
    with Path(file).open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        told = f"{file} is over {_MOST_BYTES:,} bytes; split it in several files"
        raise NotUnderstood([told])
    return content.decode("utf-8-sig")


def _run_on(file: str, work: Callable[[str], str]) -> int:
    try:
        print(work(_text(file)))
    except (OSError, UnicodeDecodeError) as fault:
        print(f"{file} cannot be read: {fault}", file=sys.stderr)
        return 1
    except NotUnderstood as refused:
        print("\n".join(refused.faults), file=sys.stderr)
        return 1
    return 0
