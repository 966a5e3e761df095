"""JSON read without losing a digit, and refused before it can do harm.

Numbers with a point stay decimals exactly as written. Duplicate keys, NaN, endless
nesting and numbers too long to reckon with are faults with their place.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

MAXIMUM_BYTES = 2_000_000
MAXIMUM_NESTING = 300
"""Of brackets; an item inside an item takes two. Far below what Python can read."""
_LONGEST_NUMBER = 60
# Nothing is given back: a text of a million characters would take hundreds of megabytes.
_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]', re.DOTALL)
# What UTF-8 does not let through, and an escape does: NUL and half characters.
_ODD_SIGN = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_LINK_ID = re.compile(r'"linkId"\s*:\s*"((?:[^"\\]|\\.){0,200})"')
_DECIMAL = "$decimal"


_AT_ITS_SOURCE = "Correct it in the file, or in the program it was made with."
_WRONG = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting property name enclosed in double quotes": "a name in quotation marks is missing",
    "Expecting value": "a value is missing",
    "Extra data": "something stands after the end",
    "Illegal trailing comma before end of array": "a comma is left over",
    "Illegal trailing comma before end of object": "a comma is left over",
    "Invalid \\escape": "a backslash stands before a sign that needs none",
    "Invalid \\uXXXX escape": "four digits (or letters a to f) are missing after a backslash and u",
    "Invalid control character at": "a line break or a tab stands within a text",
    "Unterminated string starting at": "a text has no closing quotation mark",
}
"""What Python says of JSON, as an author would."""


class NotJson(ValueError):
    """What came cannot be read as JSON; the message says where and why."""

    def __init__(self, message: str, way_out: str = _AT_ITS_SOURCE) -> None:
        super().__init__(message)
        self.way_out = way_out


def parse(document: bytes | str, at_most: int = MAXIMUM_BYTES) -> Any:
    """Return the document as dicts, lists, str, int, Decimal, bool and None."""
    text = _text(document, at_most)
    _refuse_deep_nesting(text)
    try:
        found = json.loads(
            text,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        why = _WRONG.get(error.msg, "it is not written as JSON is")
        raise NotJson(f"line {error.lineno}, column {error.colno} cannot be read: {why}") from None
    if isinstance(document, str) or _ODD_SIGN.search(text):
        _refuse_odd_signs(found)
    return found


def exact(value: Any, depth: int = 0) -> Any:
    """Check what is already parsed: texts that can be stored, floats turned into decimals."""
    if depth > MAXIMUM_NESTING:
        raise NotJson(f"nested more than {MAXIMUM_NESTING} deep", "Flatten the groups.")
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, dict | Mapping):
        return {_storable(str(name)): exact(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [exact(inner, depth + 1) for inner in value]
    if isinstance(value, float):
        return _number(repr(value))
    return value


def write(value: Any) -> str:
    """Write JSON with decimals as they are, digit for digit."""
    found: list[str] = []
    _write(value, found.append)
    return "".join(found)


def packed(value: Any) -> Any:
    """Return `value` so that any JSON store gives it back exactly: decimals become text."""
    match value:
        case str() | int() | None:  # what it nearly always is, and quicker to tell than a mapping
            return value
        case Decimal():
            return {_DECIMAL: str(value)}
        case dict() | Mapping():
            return {name: packed(inner) for name, inner in value.items()}
        case list() | tuple():
            return [packed(inner) for inner in value]
        case _:
            return value


def unpacked(value: Any) -> Any:
    """Undo `packed`."""
    match value:
        case Mapping() if len(value) == 1 and _DECIMAL in value:
            return Decimal(value[_DECIMAL])
        case Mapping():
            return {name: unpacked(inner) for name, inner in value.items()}
        case list() | tuple():
            return [unpacked(inner) for inner in value]
        case _:
            return value


def _text(document: bytes | str, at_most: int) -> str:
    size = (
        len(document) if isinstance(document, bytes) else len(document.encode("utf-8", "replace"))
    )
    if size > at_most:
        raise NotJson(
            f"the file is {size:,} bytes; at most {at_most:,} can be imported",
            "Take pictures out of it, or split it in two.",
        )
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson(
            f"byte {error.start:,} of the file is not UTF-8",
            "Save the file again with the encoding UTF-8.",
        ) from None


def _refuse_deep_nesting(text: str) -> None:
    depth = 0
    for match in _STRINGS_AND_BRACKETS.finditer(text):
        sign = match[0][0]
        if sign in "[{":
            depth += 1
            if depth > MAXIMUM_NESTING:
                raise _too_deep(text, match.start())
        elif sign in "]}":
            depth -= 1


def _too_deep(text: str, position: int) -> NotJson:
    found = ""
    for match in _LINK_ID.finditer(text, 0, position):
        found = match[1]
    line = text.count("\n", 0, position) + 1
    said = f"nested more than {MAXIMUM_NESTING} deep, at line {line}"
    if found:
        said = f"nested more than {MAXIMUM_NESTING} deep, at item {found} (line {line})"
    return NotJson(said, "Flatten the groups.")


def _decimal(written: str) -> Decimal:
    if len(written) > _LONGEST_NUMBER:
        raise NotJson(f"a number has {len(written)} characters; at most {_LONGEST_NUMBER} are read")
    found = Decimal(written)
    if not found.is_finite():
        raise NotJson(f"{written} is not a number")
    if abs(found.adjusted()) > _LONGEST_NUMBER:
        raise NotJson(f"the number {written} is too large or too small to reckon with")
    return found


def _number(written: str) -> Decimal | int:
    """Return what is written; a whole number spelt with an exponent is a whole number."""
    found = _decimal(written)
    return found if {".", "E"} & set(str(found)) else int(found)


def _integer(written: str) -> int:
    return int(_decimal(written))


def _constant(written: str) -> None:
    raise NotJson(f"{written} is not a number", "Leave it out where there is no value.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
    place = found.get("linkId")
    if isinstance(place, str):
        raise NotJson(f"item {place[:80]} has “{twice[:80]}” twice", "Keep one of them.")
    raise NotJson(f"“{twice[:80]}” stands twice in one place", "Keep one of them.")


def _storable(text: str) -> str:
    if "\x00" in text:
        shown = text[:40].replace("\x00", "␀")
        raise NotJson(f"a text holds the character NUL, which cannot be stored: “{shown}”")
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        shown = text[:40].encode("utf-8", "replace").decode()
        raise NotJson(f"a text holds half a character (a lone surrogate): “{shown}”")
    return text


def _refuse_odd_signs(value: Any) -> None:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                _storable(text)
            case dict() as inner:
                waiting += [*inner, *inner.values()]
            case list() as inner:
                waiting += inner
            case _:
                pass


def _write(value: Any, say: Callable[[str], None]) -> None:
    match value:
        case str():  # what it nearly always is, and quicker to tell than a mapping
            say(json.dumps(value, ensure_ascii=False))
        case Mapping():
            before = "{"
            for name, inner in value.items():
                say(f"{before}{json.dumps(name, ensure_ascii=False)}: ")
                _write(inner, say)
                before = ", "
            say("}" if value else "{}")
        case list() | tuple():
            before = "["
            for inner in value:
                say(before)
                _write(inner, say)
                before = ", "
            say("]" if value else "[]")
        case Decimal():
            say(str(value))
        case _:
            say(json.dumps(value, ensure_ascii=False))
