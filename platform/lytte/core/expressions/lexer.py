"""Cut the text of an expression into words, numbers, texts, dates and signs."""

import re
from dataclasses import dataclass
from typing import Final

from lytte.core.expressions.faults import ExpressionError

MAX_LENGTH: Final = 20_000

# Fixed and without nested repeats: every branch is read once from left to right.
_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<unclosed>/\*)
  | (?P<time>@T[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?)
  | (?P<date>@[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?
        (?:T(?:[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?)
  | (?P<long>[0-9]+L\b)
  | (?P<number>[0-9]+(?:\.[0-9]+)?)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<special>\$[A-Za-z]+)
  | (?P<text>'(?:[^'\\]|\\.)*')
  | (?P<quoted>`(?:[^`\\]|\\.)*`)
  | (?P<variable>%(?:[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z][A-Za-z0-9_]*)*
        |`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'))
  | (?P<sign><=|>=|!=|!~|[-+*/&|=~<>.,()\[\]{}])
    """,
    re.VERBOSE | re.DOTALL,
)

_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}

_HINTS: Final = {
    "/": "This comment is never closed: */ is missing.",
    '"': "Texts are written in single quotes, 'like this'.",
    "'": "This text is never closed: a single quote is missing.",
    "`": "This name is never closed: a backtick is missing.",
    ";": "An expression is one sentence; take the semicolon away.",
    "!": "There is no sign '!' alone; write .not() after what is to be negated.",
    "%": "A name must follow the percent sign, as in %resource.",
    "@": "This is not a date. Dates are written @2026-01-31, times @T14:30.",
    "$": "Only $this, $index and $total start with a dollar sign.",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the expression; `text` is without quotes and with escapes resolved.

    `kind` is a name of a group in the pattern, or "end".
    """

    kind: str
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """Return the words of `text`, ending in one of kind "end"."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"The expression is longer than {MAX_LENGTH} characters.")
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup in {None, "unclosed"}:
            raise _unreadable(text[position], position)
        if match.lastgroup != "space":
            found.append(_token(match.lastgroup, match.group(), position))
        position = match.end()
    found.append(Token("end", "", len(text)))
    return found


def _unreadable(sign: str, position: int) -> ExpressionError:
    hint = _HINTS.get(sign, f"The character {sign!r} has no meaning here.")
    return ExpressionError(hint, position)


def _token(kind: str, text: str, position: int) -> Token:
    if kind in {"text", "quoted"}:
        text = _unquoted(text)
    elif kind == "variable":
        text = _unquoted(text[1:]) if text[1] in "`'" else text[1:]
    elif kind == "long":
        text = text[:-1]
    elif kind in {"date", "time"}:
        text = text[1:]
    return Token(kind, text, position)


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    replaced = _ESCAPE.sub(_unescape, inner)
    # Two \u halves of one character outside the basic plane belong together.
    return replaced.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) == 5:
        return chr(int(code[1:], 16))
    return _ESCAPED.get(code, code)
