"""One FHIR element while it is read: what is taken is Lytte's, what is left is kept."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from lytte.integrations.fhir.exact_json import packed
from lytte.integrations.fhir.reading import Reading

Read = TypeVar("Read")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
EXTENSION_REST = "$extension"
"""Where `kept` holds what was left of an extension that was read: `{role#number: rest}`."""


WHOLE = "the questionnaire"
_CALLED = {
    "answer": "answer",
    "code": "code",
    "enableWhen": "condition",
    "initial": "initial value",
}
"""What an author calls one of several, which is counted from 1."""
_AT_ITS_SOURCE = "Correct it in the file, or in the program it was made with."


class Element:
    """An element at `place`, the linkId it belongs to; `named` is what its author calls it."""

    def __init__(
        self, content: Mapping[str, Any], place: str, reading: Reading, named: str = WHOLE
    ) -> None:
        self.place = place
        self.named = named
        self.reading = reading
        self._left = {
            name: inner
            for name, inner in (
                (name, _without_gaps(name, given)) for name, given in content.items()
            )
            if inner is not None and inner != [] and inner != {}
        }
        for name in ("extension", "modifierExtension"):
            if name in self._left and not _are_extensions(self._left[name]):
                self._wrong(name, "a list of extensions", self.take(name))
        self._parts: dict[str, Element] = {}
        self._lists: dict[str, list[Element]] = {}
        self._extensions: dict[str, list[Element]] = {}
        self._taken_extensions: set[int] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def names(self, prefix: str) -> list[str]:
        """Return the names of what is left that begin with `prefix`."""
        return [name for name in self._left if name.startswith(prefix)]

    def take(self, name: str) -> Any:
        """Take the element as it is, whatever it is."""
        return self._left.pop(name, None)

    def peek(self, name: str) -> Any:
        """Look without taking: the element is kept as well."""
        return self._left.get(name)

    def text(self, name: str) -> str | None:
        """Take a text; a number in its place is read as one, with a warning."""
        given = self.take(name)
        if given is None or isinstance(given, str):
            # FHIR has no empty texts; one means that there is none.
            return given or None
        if isinstance(given, int | Decimal) and not isinstance(given, bool):
            self._lenient(name, "a text", given)
            return str(given)
        self._wrong(name, "a text", given)
        return None

    def flag(self, name: str) -> bool | None:
        """Take true or false."""
        given = self.take(name)
        if given is None or isinstance(given, bool):
            return given
        if given in ("true", "false"):
            self._lenient(name, "true or false", given)
            return bool(given == "true")
        self._wrong(name, "true or false", given)
        return None

    def number(self, name: str) -> Decimal | None:
        """Take a number with the digits it was written with."""
        given = self.take(name)
        if given is None or isinstance(given, Decimal):
            return given
        if isinstance(given, int) and not isinstance(given, bool):
            return Decimal(given)
        found = _numeric(given) if isinstance(given, str) else None
        if found is None:
            self._wrong(name, "a number", given)
        else:
            self._lenient(name, "a number", given)
        return found

    def whole(self, name: str) -> int | None:
        """Take a whole number."""
        given = self.number(name)
        if given is None:
            return None
        if given != given.to_integral_value():
            self._wrong(name, "a whole number", given)
            return None
        return int(given)

    def child(self, name: str) -> "Element | None":
        """Take an element with parts; what is left of it is kept under its name."""
        given = self.take(name)
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self._wrong(name, "an object", given)
            return None
        part = self._parts[name] = self._inside(given, f"“{name}”")
        return part

    def part(self, name: str) -> "Element | None":
        """Return an element taken before, to look at what is left of it."""
        return self._parts.get(name)

    def children(self, name: str) -> "list[Element]":
        """Take a list of elements; what is left of each is kept by its number."""
        called = _CALLED.get(name, f"“{name}”")
        found = [
            self._inside(given, f"{called} {number}")
            for number, given in enumerate(self.objects(name), 1)
        ]
        self._lists[name] = found
        return found

    def objects(self, name: str) -> list[Mapping[str, Any]]:
        """Take a list of objects that keep what is left of them themselves."""
        given = self.take(name)
        if given is None:
            return []
        if isinstance(given, Mapping):
            self.reading.warning(
                self.place,
                f"{self.named}: “{name}” is one object and not a list; read as a list of one",
                "Put it in square brackets.",
            )
            given = [given]
        if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
            self._wrong(name, "a list of objects", given)
            return []
        return given

    def extension(
        self, role: str, urls: Sequence[str], read: "Callable[[Element], Read | None]"
    ) -> Read | None:
        """Take the first extension under one of `urls` that `read` understands."""
        for found in self._extensions_under(*urls):
            if (value := self._taken(role, found, read)) is not None:
                return value
        return None

    def extensions(
        self, role: str, urls: Sequence[str], read: "Callable[[Element], Read | None]"
    ) -> tuple[Read, ...]:
        """Take every extension under `urls` that `read` understands, in their order."""
        taken = (self._taken(role, found, read) for found in self._extensions_under(*urls))
        return tuple(value for value in taken if value is not None)

    def extension_peeked(self, url: str) -> Mapping[str, Any] | None:
        """Look at an extension that is kept."""
        return next((given for _, given in self._extensions_under(url)), None)

    def rest(self) -> dict[str, Any]:
        """Return what nobody took, safe to store as JSON."""
        rest: dict[str, Any] = packed(self._without_taken())
        for name, part in self._parts.items():
            if left := part.rest():
                rest[name] = left
        for name, parts in self._lists.items():
            if by_number := {str(n): left for n, each in enumerate(parts) if (left := each.rest())}:
                rest[name] = by_number
        of_extensions = {
            f"{role}#{n}": left
            for role, parts in self._extensions.items()
            for n, each in enumerate(parts)
            if (left := each.rest())
        }
        return rest | ({EXTENSION_REST: of_extensions} if of_extensions else {})

    @cached_property
    def _extensions_by_url(self) -> Mapping[str, Sequence[tuple[int, Mapping[str, Any]]]]:
        found: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
        for number, each in enumerate(self._left.get("extension", ())):
            if isinstance(url := each.get("url"), str):
                found.setdefault(url, []).append((number, each))
        return found

    def _extensions_under(self, *urls: str) -> list[tuple[int, Mapping[str, Any]]]:
        if "extension" not in self._left:
            return []
        found = [pair for url in urls for pair in self._extensions_by_url.get(url, ())]
        return sorted(
            (pair for pair in found if pair[0] not in self._taken_extensions),
            key=lambda pair: pair[0],
        )

    def _without_taken(self) -> dict[str, Any]:
        if not self._taken_extensions:
            return self._left
        left = [
            each
            for number, each in enumerate(self._left["extension"])
            if number not in self._taken_extensions
        ]
        rest = {name: inner for name, inner in self._left.items() if name != "extension"}
        return {**rest, "extension": left} if left else rest

    def _taken(
        self,
        role: str,
        found: tuple[int, Mapping[str, Any]],
        read: "Callable[[Element], Read | None]",
    ) -> Read | None:
        number, given = found
        content = {name: inner for name, inner in given.items() if name != "url"}
        tried = self._inside(content, f"extension “{role}”")
        before = len(self.reading.problems)
        value = read(tried)
        self.reading.forgive(before)
        if value is not None:
            self._taken_extensions.add(number)
            self._extensions.setdefault(role, []).append(tried)
        return value

    def _lenient(self, name: str, wanted: str, given: Any) -> None:
        self.reading.warning(
            self.place,
            f"{self.named}: “{name}” must be {wanted}; {_shown(given)} was read as one",
            _AT_ITS_SOURCE,
        )

    def _wrong(self, name: str, wanted: str, given: Any) -> None:
        self.reading.error(
            self.place,
            f"{self.named}: “{name}” must be {wanted}, and is {_shown(given)}",
            _AT_ITS_SOURCE,
        )

    def _inside(self, content: Mapping[str, Any], called: str) -> "Element":
        return Element(content, self.place, self.reading, f"{self.named}, {called}")


def _without_gaps(name: str, given: Any) -> Any:
    """Drop the nulls that generators leave in lists of extensions."""
    if name == "extension" and isinstance(given, list):
        return [each for each in given if each is not None]
    return given


def _are_extensions(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(each, Mapping) for each in given)


def _numeric(given: str) -> Decimal | None:
    return Decimal(given) if _NUMBER.fullmatch(given) else None


def _shown(given: Any) -> str:
    if isinstance(given, Mapping):
        return "an object"
    if isinstance(given, list):
        return "a list"
    return f"“{given}”"[:60]
