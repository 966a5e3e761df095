"""Working on texts (FHIRPath N1, section 5.6)."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import re2

from lytte.core.expressions.coercion import described, integer, plain, text
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.scope import LONGEST_TEXT, Collection, Run

Arguments = Sequence[Collection]

_FLAGS: Final = frozenset("im")


def _texts(name: str, items: Collection, arguments: Arguments) -> tuple[str, list[str]] | None:
    """Return the text and the texts it is worked with; None when one of them is missing."""
    own = text(items, f"{name}()")
    others = [text(argument, f"{name}()") for argument in arguments]
    present = [other for other in others if other is not None]
    if own is None or len(present) < len(others):
        return None
    return own, present


def _of_texts(
    name: str,
    work: Callable[[str, list[str], Run], Collection],
    least: int = 0,
    most: int | None = None,
) -> Eager:
    def apply(items: Collection, arguments: Arguments, run: Run) -> Collection:
        texts = _texts(name, items, arguments)
        if texts is None:
            return []
        run.spend(len(texts[0]) >> 6)
        return work(texts[0], texts[1], run)

    return Eager(apply, least, least if most is None else most)


def _substring(items: Collection, arguments: Arguments, run: Run) -> Collection:
    own = text(items, "substring()")
    start = integer(arguments[0], "substring()")
    if own is None or start is None or not 0 <= start < len(own):
        return []
    length = integer(arguments[1], "substring()") if len(arguments) > 1 else None
    return run.text(own[start:] if length is None else own[start : start + max(length, 0)])


def _replace(own: str, arguments: list[str], run: Run) -> Collection:
    pattern, substitution = arguments
    _check_growth(own, substitution)
    return run.text(own.replace(pattern, substitution))


def _check_growth(own: str, substitution: str) -> None:
    if (len(own) + 1) * len(substitution) > 100 * LONGEST_TEXT:
        raise ExpressionError("The expression makes a text that is too long.")


@lru_cache(maxsize=256)
def pattern(regex: str, flags: str = "") -> re2._Regexp:
    """Return the compiled pattern; a dot also stands for a line break (N1, section 5.6.9)."""
    if not _FLAGS.issuperset(flags):
        raise ExpressionError(f"Of the letters '{flags}' only i and m have a meaning here.")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(f"(?s{flags}){regex}", options)
    except re2.error as fault:
        raise ExpressionError(f"The pattern '{regex[:60]}' cannot be read: {fault}.") from None


def _found(own: str, regex: str, flags: Sequence[str], run: Run) -> bool:
    """Whether the pattern is found; its worst case, every state at every character, is paid."""
    compiled = pattern(regex, *flags)
    run.spend(len(own) * int(compiled.programsize) >> 8)
    try:
        return compiled.search(own) is not None
    except UnicodeError:
        return False


def _matches(own: str, arguments: list[str], run: Run) -> Collection:
    regex, *flags = arguments
    return [_found(own, regex, flags, run)]


def _matches_full(own: str, arguments: list[str], run: Run) -> Collection:
    regex, *flags = arguments
    pattern(regex)  # On its own, lest a bracket too many close the one put around it.
    return [_found(own, f"^(?:{regex})$", flags, run)]


@lru_cache(maxsize=256)
def _substitution(text_with_groups: str) -> str:
    """Write $1 and ${name} as RE2 does."""
    escaped = text_with_groups.replace("\\", r"\\")
    by_name = re2.sub(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", r"\\g<\1>", escaped)
    return str(re2.sub(r"\$\{?([0-9])\}?", r"\\g<\1>", by_name))


def _replace_matches(own: str, arguments: list[str], run: Run) -> Collection:
    regex, substitution, *flags = arguments
    _check_growth(own, substitution)
    if not regex:
        return [own]
    compiled = pattern(regex, *flags)
    # The wrapper's own work, some microseconds a match, comes on top of the pattern's.
    run.spend(100 + 8 * len(own) + (len(own) * int(compiled.programsize) >> 8))
    try:
        return run.text(compiled.sub(_substitution(substitution), own))
    except UnicodeError:
        return [own]
    except (re2.error, IndexError, KeyError):
        raise ExpressionError(f"'{substitution[:60]}' names a group the pattern has not.") from None


def _characters(own: str, _: list[str], run: Run) -> Collection:
    run.spend(len(own))
    return list(own)


def _split(own: str, arguments: list[str], run: Run) -> Collection:
    [separator] = arguments
    if not separator:
        return _characters(own, [], run)
    parts: Collection = list(own.split(separator))
    run.spend(len(parts))
    return parts


def _join(items: Collection, arguments: Arguments, run: Run) -> Collection:
    separator = (text(arguments[0], "join()") if arguments else "") or ""
    values = [value for item in items if (value := plain(item)) is not None]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        other = next(value for value in values if not isinstance(value, str))
        raise ExpressionError(f"join() joins texts, not {described(other)}.")
    run.spend(sum(map(len, texts)) + len(separator) * len(texts) >> 6)
    return run.text(separator.join(texts)) if texts else []


TEXTS: Final[Functions] = {
    "indexOf": _of_texts("indexOf", lambda own, found, _: [own.find(found[0])], 1),
    "lastIndexOf": _of_texts("lastIndexOf", lambda own, found, _: [own.rfind(found[0])], 1),
    "startsWith": _of_texts("startsWith", lambda own, found, _: [own.startswith(found[0])], 1),
    "endsWith": _of_texts("endsWith", lambda own, found, _: [own.endswith(found[0])], 1),
    "contains": _of_texts("contains", lambda own, found, _: [found[0] in own], 1),
    "upper": _of_texts("upper", lambda own, _, run: run.text(own.upper())),
    "lower": _of_texts("lower", lambda own, _, run: run.text(own.lower())),
    "trim": _of_texts("trim", lambda own, _, run: [own.strip()]),
    "length": _of_texts("length", lambda own, _, run: [len(own)]),
    "toChars": _of_texts("toChars", _characters),
    "substring": Eager(_substring, 1, 2),
    "replace": _of_texts("replace", _replace, 2),
    "matches": _of_texts("matches", _matches, 1, 2),
    "matchesFull": _of_texts("matchesFull", _matches_full, 1, 2),
    "replaceMatches": _of_texts("replaceMatches", _replace_matches, 2, 3),
    "split": _of_texts("split", _split, 1),
    "join": Eager(_join, 0, 1),
}
