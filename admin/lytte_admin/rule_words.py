"""A threshold rule as a sentence, and back from the sentence's fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lytte.core.criteria import simple, watched
from lytte.core.forms import Form
from lytte.core.summary_measures import names
from lytte.core.thresholds import (
    AtLeast,
    Below,
    Combined,
    Criterion,
    Persisted,
    Rule,
    Silent,
    When,
    Worsened,
)
from lytte.wording.catalogue import Words
from lytte_admin.asked_when import Unreadable, number
from lytte_admin.composing import written
from lytte_admin.labels import RECIPIENTS

Worse = Literal["up", "down"]


@dataclass(frozen=True)
class Fields:
    """One half of the sentence, as its fields show it."""

    measure: str = ""
    kind: str = "at_least"
    value: str = ""


def sentence(criterion: When, named: Mapping[str, str], say: Words) -> str:
    """Return when the rule alerts, in words."""
    match criterion:
        case AtLeast(measure=measure, value=value):
            return say(
                "{measure} is {value} or more", measure=_name(measure, named, say), value=value
            )
        case Below(measure=measure, value=value):
            return say(
                "{measure} is under {value}", measure=_name(measure, named, say), value=value
            )
        case Worsened(measure=measure, by=by, since=since):
            then = say("last time") if since == "last" else say("the first time")
            name = _name(measure, named, say)
            return say(
                "{measure} is {by} or more worse than {since}", measure=name, by=by, since=then
            )
        case Persisted(of=of, times=times, among=among):
            limit = sentence(of, named, say)
            return say(
                "{limit} at least {times} of the last {among} times",
                limit=limit, times=times, among=among,
            )  # fmt: skip
        case Combined(together=together, of=parts):
            joint = f" {say('and')} " if together == "all" else f" {say('or')} "
            return joint.join(sentence(one, named, say) for one in parts)
        case Silent(hours=hours):
            return say.count(
                "nothing is answered {number} hour after it was due",
                "nothing is answered {number} hours after it was due",
                hours,
            )


def names_of(forms: Iterable[Form], language: str) -> dict[str, str]:
    """Return the short name of every question and score in the forms, by its address."""
    found: dict[str, str] = {}
    for form in forms:
        found |= names(form, language)
    return found


def first_measure(when: When) -> str:
    """Return what a rule looks at first: where it stands in the list. Empty for silence."""
    return next((watched(one)[0] for one in simple(when)), "")


def _name(measure: str, named: Mapping[str, str], say: Words) -> str:
    return named.get(measure) or say("something that is not asked")


def halves(criterion: When | None) -> tuple[Fields, Fields] | None:
    """Return the fields that say a criterion; None when it is too rich for two halves."""
    if criterion is None:
        return Fields(), Fields()
    if isinstance(criterion, Silent):
        return None
    if not isinstance(criterion, Combined):
        return (_fields(criterion), Fields()) if _can_be_said(criterion) else None
    if len(criterion.of) != 2 or not all(_can_be_said(one) for one in criterion.of):
        return None
    first, second = criterion.of
    return _fields(first), _fields(second)


def _can_be_said(criterion: Criterion) -> bool:
    """Whether the fields hold all of it: a sentence must not change what it cannot show."""
    if isinstance(criterion, Persisted):
        return (criterion.times, criterion.among) == (2, 3)
    return not isinstance(criterion, Combined)


def _fields(criterion: Criterion) -> Fields:
    match criterion:
        case AtLeast(measure=measure, value=value):
            return Fields(measure, "at_least", str(value))
        case Below(measure=measure, value=value):
            return Fields(measure, "below", str(value))
        case Worsened(measure=measure, by=by, since=since):
            return Fields(measure, "worsened" if since == "last" else "from_start", str(by))
        case Persisted(of=of):
            kind = "persisted" if isinstance(of, AtLeast) else "persisted_below"
            return Fields(of.measure, kind, str(of.value))
        case Combined():
            return Fields()


def rule(
    given: Mapping[str, str], rule_id: str, worse: Mapping[str, Worse], say: Words,
    before: Rule | None = None,
) -> Rule:  # fmt: skip
    """Return the rule the sentence's fields say; Unreadable when one cannot be read."""
    recipient, deputy = given.get("recipient", ""), given.get("deputy", "")
    if recipient not in RECIPIENTS or deputy not in RECIPIENTS:
        raise Unreadable(say("Say who gets the alert, and who steps in."))
    if recipient == deputy:
        raise Unreadable(say("Whoever steps in must be someone else than whoever gets the alert."))
    return Rule(
        id=rule_id,
        severity="red" if given.get("severity") == "red" else "amber",
        when=_when(given, worse, say, before),
        name=before.name if before else Rule.model_fields["name"].default,
        recipient=recipient,
        deputy=deputy,
        advice=written(given, "advice", 300),
        source=given.get("source", "").strip()[:200],
        local=True,
    )


def _when(
    given: Mapping[str, str], worse: Mapping[str, Worse], say: Words, before: Rule | None
) -> When:
    if "measure-1" not in given and before:
        return before.when  # a sentence too rich for the fields stays as it is
    first = _criterion(given, 1, worse, say)
    if given.get("together") not in ("all", "any"):
        return first
    second = _criterion(given, 2, worse, say)
    return Combined(together="any" if given["together"] == "any" else "all", of=(first, second))


def _criterion(
    given: Mapping[str, str], half: int, worse: Mapping[str, Worse], say: Words
) -> Criterion:
    measure = given.get(f"measure-{half}", "")
    if measure not in worse:
        raise Unreadable(say("Choose what the rule looks at."))
    value = number(given.get(f"value-{half}", ""), say)
    return _of_kind(given.get(f"kind-{half}", ""), measure, value, worse[measure], say)


def _of_kind(kind: str, measure: str, value: Decimal, worse: Worse, say: Words) -> Criterion:
    match kind:
        case "below":
            return Below(measure=measure, value=value)
        case "worsened" | "from_start":
            if value <= 0:
                raise Unreadable(say("Write how many points worse, as a number above 0."))
            since: Literal["last", "baseline"] = "last" if kind == "worsened" else "baseline"
            return Worsened(measure=measure, by=value, since=since, worse=worse)
        case "persisted":
            return Persisted(of=AtLeast(measure=measure, value=value), times=2, among=3)
        case "persisted_below":
            return Persisted(of=Below(measure=measure, value=value), times=2, among=3)
        case "at_least":
            return AtLeast(measure=measure, value=value)
        case _:
            raise Unreadable(say("Choose how it is compared."))
