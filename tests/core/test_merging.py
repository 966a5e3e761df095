"""Two changes of one form come together, or are put before a person; never is one lost."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.merging import Conflict, merged_form, merged_plan, merged_rules, slot_key
from lytte.core.schedules.plan import Around, Care, Plan, Sending
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Rule, RuleSet


def form(*names: str, title: str = "Før timen", **versions: str) -> Composition:
    slots = (InstrumentSlot(instrument=one, version=versions.get(one, "1")) for one in names)
    return Composition(title=Text({"nb": title}), slots=tuple(slots))


def order(made: Composition) -> list[str]:
    return [slot_key(slot) for slot in made.slots]


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        (form("a", "b", "c", "x"), form("a", "b", "c"), ["a", "b", "c", "x"]),
        (form("a", "x", "b", "c"), form("b", "c"), ["x", "b", "c"]),
        (form("c", "a", "b"), form("a", "b", "c", "y"), ["c", "y", "a", "b"]),
        (form("a", "b"), form("b", "a", "c"), ["b", "a"]),
        (form("a", "c"), form("a", "c"), ["a", "c"]),
    ],
)
def test_what_only_one_did_stands(
    mine: Composition, theirs: Composition, wanted: list[str]
) -> None:
    assert order(merged_form(form("a", "b", "c"), mine, theirs)) == wanted


@pytest.mark.parametrize(
    ("mine", "theirs", "places"),
    [
        (form("a", "b", title="Min"), form("a", "b", title="Din"), ("title",)),
        (form("a", "b", a="2"), form("a", "b", a="3"), ("a",)),
        (form("a", "b", a="2"), form("b"), ("a",)),
        (form("b", "a", "c"), form("c", "a", "b"), ("order",)),
    ],
)
def test_what_both_did_is_a_persons_to_settle(
    mine: Composition, theirs: Composition, places: tuple[str, ...]
) -> None:
    base = form("a", "b", "c") if len(mine.slots) == 3 else form("a", "b")

    with pytest.raises(Conflict) as fault:
        merged_form(base, mine, theirs)

    assert fault.value.places == places


made_up: Any = st.builds(
    lambda names, versions, title: form(*names, title=title, **versions),
    st.lists(st.sampled_from("abcdef"), unique=True, max_size=6),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123")),
    st.sampled_from(["Før", "Etter"]),
)


@given(made_up, made_up)
def test_a_change_alone_is_kept_whole(base: Composition, changed: Composition) -> None:
    assert merged_form(base, changed, base) == changed
    assert merged_form(base, base, changed) == changed
    assert merged_form(base, changed, changed) == changed


@given(made_up, made_up, made_up)
def test_nothing_is_lost_without_a_word(
    base: Composition, mine: Composition, theirs: Composition
) -> None:
    try:
        merged = merged_form(base, mine, theirs)
    except Conflict:
        return
    for one in (mine, theirs):
        new = [slot for slot in one.slots if slot not in base.slots]
        assert all(slot in merged.slots for slot in new)
    assert len(set(order(merged))) == len(merged.slots)


def test_rules_come_together_rule_by_rule() -> None:
    def rule(name: str, limit: int) -> Rule:
        return Rule.model_validate(
            {"id": name, "severity": "red", "when": AtLeast.model_validate(
                {"measure": "a/pain", "value": limit})}
        )  # fmt: skip

    base = RuleSet(rules=(rule("one", 7), rule("two", 5)))
    mine = RuleSet(rules=(rule("one", 8), rule("two", 5)))
    theirs = RuleSet(rules=(rule("one", 7), rule("two", 6), rule("three", 4)))

    merged = merged_rules(base, mine, theirs)

    assert merged.rules == (rule("one", 8), rule("two", 6), rule("three", 4))
    with pytest.raises(Conflict):
        merged_rules(base, mine, RuleSet(rules=(rule("one", 9), rule("two", 5))))


def plan(hour: int = 9, limit: int = 20, *more: str) -> Plan:
    lines = [Sending(id="visit", form="f", when=Around(days=2), at=time(hour))]
    lines += [Sending(id=one, form="f", when=Around(days=1)) for one in more]
    return Plan(sendings=tuple(lines), care=Care(minutes_a_week=limit))


def test_plans_are_put_together_line_by_line_and_setting_by_setting() -> None:
    assert merged_plan(plan(), plan(10), plan(9, 15, "week")) == plan(10, 15, "week")

    with pytest.raises(Conflict) as fault:
        merged_plan(plan(), plan(10, 15), plan(11, 10))

    assert fault.value.places == ("visit", "minutes")
