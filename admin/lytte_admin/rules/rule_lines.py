"""Rules in force as the sentences of a page that asks about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from lytte.core.thresholds import Emergency, Rule, RuleSet
from lytte.services.rules import ruling
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.in_words import rule_words


def told(page: Page, rules: Iterable[Rule | Emergency]) -> list[str]:
    """Say rules as sentences."""
    known = ruling.spoken_of(page.work, page.clinic.id)
    names = rule_words.names_of(known, page.say.language)
    return [
        rule_words.sentence(one.when, names, page.say)
        if isinstance(one, Rule)
        else one.name.read(page.say.language)
        for one in rules
    ]


@dataclass(frozen=True)
class Planned:
    """A form that waits for its day, and the rules that alert nobody from then on."""

    form: tables.FormPublication
    rules: list[str]


def deafened(page: Page, rules: RuleSet) -> list[Planned]:
    """Say which planned forms leave some of these rules with nothing to look at."""
    found = ruling.deafened(page.work, page.clinic.id, rules)
    return [Planned(one.form, told(page, one.rules)) for one in found]
