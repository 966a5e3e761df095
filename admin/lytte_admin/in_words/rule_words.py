"""A threshold rule as a sentence."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from lytte.core.chosen import option_names
from lytte.core.criteria import asked, simple
from lytte.core.forms import Form
from lytte.core.option_measures import option_measure, option_text, question_of
from lytte.core.summary_measures import names
from lytte.core.thresholds import (
    Answered,
    AtLeast,
    Below,
    Combined,
    Criterion,
    Persisted,
    Silent,
    When,
    Worsened,
)
from lytte.wording.catalogue import Words
from lytte_admin.in_words.asked_when import either
from lytte_admin.in_words.numbers import written


def sentence(when: When, named: Mapping[str, str], say: Words) -> str:
    """Return when the rule alerts, in words."""
    match when:
        case AtLeast(measure=measure, value=value):
            name, limit = _name(measure, named, say), written(value, say)
            return say("{measure} is {value} or more", measure=name, value=limit)
        case Below(measure=measure, value=value):
            name, limit = _name(measure, named, say), written(value, say)
            return say("{measure} is under {value}", measure=name, value=limit)
        case Answered():
            return say(
                "“{measure}” is answered with {answers}",
                measure=_name(when.item, named, say), answers=either(_texts(when, named, say), say),
            )  # fmt: skip
        case Worsened(measure=measure, by=by, since=since):
            then = say("last time") if since == "last" else say("the first time")
            name = _name(measure, named, say)
            return say(
                "{measure} is {by} or more worse than {since}",
                measure=name, by=written(by, say), since=then,
            )  # fmt: skip
        case Persisted(of=of, times=times, among=among):
            limit = sentence(of, named, say)
            return say(
                "{limit} at least {times} of the last {among} times",
                limit=limit, times=times, among=among,
            )  # fmt: skip
        case Combined(together=together, of=parts):
            joint = f" {say('and')} " if together == "all" else f" {say('or')} "
            return joint.join(_inside(one, together, named, say) for one in parts)
        case Silent(hours=hours):
            return say.count(
                "nothing is answered {number} hour after it was due",
                "nothing is answered {number} hours after it was due",
                hours,
            )


def _inside(one: Criterion, outer: str, named: Mapping[str, str], say: Words) -> str:
    """Put what is joined the other way in brackets: "a, or (b and c)" reads one way only."""
    said = sentence(one, named, say)
    return f"({said})" if isinstance(one, Combined) and one.together != outer else said


def names_of(forms: Iterable[Form], language: str) -> dict[str, str]:
    """Return the name of every question, answer and score in the forms, by its address."""
    found: dict[str, str] = {}
    for form in forms:
        found |= {**names(form, language), **option_names(form, language)}
    return found


def first_measure(when: When) -> str:
    """Return what a rule looks at first: where it stands in the list. Empty for silence."""
    return next((asked(one) for one in simple(when)), "")


def number(measure: str, value: Decimal, named: Mapping[str, str], say: Words) -> str:
    """Return a number that was given, or the answer that was chosen: “Pain 8”, “Fever: yes”."""
    address = question_of(measure, named)
    question = named.get(address, "")
    if address == measure:
        return f"{question} {written(value, say)}".strip()
    yes_no = {option_measure(address, True): say("yes"),
              option_measure(address, False): say("no")}  # fmt: skip
    return f"{question}: {named.get(measure) or yes_no.get(measure, '')}"


def _texts(when: Answered, named: Mapping[str, str], say: Words) -> list[str]:
    yes_no = {True: say("yes"), False: say("no")}
    return [
        yes_no[one]
        if isinstance(one, bool)
        else named.get(option_measure(when.item, one)) or option_text(one)
        for one in when.options
    ]


def _name(measure: str, named: Mapping[str, str], say: Words) -> str:
    return named.get(measure) or say("something that is not asked")
