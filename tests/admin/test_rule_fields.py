"""A rule in the fields of its sentence: what they hold comes back the same, and wrong ones tell."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from werkzeug.datastructures import MultiDict

from lytte.core.thresholds import (
    AtLeast,
    Below,
    Combined,
    Criterion,
    Persisted,
    Rule,
    Silent,
    Worsened,
)
from lytte.wording.catalogue import words
from lytte_admin.in_words.rule_words import sentence
from lytte_admin.rules.rule_fields import flattened, written
from lytte_admin.rules.rule_reading import Reader
from tests.core.rehearsed_lives import criteria

PAIN = AtLeast(measure="p/pain", value=Decimal(4))
RISE = Worsened(measure="p/pain", by=Decimal(2))
LOW = Below(measure="p/walk", value=Decimal(60))
LASTING = Persisted(of=PAIN, times=3, among=5)
SCALE = {"p/pain": (Decimal(0), Decimal(10)), "p/walk": (Decimal(0), Decimal(100))}
SAY = words("cms", "nb")


def reader(fields: dict[str, Any]) -> Reader:
    usual = {"recipient": "nurse", "deputy": "doctor"}
    return Reader(
        MultiDict({**usual, **fields}), {"p/pain": "up", "p/walk": "down"}, SCALE, SAY
    )  # fmt: skip


def as_form(criterion: Criterion) -> dict[str, str]:
    """What a browser sends when the page is opened and saved."""
    found = written(criterion)
    assert found is not None
    form = {"together": found.together}
    for group, conditions in enumerate(found.groups, 1):
        for number, one in enumerate(conditions, 1):
            for name in ("measure", "kind", "value", "times", "among"):
                form[f"{name}-{group}-{number}"] = getattr(one, name)
    return form


@pytest.mark.parametrize(
    "criterion",
    [
        PAIN, LOW, RISE, Worsened(measure="p/walk", by=Decimal(20), since="baseline", worse="down"),
        LASTING, Persisted(of=LOW, times=2, among=2),
        Combined(of=(PAIN, RISE)), Combined(together="any", of=(PAIN, RISE, LOW)),
        Combined(of=(PAIN, LASTING, LOW)),
        Combined(of=(PAIN, Combined(together="any", of=(RISE, LASTING)))),
        Combined(together="any", of=(PAIN, Combined(of=(RISE, PAIN)), Combined(of=(LOW, RISE)))),
        Combined(of=(PAIN, Combined(of=(RISE, PAIN)))),
    ],
)  # fmt: skip
def test_opening_and_saving_changes_nothing(criterion: Criterion) -> None:
    before = Rule(id="r", severity="amber", when=criterion)

    saved = reader(as_form(criterion)).rule("r", before)

    assert saved is not None
    assert saved.when == criterion


@pytest.mark.parametrize(
    "criterion",
    [
        Combined(of=(PAIN, Combined(together="any", of=(RISE, Combined(of=(PAIN, LOW)))))),
        Combined(of=(PAIN,) * 5),
    ],
)
def test_what_the_fields_cannot_hold_stays_as_it_is(criterion: Criterion) -> None:
    before = Rule(id="r", severity="amber", when=criterion)

    saved = reader({"severity": "red"}).rule("r", before)

    assert written(criterion) is None
    assert saved is not None
    assert (saved.when, saved.severity) == (criterion, "red")


@given(criteria)
def test_flat_says_the_same_with_fewer_brackets(criterion: Criterion) -> None:
    flat = flattened(criterion)

    named = {"a/pain": "pain", "a/physical": "physical", "b/sleep": "sleep"}
    before, after = (sentence(one, named, SAY) for one in (criterion, flat))
    assert before.replace("(", "").replace(")", "") == after.replace("(", "").replace(")", "")
    assert flattened(flat) == flat
    if isinstance(flat, Combined):
        inner = [one.together for one in flat.of if isinstance(one, Combined)]
        assert flat.together not in inner


CONDITION = {"measure-1-1": "p/pain", "kind-1-1": "at_least", "value-1-1": "7"}


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"value-1-1": "seks"}, "value-1-1", "som et tall"),
        ({"value-1-1": "11"}, "value-1-1", "utenfor skalaen, 0 til 10"),
        ({"value-1-1": "0"}, "value-1-1", "utenfor skalaen"),
        ({"value-1-1": "-1", "kind-1-1": "below"}, "value-1-1", "utenfor skalaen"),
        ({"value-1-1": "0", "kind-1-1": "worsened"}, "value-1-1", "over 0"),
        ({"value-1-1": "12", "kind-1-1": "worsened"}, "value-1-1", "utenfor skalaen"),
        ({"kind-1-1": "persisted", "times-1-1": "4"}, "value-1-1", "ikke flere ganger"),
        ({"kind-1-1": "persisted", "times-1-1": "to"}, "value-1-1", "hvor mange ganger"),
        ({"kind-1-1": "nearly"}, "value-1-1", "sammenlignes"),
        ({"measure-1-1": "gone/pain"}, "measure-1-1", "hva regelen ser på"),
        ({"measure-1-1": ""}, "measure-1-1", "hva regelen ser på"),
        ({"deputy": "nurse"}, "deputy", "en annen"),
        ({"recipient": "Solveig"}, "recipient", "hvem som får varselet"),
    ],
)
def test_a_wrong_field_is_told_where_it_stands(
    changed: dict[str, str], field: str, said: str
) -> None:
    found = reader({**CONDITION, **changed})

    assert found.rule("r", None) is None
    assert [one.field for one in found.faults] == [field]
    assert said in found.faults[0].text


def test_everything_that_is_wrong_is_told_at_once() -> None:
    fields = {**CONDITION, "value-1-1": "x", "deputy": "nurse", "measure-2-1": "p/walk",
              "kind-2-1": "below", "value-2-1": "101"}  # fmt: skip

    found = reader(fields)

    assert found.rule("r", None) is None
    assert [one.field for one in found.faults] == ["deputy", "value-1-1", "value-2-1"]


def test_silence_has_hours_and_is_amber() -> None:
    saved = reader({"hours": "48", "severity": "red"}).rule("s", None)

    assert saved is not None
    assert (saved.when, saved.severity) == (Silent(hours=48), "amber")
    for hours in ("", "0", "2 dager", "1441", "²"):
        wrong = reader({"hours": hours})
        assert wrong.rule("s", None) is None
        assert wrong.faults[0].field == "hours"


def test_a_limit_is_its_sources_until_somebody_changes_it() -> None:
    before = Rule(id="r", severity="red", when=PAIN, source="Selby 2010 (ESAS)")
    same = {**as_form(PAIN), "source": "Selby 2010 (ESAS)"}

    kept = reader(same).rule("r", before)
    moved = reader({**same, "value-1-1": "6"}).rule("r", before)
    renamed = reader({**same, "source": "Vår egen"}).rule("r", before)

    assert kept is not None
    assert moved is not None
    assert renamed is not None
    assert (kept.local, moved.local, renamed.local) == (False, True, True)
