"""TOML written so that people can read it: tables for what is long, one line for what is short."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml(document: Mapping[str, Any], tables: frozenset[str]) -> str:
    """Return the document; `tables` are the names that get a table, or a row of them, each."""
    return "\n".join(_table(document, (), tables)) + "\n"


def _table(
    given: Mapping[str, Any], path: tuple[str, ...], tables: frozenset[str]
) -> Iterator[str]:
    below = [name for name in given if name in tables and _is_long(given[name])]
    for name, value in given.items():
        if name not in below:
            yield f"{_key(name)} = {_value(value)}"
    for name in below:
        here = (*path, name)
        shown = ".".join(_key(part) for part in here)
        if isinstance(given[name], Mapping):
            yield from ("", f"[{shown}]", *_table(given[name], here, tables))
            continue
        for each in given[name]:
            yield from ("", f"[[{shown}]]", *_table(each, here, tables))


def _is_long(value: Any) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, Sequence) and all(isinstance(each, Mapping) for each in value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case float():
            return repr(value)
        case str():
            return _text(value)
        case Mapping():
            inside = ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case _:
            return f"[{', '.join(_value(each) for each in value)}]"


def _text(value: str) -> str:
    """Return a text in quotation marks; JSON's escapes are TOML's, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
