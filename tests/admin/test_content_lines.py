"""Everything of a rule that can differ makes a difference that is shown, in words."""

from decimal import Decimal

import pytest

from lytte.core.differences import Entry, Line, changes, compare
from lytte.core.texts import Text
from lytte.core.thresholds import Answered, AtLeast, Below, Emergency, Rule, RuleSet, When, Worsened
from lytte.core.values import Coding
from lytte.wording.catalogue import words
from lytte_admin.in_words.content_lines import ContentLines
from lytte_admin.inheriting.pieces import apart

NAMES = {
    "symptoms/pain": "Smerte", "symptoms/sleep": "Søvn", "symptoms/fever": "Feber",
    "other/pain": "Smerte", "one/only": "Matlyst",
}  # fmt: skip
OPTIONS = {"symptoms/fever": {"a": "ja", "b": "nei"}, "symptoms/sleep": {"a": "ja", "b": "ja"}}
LINES = ContentLines(words("cms", "nb"), NAMES, lambda address: OPTIONS.get(address, {}))
SEVEN = Decimal(7)


def rule(when: When) -> RuleSet:
    return RuleSet(rules=(Rule(id="one", severity="amber", when=when, deputy="doctor"),))


def at_least(measure: str) -> When:
    return AtLeast(measure=measure, value=SEVEN)


def worsened(way: str) -> When:
    return Worsened.model_validate({"measure": "one/only", "by": "2", "worse": way})


def answered(item: str, code: str) -> When:
    return Answered(item=item, options=(Coding(code=code),))


@pytest.mark.parametrize(("before", "after"), [
    (at_least("symptoms/sleep"), at_least("one/only")),
    (at_least("symptoms/pain"), at_least("other/pain")),
    (at_least("gone/one"), at_least("gone/two")),
    (at_least("one/only"), Below(measure="one/only", value=SEVEN)),
    (worsened("up"), worsened("down")),
    (answered("symptoms/fever", "a"), answered("symptoms/fever", "b")),
    (answered("symptoms/sleep", "a"), answered("symptoms/sleep", "b")),
], ids=str)  # fmt: skip
def test_no_rule_that_differs_is_told_as_the_same(before: When, after: When) -> None:
    rows = compare(LINES.rules(rule(before)), LINES.rules(rule(after)))

    assert changes(rows) != []


def emergency(item: str) -> RuleSet:
    one = Emergency(id="one", item=item, triggers=(True,), name=Text({"nb": "Feber"}),
                    call_now=Text({"nb": "Ring oss."}))  # fmt: skip
    return RuleSet(emergencies=(one,))


def test_what_a_rule_looks_at_is_told_by_its_name_and_by_no_key() -> None:
    every = [
        *LINES.rules(rule(at_least("one/only"))),
        *LINES.rules(rule(answered("symptoms/fever", "a"))),
        *LINES.rules(emergency("symptoms/fever")),
    ]
    told = [(line.label, line.text) for entry in every for line in entry.lines]

    assert ("Ser på", "Matlyst, høyere er verre") in told
    assert told.count(("Ser på", "Feber")) == 2
    assert not [text for _, text in told if "/" in text or "[" in text]
    rows = compare(LINES.rules(emergency("one/only")), LINES.rules(emergency("symptoms/fever")))
    assert changes(rows) != []


def test_a_line_that_only_one_has_is_none_in_the_other_in_words() -> None:
    form = Line("Skjema", "Før timen")
    reminded = Line("Første påminnelse", "etter 1 dag, med SMS")

    told = apart(Entry("a", "A", (form,)), Entry("a", "A", (form, reminded)), "ingen")

    assert told == (["Første påminnelse: ingen"], ["etter 1 dag, med SMS"])
