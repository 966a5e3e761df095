"""What keeps a set of rules from being put in force."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from lytte.core.chosen import Question
from lytte.core.criteria import Numeric, Simple, asked, simple, watched
from lytte.core.option_measures import option_key, option_text
from lytte.core.problems import Problem, error
from lytte.core.thresholds import Answered, AtLeast, Below, Persisted, Rule, RuleSet, Worsened

Ends = tuple[Decimal, Decimal] | None
"""The lowest and the highest number of a measure; None where they are not known."""


def problems(
    rules: RuleSet,
    *,
    measures: Mapping[str, Ends],
    items: Set[str],
    questions: Mapping[str, Question],
    languages: Sequence[str],
) -> list[Problem]:
    """Return what is missing. `measures` and `items` are the addresses the clinic's forms have.

    `questions` are those that are answered by choosing.
    """
    return [
        *_twice(rules),
        *_rules(rules, measures, questions),
        *_emergencies(rules, items, languages),
    ]


def outside(criterion: Numeric, ends: Ends) -> Problem | None:
    """Return what is wrong with a limit that never, or always, is passed.

    `place` is empty: whoever asks knows which rule it is.
    """
    if isinstance(criterion, Persisted):
        if criterion.times > criterion.among:
            return error(
                "",
                f"{criterion.times} of the last {criterion.among} times can never be.",
                "Write at most as many times as answers that are looked at.",
            )
        return outside(criterion.of, ends)
    if ends is None:
        return None
    low, high = ends
    match criterion:
        case AtLeast(value=limit) | Below(value=limit):
            inside = low < limit <= high
        case Worsened(by=limit):
            inside = 0 < limit <= high - low
    if inside:
        return None
    return error(
        "",
        f"The limit {limit} lies outside the scale, {low} to {high}: "
        "every answer would alert, or none.",
        "Choose a limit inside the scale.",
    )


def _twice(rules: RuleSet) -> Iterator[Problem]:
    every = [one.id for one in rules.rules] + [one.id for one in rules.emergencies]
    for rule_id, times in Counter(every).items():
        if times > 1:
            yield error(rule_id, "A rule stands twice.", "Take one of them out.")


def _rules(
    rules: RuleSet, measures: Mapping[str, Ends], questions: Mapping[str, Question]
) -> Iterator[Problem]:
    for one in rules.rules:
        if not one.deputy or one.deputy == one.recipient:
            yield error(
                one.id,
                "A rule has nobody to step in when its recipient is away.",
                "Open the rule and choose a deputy.",
            )
        if any(not _is_asked(each, measures, questions) for each in simple(one.when)):
            yield error(
                one.id,
                "A rule looks at something that none of the clinic's forms ask.",
                "Take the rule out, or put the question back in a form.",
            )
        for each in simple(one.when):
            if isinstance(each, Answered):
                yield from _not_offered(one, each, questions.get(each.item))
                continue
            wrong = outside(each, measures.get(watched(each)[0]))
            if wrong is not None:
                yield wrong.model_copy(update={"place": one.id})


def _is_asked(
    criterion: Simple, measures: Mapping[str, Ends], questions: Mapping[str, Question]
) -> bool:
    if isinstance(criterion, Answered) and criterion.item in questions:
        return True
    return asked(criterion) in measures


def _not_offered(rule: Rule, criterion: Answered, question: Question | None) -> Iterator[Problem]:
    """Yield each answer that a rule waits for and that its question has not, or not any more."""
    for option in criterion.options if question else ():
        if question and option_key(option) not in question.keys:
            yield error(
                rule.id,
                f"A rule waits for the answer “{option_text(option)}” to “{question.name}”, "
                "and the question does not offer it.",
                "Open the rule and tick the answers that count, or take the rule out.",
            )


def _emergencies(rules: RuleSet, items: Set[str], languages: Sequence[str]) -> Iterator[Problem]:
    for one in rules.emergencies:
        name = one.name.read("nb")
        if one.item not in items:
            yield error(
                one.id,
                f"“Call us now” for «{name}» waits for a question that no form asks.",
                "Take it out, or put the question back in a form.",
            )
        for language in languages:
            if not one.call_now.has(language):
                yield error(
                    one.id,
                    f"“Call us now” for «{name}» does not say why in {language}.",
                    "Write what the patient reads, in every language of the clinic's forms.",
                )
