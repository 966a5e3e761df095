"""Rules about what reads the same and is not, or is the same and does not read so."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lytte.core.checks.form import Form
from lytte.core.checks.offer import Offer
from lytte.core.checks.telling import named, quoted, told
from lytte.core.evaluation.value_faults import pattern_of
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.problems import Problem, note, warning
from lytte.core.wordings import item_texts

_A_SCALE = 3
_NUMBER = re.compile(r"\d+")
_NONE = frozenset(
    {
        "none", "none of these", "none of the above", "no symptoms",
        "ingen", "ingen av disse", "ingen av delene", "ingen av dei", "ingen av alternativene",
        "ingen av de ovennevnte", "ingen av dessa", "ingen af disse", "keine", "nichts davon",
    }
)  # fmt: skip


def same_words_twice(form: Form) -> Iterator[Problem]:
    """Two different options of one question have the same words.

    Whoever chooses cannot tell them apart, and the answer is one of two codes by chance.
    """
    for item in form.choices:
        for words in form.offer(item).same_words[:1]:
            yield warning(
                item.link_id,
                f"{told(item)} has different options with the same words: {quoted(words)}",
                "Give each option words of its own.",
            )


def same_question_twice(form: Form) -> Iterator[Problem]:
    """Two questions that follow on one another have the same words and the same answers.

    The patient believes that the first answer was not taken. Questions that are asked
    under a condition, in groups of their own or with other options are left alone.
    """
    for siblings in (form.places.roots, *(place.children for place in form.places.all)):
        for before, after in pairwise(place.item for place in siblings):
            if _asks_the_same(form, before, after):
                yield note(
                    after.link_id,
                    f"{told(after)} is asked twice, one after the other: see {named(before)}",
                    "Take one of them out, or say in the words what is different.",
                )


def options_in_another_order(form: Form) -> Iterator[Problem]:
    """Two questions offer the same options in different orders.

    Who answers many questions alike stops reading the options, and then ticks the wrong
    one where the order turns.
    """
    first: dict[tuple[str, ...], tuple[Choice, Offer]] = {}
    seen: set[int] = set()
    for item in form.choices:
        offer = form.offer(item)
        if item.hidden or len(offer.options) < _A_SCALE or id(offer) in seen:
            continue
        seen.add(id(offer))
        met = first.setdefault(tuple(sorted(offer.words)), (item, offer))
        if met[1].words != offer.words:
            yield note(
                item.link_id,
                f"{told(item)} has the options of {named(met[0])} in another order",
                "Use one order, unless the instrument's authors chose two.",
            )


def none_beside_others(form: Form) -> Iterator[Problem]:
    """“None of these” can be chosen together with others.

    The answer then says two things at once. An option that rules out the others is
    marked so (optionExclusive), and Lytte asks again when both are chosen.
    """
    for item in form.choices:
        if not item.repeats or item.hidden:
            continue
        for words in form.offer(item).not_exclusive & _NONE:
            yield note(
                item.link_id,
                f"{told(item)} takes several answers, and {quoted(words)} may be one of several",
                "Mark the option as ruling out the others.",
            )


def initial_against_pattern(form: Form) -> Iterator[Problem]:
    """The initial value does not fit the pattern (regex) of its own question.

    The patient would be told that an answer nobody wrote is wrong.
    """
    for item in form.questions:
        if not isinstance(item, FreeText) or not item.regex:
            continue
        if any(isinstance(value, str) and _misses(item.regex, value) for value in item.initial):
            yield warning(
                item.link_id,
                f"{told(item)} starts with a value that its own pattern refuses",
                "Change the value or the pattern.",
            )


def numbers_differ(form: Form) -> Iterator[Problem]:
    """A text says other numbers in one language than in another.

    “0 to 10” in one language and “1 to 10” in another are two different questions. Only
    texts with equally many numbers are compared: “24 hours” may well be “a day”.
    """
    for item in form.items:
        for _, text in item_texts(item):
            seen = {tag: _numbers(said) for tag, said in text.root.items() if said}
            source = next(iter(seen), "")
            for tag, numbers in seen.items():
                if len(numbers) == len(seen[source]) and numbers != seen[source]:
                    yield warning(
                        item.link_id,
                        f"{told(item)} has other numbers in “{tag}” than in “{source}”",
                        "Read the two beside each other, and correct the one that is wrong.",
                    )


def _asks_the_same(form: Form, before: Item, item: Item) -> bool:
    for each in (before, item):
        if isinstance(each, Group | Display) or each.hidden or each.items or not each.text:
            return False
        if each.enable_when or each.enable_when_expression or each.prefix or each.read_only:
            return False
        if each.calculated_expression:
            return False
    if (before.type, before.text, before.formatted) != (item.type, item.text, item.formatted):
        return False
    return form.options(before) == form.options(item)


def _misses(regex: str, value: str) -> bool:
    pattern = pattern_of(regex)
    return pattern is not None and pattern.fullmatch(value) is None


def _numbers(text: str) -> Counter[int]:
    return Counter(int(each) for each in _NUMBER.findall(text))


RULES = (
    same_words_twice,
    same_question_twice,
    options_in_another_order,
    none_beside_others,
    initial_against_pattern,
    numbers_differ,
)
