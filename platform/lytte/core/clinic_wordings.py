"""The texts a clinic's patients read beside the questions: advice, help now, what it is for.

As in `wordings`, one walk reads and writes each of them, so that what is counted, sent to a
translator and changed is the same set.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lytte.core.composition import Composition, wordings
from lytte.core.own_settings import OwnSettings, Told
from lytte.core.safety import NAMES, SafetyLines, SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import Emergency, Rule, RuleSet
from lytte.core.wordings import Change, Kind, Origins, Wording

SAFETY: Mapping[str, Kind] = {
    "who_answers": "who_answers",
    "out_of_hours": "out_of_hours",
    "danger": "danger",
    "when_read": "when_read",
}
TOLD: Mapping[str, Kind] = {"information": "information", "consent": "consent"}


class Texts(NamedTuple):
    """Texts that are translated together: from which language, and from which wording each."""

    every: list[Wording]
    source: str
    origins: Origins = {}


def of_form(made: Composition) -> Texts:
    """Return a form's own texts."""
    return Texts(wordings(made), made.source, made.translated_from)


def of_rules(rules: RuleSet, source: str) -> Texts:
    """Return what the rules tell a patient."""
    return _noted(lambda note: reworded_rules(rules, note), source)


def of_safety(text: SafetyText, source: str) -> Texts:
    """Return the lines of the safety text."""
    return _noted(lambda note: reworded_safety(text, note), source)


def of_settings(own: OwnSettings, source: str) -> Texts:
    """Return what stands before the first question in a level's own words."""
    return _noted(lambda note: reworded_settings(own, note), source)


def reworded_rules(rules: RuleSet, change: Change) -> RuleSet:
    """Return the rules with each text for patients as `change` returns it."""
    return RuleSet(
        rules=tuple(_rule(one, change) for one in rules.rules),
        emergencies=tuple(_emergency(one, change) for one in rules.emergencies),
    )


def reworded_safety(text: SafetyText, change: Change) -> SafetyText:
    """Return the safety text with each line as `change` returns it."""
    made = _by_language(
        {name: {tag: getattr(one, name) for tag, one in text.languages.items()} for name in NAMES},
        SAFETY, change,
    )  # fmt: skip
    return SafetyText(languages={tag: SafetyLines(**lines) for tag, lines in made.items()})


def reworded_settings(own: OwnSettings, change: Change) -> OwnSettings:
    """Return the settings with what is told before the first question as `change` returns it."""
    made = _by_language(
        {name: {tag: getattr(one, name) for tag, one in own.told.items()} for name in TOLD},
        TOLD, change,
    )  # fmt: skip
    return own.model_copy(update={"told": {tag: Told(**lines) for tag, lines in made.items()}})


def _by_language(
    said: Mapping[str, Mapping[str, str]], kinds: Mapping[str, Kind], change: Change
) -> dict[str, dict[str, str]]:
    """Return the changed texts by language and name, where they are stored the other way."""
    found: dict[str, dict[str, str]] = {}
    for name, by_tag in said.items():
        wording = Wording(name, kinds[name], Text(by_tag))
        for tag, words in (change(wording) if wording.text else wording.text).root.items():
            found.setdefault(tag, {})[name] = words
    return found


def _rule(rule: Rule, change: Change) -> Rule:
    if not rule.advice:
        return rule
    advice = change(Wording(f"{rule.id}#advice", "advice", rule.advice, rule.id))
    return rule.model_copy(update={"advice": advice})


def _emergency(one: Emergency, change: Change) -> Emergency:
    said: tuple[tuple[Kind, Text], ...] = (
        ("name", one.name),
        ("call_now", one.call_now),
        ("danger", one.danger),
    )
    made = {
        str(kind): change(Wording(f"{one.id}#{kind}", kind, text, one.id))
        for kind, text in said
        if text
    }
    return one.model_copy(update=made)


def _noted(walk: Callable[[Change], object], source: str) -> Texts:
    found: list[Wording] = []

    def note(wording: Wording) -> Text:
        found.append(wording)
        return wording.text

    walk(note)
    return Texts(found, source)
