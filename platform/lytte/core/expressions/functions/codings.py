"""Writing texts for other places and reading them back: encode, decode, escape, unescape."""

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Sequence
from typing import Final

from lytte.core.expressions.coercion import text
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.scope import Collection, Run

Arguments = Sequence[Collection]
Converter = Callable[[str], str]

_ESCAPE_IN_JSON: Final = re.compile(r'\\(["\\/bfnrt]|u[0-9A-Fa-f]{4})')


def _without_escapes(own: str) -> str:
    """Resolve JSON's escapes; a backslash that starts none stays."""
    text = _ESCAPE_IN_JSON.sub(lambda match: str(json.loads(f'"{match.group()}"')), own)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_ENCODE: Final[dict[str, Converter]] = {
    "hex": lambda own: own.encode().hex(),
    "base64": lambda own: base64.b64encode(own.encode()).decode(),
    "urlbase64": lambda own: base64.urlsafe_b64encode(own.encode()).decode(),
}
_DECODE: Final[dict[str, Converter]] = {
    "hex": lambda own: bytes.fromhex(own).decode(),
    "base64": lambda own: base64.b64decode(own, validate=True).decode(),
    "urlbase64": lambda own: base64.b64decode(own, altchars=b"-_", validate=True).decode(),
}
_ESCAPE: Final[dict[str, Converter]] = {
    "html": html.escape,
    "json": lambda own: json.dumps(own, ensure_ascii=False)[1:-1],
}
_UNESCAPE: Final[dict[str, Converter]] = {
    "html": html.unescape,
    "json": _without_escapes,
}


def _converting(name: str, converters: dict[str, Converter]) -> Eager:
    def apply(items: Collection, arguments: Arguments, run: Run) -> Collection:
        own, way = text(items, f"{name}()"), text(arguments[0], f"{name}()")
        if own is None or way is None:
            return []
        if way not in converters:
            ways = ", ".join(sorted(converters))
            raise ExpressionError(f"{name}() knows {ways}, not '{way[:40]}'.")
        run.spend(len(own) >> 4)
        try:
            return run.text(converters[way](own))
        except (ValueError, binascii.Error):
            raise ExpressionError(f"{name}() cannot read this text as {way}.") from None

    return Eager(apply, 1, 1)


CODINGS: Final[Functions] = {
    "encode": _converting("encode", _ENCODE),
    "decode": _converting("decode", _DECODE),
    "escape": _converting("escape", _ESCAPE),
    "unescape": _converting("unescape", _UNESCAPE),
}
