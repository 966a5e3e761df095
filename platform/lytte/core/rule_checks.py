"""What keeps a set of rules from being put in force."""

from collections.abc import Iterator, Sequence, Set

from lytte.core.problems import Problem, error
from lytte.core.thresholds import AtLeast, Below, Combined, Criterion, Persisted, RuleSet, Worsened


def problems(
    rules: RuleSet, *, measures: Set[str], items: Set[str], languages: Sequence[str]
) -> list[Problem]:
    """Return what is missing. `measures` and `items` are the addresses the clinic's forms have."""
    return [*_rules(rules, measures), *_emergencies(rules, items, languages)]


def looks_at(criterion: Criterion) -> set[str]:
    """Return every measure a criterion looks at."""
    match criterion:
        case Combined(of=parts):
            return {name for one in parts for name in looks_at(one)}
        case Persisted(of=limit):
            return {limit.measure}
        case AtLeast(measure=measure) | Below(measure=measure) | Worsened(measure=measure):
            return {measure}


def _rules(rules: RuleSet, measures: Set[str]) -> Iterator[Problem]:
    for one in rules.rules:
        if not one.deputy or one.deputy == one.recipient:
            yield error(
                one.id,
                "A rule has nobody to step in when its recipient is away.",
                "Open the rule and choose a deputy.",
            )
        if not looks_at(one.when) <= measures:
            yield error(
                one.id,
                "A rule looks at something that none of the clinic's forms ask.",
                "Take the rule out, or put the question back in a form.",
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
