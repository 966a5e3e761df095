"""Read a unit as UCUM writes it, and say what it is made of."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final

from lytte.core.expressions.unit_table import (
    BASE,
    LOGARITHMIC,
    METRIC,
    PLAIN,
    PREFIXES,
    TEMPERATURES,
)

_MAX_LENGTH: Final = 100
_MAX_DEPTH: Final = 4
_MAX_PIECES: Final = 20
_PIECE: Final = re.compile(
    r"(?P<sign>[./()])"
    r"|(?P<note>\{[^{}]*\})"
    r"|(?P<atom>10[*^]|(?:[A-Za-z%'_]|\[[^\[\]]*\])+)(?P<power>[+-]?[0-9])?(?![0-9])"
    r"|(?P<factor>[1-9][0-9]{0,11})"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` times the base units in `dimensions`, each with its power.

    `shift` moves the zero (degrees); `is_special` units take part in no sums.
    """

    factor: Fraction
    dimensions: tuple[tuple[str, int], ...]
    shift: Fraction = Fraction(0)
    is_special: bool = False

    @property
    def is_one(self) -> bool:
        return not self.dimensions and not self.is_special

    def times(self, other: "Unit", power: int) -> "Unit":
        powers = dict(self.dimensions)
        for name, own in other.dimensions:
            powers[name] = powers.get(name, 0) + own * power
        kept = tuple(sorted((name, own) for name, own in powers.items() if own))
        is_special = self.is_special or other.is_special
        return Unit(self.factor * other.factor**power, kept, is_special=is_special)


ONE: Final = Unit(Fraction(1), ())


class _Unreadable(Exception):
    """The text is no unit that UCUM or our table knows."""


@lru_cache(maxsize=2048)
def unit(code: str) -> Unit | None:
    """Return the unit of a UCUM code, None when it is not known."""
    if len(code) > _MAX_LENGTH:
        return None
    if code in TEMPERATURES:
        shift, step = TEMPERATURES[code]
        return Unit(step, (("K", 1),), shift, is_special=True)
    if code in LOGARITHMIC:
        return Unit(Fraction(1), ((code, 1),), is_special=True)
    try:
        return _product(_pieces(code))
    except _Unreadable:
        return None


def _pieces(code: str) -> list[re.Match[str]]:
    pieces: list[re.Match[str]] = []
    position = 0
    while position < len(code):
        match = _PIECE.match(code, position)
        if match is None:
            raise _Unreadable
        pieces.append(match)
        position = match.end()
    if not 0 < len(pieces) <= _MAX_PIECES:
        raise _Unreadable
    return pieces


def _product(pieces: list[re.Match[str]], depth: int = 0) -> Unit:
    """Return what a row of units multiplied and divided comes to; consumes the pieces."""
    if depth > _MAX_DEPTH:
        raise _Unreadable
    result, power = ONE, 1
    if pieces and pieces[0].group() == "/":
        power = -1
        del pieces[0]
    while True:
        result = result.times(_component(pieces, depth), power)
        sign = pieces[0].group("sign") if pieces else None
        if sign == ")" and depth:
            return result
        if not pieces:
            if depth:
                raise _Unreadable
            return result
        if sign not in {".", "/"}:
            raise _Unreadable
        power = 1 if sign == "." else -1
        del pieces[0]


def _component(pieces: list[re.Match[str]], depth: int) -> Unit:
    if not pieces:
        raise _Unreadable
    piece = pieces.pop(0)
    if piece.group() == "(":
        inner = _product(pieces, depth + 1)
        if not pieces or pieces.pop(0).group() != ")":
            raise _Unreadable
        return inner
    if piece.group("note"):
        return ONE
    found = _simple(piece)
    if pieces and pieces[0].group("note"):
        del pieces[0]
    return found


def _simple(piece: re.Match[str]) -> Unit:
    if piece.group("factor"):
        return Unit(Fraction(int(piece.group("factor"))), ())
    if not piece.group("atom"):
        raise _Unreadable
    return ONE.times(_atom(piece.group("atom")), int(piece.group("power") or 1))


@cache
def _atom(name: str) -> Unit:
    if name in BASE:
        return Unit(Fraction(1), ((name, 1),))
    found = PLAIN.get(name) or METRIC.get(name)
    if found is not None:
        factor, definition = found
        if definition == "*":
            return Unit(factor, ((name, 1),))
        return Unit(factor, ()).times(_product(_pieces(definition)), 1)
    for length in (2, 1):
        prefix, rest = name[:length], name[length:]
        if prefix in PREFIXES and (rest in METRIC or rest in BASE):
            return Unit(PREFIXES[prefix], ()).times(_atom(rest), 1)
    raise _Unreadable
