"""Rules in force as the sentences of a page that asks about them."""

from collections.abc import Iterable

from lytte.core.thresholds import Emergency, Rule
from lytte.services import ruling
from lytte_admin import rule_words
from lytte_admin.access import Page


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
