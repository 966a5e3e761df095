"""What Insight shows of enough people: a group's minutes, and the question to mend first."""

from dataclasses import replace

from lytte.core import insights
from lytte.core.insights import Took, fit_to_show
from tests.core.test_insights import item, one_each, period, rate


def test_the_minutes_of_a_group_stand_where_enough_were_timed_and_the_group_is_shown() -> None:
    ages = (rate("a", 3, 2), rate("b", 30, 20), rate("c", 40, 27), rate("d", 50, 34),
            rate("e", 60, 41))  # fmt: skip
    timed = (
        Took("a", one_each(9), 6), Took("b", one_each(20), 6), Took("c", one_each(4), 7),
        Took("e", one_each(40), 8),
    )  # fmt: skip

    seen = fit_to_show(period(whole=rate("", 183, 124), ages=ages, ages_took=timed))

    hidden = (None, None, None)
    assert [line.numbers for line in seen.ages] == [
        hidden, hidden, (40, 27, None), (50, 34, insights.UNKNOWN), (60, 41, 8),
    ]  # fmt: skip


def test_the_worst_question_is_one_whose_numbers_are_shown() -> None:
    asked = (item("rare", 4, 4, 4), item("bad", 20, 10, 20), item("fine", 20, 6, 20))

    worst = insights.worst(fit_to_show(period(read=one_each(20), items=asked)).items)

    assert worst is not None
    assert worst.of == "bad"
    assert insights.worst(()) is None


def test_room_for_ones_own_words_is_not_the_worst_for_being_empty() -> None:
    asked = (replace(item("words", 20, 12, 20), free=True), item("bad", 20, 6, 20))

    seen = fit_to_show(period(read=one_each(20), items=asked)).items

    assert [one.of for one in insights.most_left_open(seen, 5)] == ["bad"]
    assert [one.of for one in seen] == ["words", "bad"]
