"""Work is counted the same however busy the machine is, and too much of it is stopped."""

import pytest

from tests.machine import soon


def test_too_much_work_is_stopped_on_its_way() -> None:
    done: list[int] = []

    with pytest.raises(pytest.fail.Exception, match="more than 100 calls"):
        soon(lambda: done.extend(abs(number) for number in range(1_000)), most=100)

    assert len(done) <= 100


def test_work_that_is_little_gives_what_it_made() -> None:
    assert soon(lambda: sorted("ba"), most=100) == ["a", "b"]
