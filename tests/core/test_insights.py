"""From a whole page of Insight nobody works out a number of one to four people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lytte.core import insights
from lytte.core.insights import Counted, ItemFacts, Line, Rate, RuleFacts, Took, fit_to_show
from lytte.core.suppression import LEAST, Count

Draw = Any
number = st.one_of(st.integers(0, 7), st.integers(0, 60))


def one_each(number: int) -> Count:
    """Each person counts once."""
    return Count(number, number)


def rate(group: str, invited: int, answered: int) -> Rate:
    return Rate(group, one_each(invited), one_each(answered), one_each(invited - answered))


def split(draw: Draw, whole: int, groups: int) -> list[int]:
    """Part the whole into so many groups."""
    cuts = sorted(draw(st.lists(st.integers(0, whole), min_size=groups - 1, max_size=groups - 1)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def rates(draw: Draw, answered: int, unanswered: int) -> tuple[Rate, ...]:
    groups = draw(st.integers(1, 5))
    parts = zip(split(draw, answered, groups), split(draw, unanswered, groups), strict=True)
    return tuple(rate(f"g{n}", yes + no, yes) for n, (yes, no) in enumerate(parts))


def counts(draw: Draw, whole: int) -> tuple[tuple[str, Count], ...]:
    parts = split(draw, whole, draw(st.integers(1, 4)))
    return tuple((f"n{n}", one_each(part)) for n, part in enumerate(parts) if part)


def took(draw: Draw, groups: Sequence[tuple[str, int]]) -> tuple[Took, ...]:
    """Time some of those who answered in each group."""
    return tuple(Took(name, one_each(draw(st.integers(0, many))), 4) for name, many in groups)


def item(address: str, asked: int, left_open: int, timed: int) -> ItemFacts:
    counts = (asked, left_open, asked - left_open, timed)
    return ItemFacts(address, address, None, 12 if timed else None, *map(one_each, counts))


def rule(name: str, alerts: int, aside: int) -> RuleFacts:
    return RuleFacts(name, one_each(alerts), one_each(aside), one_each(alerts - aside))


@st.composite
def periods(draw: Draw) -> Counted:
    """A clinic's period, whose tables add up to the same wholes as a real one's do."""
    answered, unanswered, read, alerts = (draw(number) for _ in range(4))
    items = []
    for place in range(draw(st.integers(0, 5))):
        asked = draw(st.one_of(st.just(read), st.integers(0, read)))
        left_open, timed = (draw(st.integers(0, asked)) for _ in range(2))
        items.append(item(f"q{place}", asked, left_open, timed))
    ages, languages = (rates(draw, answered, unanswered) for _ in range(2))
    modes = counts(draw, read)
    return Counted(
        days=90, followed=draw(number), whole=rate("", answered + unanswered, answered),
        weeks=rates(draw, answered, unanswered), ages=ages, languages=languages, modes=modes,
        ages_took=took(draw, [(one.group, one.answered.number) for one in ages]),
        languages_took=took(draw, [(one.group, one.answered.number) for one in languages]),
        modes_took=took(draw, [(name, count.number) for name, count in modes]),
        by_whom=counts(draw, read), minutes=(Took("Form", one_each(draw(number)), 4),),
        items=tuple(one for one in items if one.asked.number), read=one_each(read),
        alert_weeks=counts(draw, alerts),
        rules=tuple(
            rule(name, count.number, draw(st.integers(0, count.number)))
            for name, count in counts(draw, alerts)
        ),
    )  # fmt: skip


@dataclass
class Reader:
    """Somebody who solves what the page says for every number behind it."""

    names: dict[str, int] = field(default_factory=dict)
    true: dict[str, int] = field(default_factory=dict)
    known: list[dict[str, int]] = field(default_factory=list)

    def cell(self, name: str, true: int, shown: int | str | None = None) -> str:
        """Note a number that is there, and that it is shown where it is."""
        self.names.setdefault(name, len(self.names))
        self.true[name] = true
        if shown is not None:
            assert shown == true
            self.known.append({name: 1})
        return name

    def adds_up(self, whole: str, parts: Sequence[str]) -> None:
        """Note that the parts are together the whole."""
        self.known.append({whole: -1} | dict.fromkeys(parts, 1))

    def found(self) -> Iterator[tuple[str, int]]:
        """Yield each number that follows from what is known, however it is reckoned."""
        equations = np.zeros((len(self.known) + 1, len(self.names)))
        for row, terms in enumerate(self.known):
            for name, factor in terms.items():
                equations[row, self.names[name]] = factor
        _, sizes, vectors = np.linalg.svd(equations)
        free = vectors[int((sizes > 1e-9).sum()) :]  # what may change while the page stays the same
        for name, place in self.names.items():
            if not np.abs(free[:, place]).max(initial=0) > 1e-9:
                yield name, self.true[name]


def rate_cells(reader: Reader, name: str, one: Rate, line: Line) -> list[str]:
    cells = [
        reader.cell(f"{name} asked", one.invited.number, line.numbers[0]),
        reader.cell(f"{name} answered", one.answered.number, line.numbers[1]),
        reader.cell(f"{name} did not", one.unanswered.number),
    ]
    reader.adds_up(cells[0], cells[1:])
    return cells


def read_the_page(found: Counted) -> Reader:
    """Note every number and every sum of the page."""
    seen, reader = fit_to_show(found), Reader()
    whole = rate_cells(reader, "all", found.whole, seen.whole)
    for table, truth, lines in (
        ("week", found.weeks, seen.weeks),
        ("age", found.ages, seen.ages),
        ("language", found.languages, seen.languages),
    ):
        rows = [
            rate_cells(reader, f"{table} {one.group}", one, line)
            for one, line in zip(truth, lines, strict=True)
        ]
        for place, cell in enumerate(whole):
            reader.adds_up(cell, [row[place] for row in rows])
    responses = reader.cell("responses", found.read.number, seen.read)
    alerts = reader.cell("alerts", sum(one.alerts.number for one in found.rules))
    by_rule = tuple((one.rule_id, one.alerts) for one in found.rules)
    for table, wholly, parts, lines in (
        ("mode", responses, found.modes, seen.modes),
        ("by", responses, found.by_whom, seen.by_whom),
        ("alert week", alerts, found.alert_weeks, seen.alert_weeks),
        ("rule", alerts, by_rule, seen.rules),
    ):
        names = [
            reader.cell(f"{table} {name}", count.number, line.numbers[0])
            for (name, count), line in zip(parts, lines, strict=True)
        ]
        reader.adds_up(wholly, names)
    read_questions_and_rules(reader, found, seen)
    return reader


def read_questions_and_rules(
    reader: Reader, found: Counted, seen: insights.Insight
) -> None:  # fmt: skip
    for one, line in zip(found.items, seen.items, strict=True):
        name = one.address
        asked = reader.cell(f"{name} asked", one.asked.number, line.numbers[0])
        left = reader.cell(f"{name} open", one.left_open.number, line.numbers[1])
        reader.adds_up(asked, [left, reader.cell(f"{name} filled", one.filled_in.number)])
        others = [other for other in reader.names if other.endswith(" asked") and other[0] == "q"]
        for other in ["responses", *others]:  # asked of all of these, but for so many
            more = reader.true[other] - one.asked.number
            if more > 0:
                gap = reader.cell(f"{other} but not {name}", more)
                reader.adds_up(other, [asked, gap])
    for fact, line in zip(found.rules, seen.rules, strict=True):
        aside = reader.cell(f"{fact.rule_id} aside", fact.set_aside.number, line.numbers[1])
        rest = reader.cell(f"{fact.rule_id} rest", fact.others.number)
        reader.adds_up(f"rule {fact.rule_id}", [aside, rest])


@settings(max_examples=150)
@given(periods())
def test_from_all_that_a_page_shows_no_number_of_one_to_four_follows(found: Counted) -> None:
    told = [(name, true) for name, true in read_the_page(found).found() if 0 < true < LEAST]

    assert told == []


@settings(max_examples=100)
@given(periods())
def test_a_share_or_a_middle_value_stands_only_beside_enough_people(found: Counted) -> None:
    seen = fit_to_show(found)

    for line in (seen.whole, *seen.weeks, *seen.rules):
        assert line.per_cent is None or None not in line.numbers
    for took, lines in (
        (found.ages_took, seen.ages),
        (found.languages_took, seen.languages),
        (found.modes_took, seen.modes),
    ):
        for group, line in zip(took, lines, strict=True):
            *counted, minutes = line.numbers
            assert line.per_cent is None or None not in counted
            assert (minutes is None) == (group.timed.is_few or None in counted)
    for one, line in zip(found.items, seen.items, strict=True):
        assert line.per_cent is None or None not in line.numbers[:2]
        assert line.numbers[2] is None if one.timed.is_few else line.numbers[2] is not None
    [(_, count, _)], [line] = found.minutes, seen.minutes
    assert (line.numbers == (None,)) == count.is_few


def test_who_did_not_answer_is_hidden_as_who_did_is() -> None:
    weeks = (rate("1", 30, 28), rate("2", 40, 20), rate("3", 50, 20))
    plain = period(whole=rate("", 120, 68), weeks=weeks)

    seen = fit_to_show(plain)

    assert [line.numbers for line in seen.weeks] == [(None, None), (None, None), (50, 20)]
    assert [line.per_cent for line in seen.weeks] == [None, None, 40]
    assert seen.whole.numbers == (120, 68)


def test_where_two_in_all_did_not_answer_how_many_were_asked_is_hidden() -> None:
    seen = fit_to_show(period(whole=rate("", 30, 28), ages=(rate("0-49", 30, 28),)))

    assert (seen.whole.numbers, seen.whole.per_cent) == ((None, 28), None)
    assert seen.ages[0].numbers == (None, None, None)


def test_three_who_answered_often_are_three_people() -> None:
    often = Count(30, 3)
    seen = fit_to_show(
        period(
            alert_weeks=(("2026-11-02", often), ("2026-11-09", Count(40, 20))),
            rules=(RuleFacts("pain", Count(70, 20), Count(35, 4), Count(35, 20)),),
            minutes=(Took("Form", often, 4),),
        )
    )

    assert [line.numbers for line in seen.alert_weeks] == [(None,), (None,)]
    assert (seen.rules[0].numbers, seen.rules[0].per_cent) == ((70, None), None)
    assert seen.minutes[0].numbers == (None,)


def test_how_many_were_not_asked_a_question_is_hidden() -> None:
    asked = (item("a", 30, 6, 30), item("b", 30, 0, 3), item("c", 28, 7, 0), item("d", 20, 18, 9))

    seen = fit_to_show(period(read=one_each(30), items=asked))

    assert [line.numbers for line in seen.items] == [
        (30, 6, 12), (30, 0, None), (None, None, insights.UNKNOWN), (20, None, 12),
    ]  # fmt: skip
    assert seen.read == 30


def test_how_many_answered_is_hidden_where_all_questions_were_asked_of_all_but_two() -> None:
    modes = (("web", one_each(22)), ("paper", one_each(8)))

    seen = fit_to_show(
        period(read=one_each(30), modes=modes, items=tuple(item(n, 28, 8, 28) for n in "abc"))
    )

    assert [line.numbers[0] for line in seen.items] == [28, 28, 28]
    assert seen.read is None
    assert [(line.numbers, line.per_cent) for line in seen.modes] == [((None, None), None)] * 2


def period(**given: Any) -> Counted:
    """A period of nothing but what is given."""
    nothing = Counted(
        days=90, followed=0, whole=rate("", 0, 0), weeks=(), ages=(), languages=(), modes=(),
        by_whom=(), minutes=(), ages_took=(), languages_took=(), modes_took=(), items=(),
        read=one_each(0), alert_weeks=(), rules=(),
    )  # fmt: skip
    return Counted(**vars(nothing) | given)
