"""What many rules look at is looked up once: what a large questionnaire costs hangs on it."""

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

from lytte.core.checks.check import check
from lytte.core.expressions import parser
from lytte.core.items.common import Expression
from tests.core.checks.made import ask, number, when, whole


class _Counted(tuple[Any, ...]):
    """Conditions that count how often somebody goes through them."""

    looked_at = 0

    def __iter__(self) -> Iterator[Any]:
        _Counted.looked_at += 1
        return super().__iter__()


def test_the_conditions_of_one_item_are_not_read_through_for_each_of_them() -> None:
    conditions = _Counted(when("n", ">", each) for each in range(500))
    waits = ask("a", enable_behavior="all").model_copy(update={"enable_when": conditions})

    check(whole(number("n"), waits))

    assert 0 < _Counted.looked_at < 100


def test_an_expression_is_read_once_whatever_asks_for_it() -> None:
    read = 0

    def seen(frame: FrameType, event: str, _: Any) -> None:
        nonlocal read
        read += event == "call" and frame.f_code is parser.syntax.__code__

    summed = Expression(expression="%resource.item.where(linkId = 'n').answer.value + 1")
    form = whole(number("n"), number("sum", calculated_expression=summed))
    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        check(form)
    finally:
        sys.setprofile(before)

    assert read == 1
