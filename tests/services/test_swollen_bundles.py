"""Configurations in files that nobody wrote: refused in words, and before they take the house."""

from collections.abc import Callable

import pytest

from lytte.services.bundles import bundle_reading
from lytte.services.faults import NotReady
from tests.machine import soon

_BEGUN = b'{"lytte_bundle": 1, "instruments": ['


def _nothings() -> bytes:
    return _BEGUN + b"{}," * 3_000_000 + b"{}]}"


def _some_nothings() -> bytes:
    return _BEGUN + b"{}," * 90_000 + b"{}]}"


def _numbers() -> bytes:
    return _BEGUN + b"1," * 4_900_000 + b"1]}"


SWOLLEN = [_nothings, _numbers, _some_nothings]


@pytest.mark.parametrize("made", SWOLLEN, ids=lambda made: made.__name__.strip("_"))
def test_a_swollen_configuration_is_refused_soon(made: Callable[[], bytes]) -> None:
    content = made()
    assert len(content) <= bundle_reading.LARGEST

    with pytest.raises(NotReady) as refused:
        soon(lambda: bundle_reading.read(content))

    assert list(refused.value.problems) == [bundle_reading.STRANGER]
