"""Instruments in one file that nobody wrote: read soon, or refused in words."""

from collections.abc import Callable

import pytest

from lytte.core.items.free_text import FreeText
from lytte.core.texts import Text
from lytte.instruments import folder, one_file
from tests.machine import soon

_HEAD = b'format = "lytte-instrument-1"\n'


def _of_items(number: int) -> bytes:
    own = folder.library()["lytte-underveis"]
    items = tuple(
        FreeText(type="string", link_id=f"f{n}", text=Text({"nb": f"Q{n}"}), short_text=Text())
        for n in range(number)
    )
    asked = own.questionnaire.model_copy(update={"items": items})
    return one_file.written(own.model_copy(update={"questionnaire": asked})).encode()


def _names_within_names() -> bytes:
    return _HEAD + b".".join(b"a" for _ in range(900_000)) + b" = 1\n"


def _names_within_names_of_tables() -> bytes:
    return _HEAD + b"".join(b"[%s]\n" % b".".join([b"a"] * 40) for _ in range(9_000))


def _unknown_names() -> bytes:
    return _HEAD + b"".join(b"k%d=1\n" % n for n in range(89_000))


def _faults() -> bytes:
    return _HEAD + b'[[questionnaire.items]]\ntype="string"\nzz=1\n' * 29_000


def _comments() -> bytes:
    return _HEAD + b"#\n" * 1_900_000


def _one_long_number() -> bytes:
    return _HEAD + b"a = " + b"1" * 1_900_000 + b"\n"


def _braces() -> bytes:
    return _HEAD + b"a = " + b"{a=" * 90_000 + b"1" + b"}" * 90_000


def _as_many_as_may_be() -> bytes:
    return _of_items(2_499)


SWOLLEN = [
    _as_many_as_may_be, _braces, _comments, _faults, _names_within_names,
    _names_within_names_of_tables, _one_long_number, _unknown_names,
]  # fmt: skip


@pytest.mark.parametrize("made", SWOLLEN, ids=lambda made: made.__name__.strip("_"))
def test_a_swollen_instrument_takes_under_a_second(made: Callable[[], bytes]) -> None:
    document = made()
    assert len(document) <= one_file.LARGEST_FILE

    found, problems = soon(lambda: one_file.read(document))

    assert found is not None or problems


def test_thousands_of_faults_are_one() -> None:
    assert one_file.read(_unknown_names()) == one_file.read(_faults())
    [problem] = one_file.read(_faults())[1]
    assert problem.message == "the file is not one that Lytte wrote"


def test_more_items_than_are_looked_through_are_refused_with_the_way_out() -> None:
    found, [problem] = one_file.read(_of_items(2_501))

    assert found is None
    assert (problem.message, problem.place) == ("more than 2,500 items", "f2500")
    assert problem.way_out
