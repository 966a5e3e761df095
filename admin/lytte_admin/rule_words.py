"""A threshold rule as a sentence, and back from the sentence's fields."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from lytte.core.thresholds import (
    AtLeast,
    Below,
    Combined,
    Criterion,
    Persisted,
    Rule,
    Worsened,
)
from lytte.wording.catalogue import Words

KINDS = ("at_least", "below", "worsened", "persisted")


class Unreadable(Exception):
    """A field of the sentence does not hold what it should; the text says which."""


def sentence(criterion: Criterion, names: Mapping[str, str], _: Words) -> str:
    """Return when the rule alerts, in words."""
    match criterion:
        case AtLeast():
            return _(
                "{measure} is {value} or more",
                measure=names.get(criterion.measure, criterion.measure),
                value=criterion.value,
            )
        case Below():
            return _(
                "{measure} is under {value}",
                measure=names.get(criterion.measure, criterion.measure),
                value=criterion.value,
            )
        case Worsened():
            since = _("last time") if criterion.since == "last" else _("the first time")
            return _(
                "{measure} is {by} or more worse than {since}",
                measure=names.get(criterion.measure, criterion.measure),
                by=criterion.by,
                since=since,
            )
        case Persisted():
            return _(
                "{limit} at least {times} of the last {among} times",
                limit=sentence(criterion.of, names, _),
                times=criterion.times,
                among=criterion.among,
            )
        case Combined():
            joint = f" {_('and')} " if criterion.together == "all" else f" {_('or')} "
            return joint.join(sentence(one, names, _) for one in criterion.of)


def measures_of(criterion: Criterion) -> set[str]:
    """Return every measure the rule looks at."""
    match criterion:
        case Combined():
            return {name for one in criterion.of for name in measures_of(one)}
        case Persisted():
            return {criterion.of.measure}
        case AtLeast() | Below() | Worsened():
            return {criterion.measure}


def rule(given: Mapping[str, str], rule_id: str, worse: Mapping[str, str], _: Words) -> Rule:
    """Return the rule the sentence's fields say; Unreadable when one cannot be read."""
    measure = given.get("measure", "")
    if measure not in worse:
        raise Unreadable(_("Choose what the rule looks at."))
    value = number(given.get("value", ""), _)
    severity = given.get("severity")
    return Rule(
        id=rule_id,
        severity="red" if severity == "red" else "amber",
        when=_criterion(given, measure, value, worse[measure], _),
        recipient=given.get("recipient", "").strip() or "nurse",
        deputy=given.get("deputy", "").strip(),
        source=given.get("source", "").strip(),
        local=True,
    )


def _criterion(
    given: Mapping[str, str], measure: str, value: Decimal, worse: str, _: Words
) -> Criterion:
    match given.get("kind"):
        case "below":
            return Below(measure=measure, value=value)
        case "worsened":
            return Worsened(measure=measure, by=value, worse="down" if worse == "down" else "up")
        case "persisted":
            limit = AtLeast if worse == "up" else Below
            return Persisted(of=limit(measure=measure, value=value), times=2, among=3)
        case "at_least":
            return AtLeast(measure=measure, value=value)
        case _:
            raise Unreadable(_("Choose how it is compared."))


def number(text: str, _: Words) -> Decimal:
    """Return the limit as typed, comma or point; Unreadable when it is none."""
    try:
        found = Decimal(text.replace(",", ".").strip())
    except InvalidOperation:
        raise Unreadable(_("Write the limit as a number.")) from None
    if not found.is_finite():
        raise Unreadable(_("Write the limit as a number."))
    return found
