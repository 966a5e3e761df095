"""Time the questionnaire engine: `python -m lytte.commands.bench_engine`.

Prints CPU milliseconds: reading a form, working out a response from scratch, and taking
one answer, for a form of 100 items with 40 conditions and 10 calculations, for ten times
as much, and for forms nobody should have written.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from lytte.core.answers import Answers, Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.page_plan import page_plans
from lytte.core.evaluation.pages import pages
from lytte.core.evaluation.response_problems import problems
from lytte.core.evaluation.response_tree import response_tree
from lytte.core.questionnaire import Questionnaire

LIMIT_ONE_ANSWER = Decimal("0.3")
LIMIT_FROM_SCRATCH = Decimal(5)
LIMIT_ANYTHING = Decimal(1000)
LIMIT_MEGABYTES = 300
_TIMES = 30
_ADDENDS = 9


class Form(NamedTuple):
    """A form to time, with an answer to every question that is asked."""

    name: str
    questionnaire: Questionnaire
    answers: Answers


def main() -> int:
    """Print the figures; 1 when one is over its limit."""
    within = [_everyday(_form(100)), _everyday(_form(1000), published=False)]
    within += [_absurd(form) for form in (_chain(5000), _everything(1000), _rows(1000))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"most memory: {peak} MB (limit {LIMIT_MEGABYTES})")
    return int(not all(within) or peak > LIMIT_MEGABYTES)


def _everyday(form: Form, *, published: bool = True) -> bool:
    compiled = compile(form.questionnaire)
    plans = page_plans(compiled)
    evaluation = evaluate(compiled, form.answers)
    keys = iter(list(form.answers) * _TIMES)
    scratch = _median(lambda: evaluate(compiled, form.answers))
    one = _median(lambda: evaluation.answer(next(keys), (3,)))
    paging = _median(lambda: pages(plans, evaluation))
    reading = _median(lambda: compile(form.questionnaire))
    limits = f" (limits {LIMIT_FROM_SCRATCH}, {LIMIT_ONE_ANSWER})" if published else ""
    print(
        f"{form.name}: read {reading:.2f} ms, from scratch {scratch:.2f}, "
        f"one answer {one:.3f}{limits}, its pages {paging:.2f}"
    )
    return not published or (scratch <= LIMIT_FROM_SCRATCH and one <= LIMIT_ONE_ANSWER)


def _absurd(form: Form) -> bool:
    start = time.process_time()
    compiled = compile(form.questionnaire)
    evaluation = evaluate(compiled, form.answers)
    pages(page_plans(compiled), evaluation)
    response_tree(evaluation)
    problems(evaluation)
    taken = Decimal((time.process_time() - start) * 1000)
    print(f"{form.name}: all of it {taken:.0f} ms (limit {LIMIT_ANYTHING})")
    return taken <= LIMIT_ANYTHING


def _form(count: int) -> Form:
    """Four in ten questions hang on the one before; one in ten items adds up nine others."""
    totals = count // 10
    asked = count - totals
    items = [_question(number) for number in range(asked)]
    for number in range(1, 2 * (4 * count // 10), 2):
        items[number]["enable_when"] = [_when(number - 1)]
    items += [_total(number, asked) for number in range(totals)]
    return _named(f"{count} items, {4 * count // 10} conditions, {totals} calculations", items)


def _chain(count: int) -> Form:
    items = [_question(number) for number in range(count)]
    for number in range(1, count):
        items[number]["enable_when"] = [_when(number - 1)]
    return _named(f"{count} items, each opened by the one before", items)


def _everything(count: int) -> Form:
    calculated = {"expression": "%resource.repeat(item).answer.value.count()"}
    items = [_question(number) for number in range(count)]
    items += [{**_question(count + n), "calculated_expression": calculated} for n in range(count)]
    return _named(f"{count} questions and {count} totals that look at everything", items)


def _rows(count: int) -> Form:
    inside = [_question(number) for number in range(40)]
    for number in range(1, 40):
        inside[number]["enable_when"] = [_when(number - 1)]
    group = {"type": "group", "link_id": "g", "repeats": True, "items": inside}
    answers = {Key("q0", (row,)): (3,) for row in range(count)}
    read = Questionnaire.model_validate({"items": [group]})
    return Form(f"{count} rows of 40 questions", read, answers)


def _named(name: str, items: list[dict[str, Any]]) -> Form:
    read = Questionnaire.model_validate({"items": items})
    answers = {Key(item["link_id"]): (3,) for item in items if "calculated_expression" not in item}
    return Form(name, read, answers)


def _question(number: int) -> dict[str, Any]:
    return {"type": "integer", "link_id": f"q{number}"}


def _when(question: int) -> dict[str, Any]:
    return {"question": f"q{question}", "operator": ">", "answer": 2}


def _total(number: int, asked: int) -> dict[str, Any]:
    terms = (
        f"%resource.item.where(linkId='q{(number * _ADDENDS + addend) % asked}').answer.value"
        for addend in range(_ADDENDS)
    )
    calculated = {"expression": " + ".join(terms)}
    return {"type": "integer", "link_id": f"t{number}", "calculated_expression": calculated}


def _median(work: Callable[[], object]) -> Decimal:
    """Return the median CPU milliseconds."""
    taken = []
    for _ in range(_TIMES):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return Decimal(statistics.median(taken))


if __name__ == "__main__":
    sys.exit(main())
