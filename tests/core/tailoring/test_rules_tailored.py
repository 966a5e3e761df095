"""Alert rules obey the law of forms: what was changed is found again, and lays the same."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lytte.core.forms import document
from lytte.core.tailoring.listed import Drop, Set
from lytte.core.tailoring.rebasing import Choice
from lytte.core.tailoring.rebasing_listed import rebase, settled
from lytte.core.tailoring.ruled import RULES, RuleTailoring, difference, lay
from lytte.core.texts import Text
from lytte.core.thresholds import (
    AtLeast,
    Combined,
    Criterion,
    Emergency,
    Rule,
    RuleSet,
    Worsened,
)

texts = st.dictionaries(st.sampled_from(["nb", "ar"]), st.sampled_from(["", "Ring oss"])).map(Text)
limits = st.builds(
    AtLeast,
    measure=st.sampled_from(["a/pain", "b/sleep"]),
    value=st.just(Decimal(7)) | st.just(Decimal("6.5")),
)
criteria: st.SearchStrategy[Criterion] = limits | st.builds(
    Worsened, measure=st.just("a/pain"), by=st.just(Decimal(2))
)
criteria |= st.builds(Combined, of=st.tuples(limits, criteria))
rules = st.builds(
    Rule,
    id=st.sampled_from(["pain", "sleep", "own"]),
    severity=st.sampled_from(["amber", "red"]),
    when=criteria,
    deputy=st.sampled_from(["", "doctor"]),
    advice=texts,
    local=st.booleans(),
)
emergencies = st.builds(
    Emergency,
    id=st.sampled_from(["fever", "legs"]),
    item=st.sampled_from(["a/fever", "a/legs"]),
    triggers=st.sampled_from([(True,), (True, False), ("ja",)]),
    # A name and a reason are always written: an emergency without them cannot be stored.
    name=st.just(Text({"nb": "Feber"})),
    call_now=texts.filter(lambda one: bool(one.root)),
)
rule_sets = st.builds(
    RuleSet,
    rules=st.lists(rules, max_size=4, unique_by=lambda one: one.id).map(tuple),
    emergencies=st.lists(emergencies, max_size=2, unique_by=lambda one: one.id).map(tuple),
)


def _rule(name: str = "pain", limit: int = 7, **more: str) -> Rule:
    when = AtLeast(measure="a/pain", value=Decimal(limit))
    return Rule.model_validate({"id": name, "severity": "red", "when": when, **more})


OLD = RuleSet(rules=(_rule(), _rule("sleep")))


@given(rule_sets, rule_sets)
def test_the_changes_found_make_the_rules_again(base: RuleSet, made: RuleSet) -> None:
    assert lay(base, difference(base, made)) == made


@given(rule_sets, rule_sets)
def test_stored_changes_are_read_back_as_they_were(base: RuleSet, made: RuleSet) -> None:
    stored = document(RuleTailoring(changes=difference(base, made)))

    assert lay(base, RuleTailoring.model_validate(stored).changes) == made


@given(rule_sets, rule_sets, rule_sets)
def test_every_change_is_kept_dropped_for_a_reason_or_asked_about(
    old: RuleSet, new: RuleSet, mine: RuleSet
) -> None:
    changes = difference(old, mine)
    found = rebase(RULES, old, new, changes)

    asked = [one for conflict in found.conflicts for one in conflict.ours]
    assert sorted(map(str, (*found.fits, *found.same, *asked))) == sorted(map(str, changes))
    assert settled(RULES, old, old, changes, {}) == mine
    assert settled(RULES, old, new, (), {}) == new


@given(rule_sets, rule_sets, rule_sets)
def test_a_rule_that_is_kept_is_word_for_word_ours(
    old: RuleSet, new: RuleSet, mine: RuleSet
) -> None:
    changes = difference(old, mine)
    conflicts = rebase(RULES, old, new, changes).conflicts
    chosen: dict[str, Choice] = {one.name: "ours" for one in conflicts}

    made = settled(RULES, old, new, changes, chosen)

    for conflict in conflicts:
        if any(isinstance(one, Drop) for one in conflict.ours):
            assert conflict.about[1] not in {one.id for one in getattr(made, conflict.about[0])}


def test_a_limit_raised_is_one_change() -> None:
    made = OLD.model_copy(update={"rules": (_rule(limit=8), OLD.rules[1])})

    [change] = difference(OLD, made)

    assert isinstance(change, Set)
    assert (change.id, change.field, change.value["value"]) == ("pain", "when", "8")


def test_both_changing_one_limit_is_asked_about_and_others_come_along() -> None:
    mine = RuleSet(rules=(_rule(limit=8), OLD.rules[1]))
    new = RuleSet(rules=(_rule(limit=5), _rule("sleep", deputy="doctor"), _rule("fall")))
    changes = difference(OLD, mine)

    [conflict] = rebase(RULES, OLD, new, changes).conflicts

    assert conflict.name == "rules|pain"
    assert settled(RULES, OLD, new, changes, {conflict.name: "ours"}).rules == (
        _rule(limit=8), *new.rules[1:],
    )  # fmt: skip
    assert settled(RULES, OLD, new, changes, {conflict.name: "theirs"}) == new


def test_a_rule_we_changed_and_they_took_away_can_be_kept() -> None:
    mine = RuleSet(rules=(_rule(limit=8), OLD.rules[1]))
    new = RuleSet(rules=(OLD.rules[1],))
    changes = difference(OLD, mine)

    [conflict] = rebase(RULES, OLD, new, changes).conflicts

    assert settled(RULES, OLD, new, changes, {conflict.name: "ours"}).rules == (
        OLD.rules[1], _rule(limit=8),
    )  # fmt: skip


def test_a_rule_we_dropped_stays_dropped_whatever_they_made_of_it() -> None:
    mine = RuleSet(rules=OLD.rules[1:])
    new = RuleSet(rules=(_rule(limit=5), OLD.rules[1]))
    changes = difference(OLD, mine)

    assert rebase(RULES, OLD, new, changes).conflicts == ()
    assert settled(RULES, OLD, new, changes, {}) == mine
