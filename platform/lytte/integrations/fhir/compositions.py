"""What a value set in the file comes to: its expansion, or what its compose puts together.

Nothing is offered on a guess: a value set of which one part cannot be told from the file
has no options at all, and the reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from lytte.integrations.fhir.code_systems import (
    CodeSystems,
    code_of,
    is_inactive,
    objects,
)
from lytte.integrations.fhir.well_known import concepts

_DEEPEST = 20
_MOST_LOOKED_AT = 200_000
_INCOMPLETE = (
    "http://hl7.org/fhir/StructureDefinition/valueset-unclosed",
    "http://hl7.org/fhir/StructureDefinition/valueset-toocostly",
)


class Unresolved(Exception):
    """What is in a value set cannot be told from the file; the message says why."""


class Circle(Unresolved):
    """A value set includes itself, straight or by way of others."""


class Member(NamedTuple):
    """A concept in a value set, as it stands in the file."""

    system: str | None
    concept: Mapping[str, Any]


Belongs = Callable[[Member], bool]
One = TypeVar("One")


class Compositions:
    """The value sets in the file, each worked out once."""

    def __init__(self, sets: Iterable[Mapping[str, Any]], systems: CodeSystems) -> None:
        self._systems = systems
        self._by_name: dict[str, Mapping[str, Any]] = {}
        for each in sets:
            for name in (f"#{id_of(each)}", each.get("url")):
                if isinstance(name, str):
                    self._by_name.setdefault(name, each)
        self._found: dict[int, list[Member] | Unresolved] = {}
        self._belongs: dict[str, Belongs] = {}
        self._open: list[Mapping[str, Any]] = []
        self._left = _MOST_LOOKED_AT

    def members(self, resource: Mapping[str, Any]) -> list[Member]:
        """Return what can be chosen from a value set, in its order.

        Raises `Unresolved` when that takes more than the file holds.
        """
        found = self._found.get(id(resource))
        if found is None:
            self._refuse_circle(resource)
            self._open.append(resource)
            try:
                found = self._worked_out(resource)
            except Unresolved as why:
                found = why
            self._open.pop()
            self._found[id(resource)] = found
        if isinstance(found, Unresolved):
            raise found
        return found

    def _refuse_circle(self, resource: Mapping[str, Any]) -> None:
        if any(each is resource for each in self._open):
            start = next(n for n, each in enumerate(self._open) if each is resource)
            path = " → ".join(_name(each) for each in [*self._open[start:], resource])
            raise Circle(f"it includes itself: {path}")
        if len(self._open) == _DEEPEST:
            raise Unresolved(f"value sets include each other over {_DEEPEST} deep")

    def _worked_out(self, resource: Mapping[str, Any]) -> list[Member]:
        expansion = resource.get("expansion")
        compose = resource.get("compose")
        partly = isinstance(expansion, Mapping) and _is_partial(expansion)
        if isinstance(expansion, Mapping) and not partly:
            listed = _expanded(expansion)
            if listed or expansion.get("total") == 0:
                return self._counted(listed)
        if isinstance(compose, Mapping) and objects(compose, "include"):
            return self._composed(compose)
        raise Unresolved("its expansion is not whole" if partly else "it lists no codes")

    def _composed(self, compose: Mapping[str, Any]) -> list[Member]:
        found: list[Member] = []
        seen: set[tuple[str | None, str]] = set()
        for each in objects(compose, "include"):
            added = self._included(each)
            # Within one list the same code twice is the author's, and the checks tell of it.
            keys = list(map(_key, added))
            found += [one for one, key in zip(added, keys, strict=True) if key not in seen]
            seen.update(keys)
        for each in objects(compose, "exclude"):
            belongs = self._excluded(each)
            found = [one for one in self._counted(found) if not belongs(one)]
        if compose.get("inactive") is False:
            found = [one for one in found if not self._is_inactive(one)]
        return found

    def _included(self, given: Mapping[str, Any]) -> list[Member]:
        """Return what is in all that one include names: a system or codes of it, value sets."""
        rest = _sets(given)
        system = _system(given)
        if rest and _is_plain(given):
            found = self._counted(self._of_set(rest.pop(0)))
            found = found if system is None else [one for one in found if one.system == system]
        else:
            found = self._of_system(given, system)
        for name in rest:
            belongs = self._of_those_in(name)
            found = [one for one in self._counted(found) if belongs(one)]
        return found

    def _excluded(self, given: Mapping[str, Any]) -> Belongs:
        """Return what tells whether a code is left out; a whole system needs no list of it."""
        system = _system(given)
        if _is_plain(given) and not _sets(given):
            if system is None:
                raise Unresolved("what it excludes is not said")
            return lambda one: one.system == system
        return _among(self._included(given))

    def _of_system(self, given: Mapping[str, Any], system: str | None) -> list[Member]:
        if listed := objects(given, "concept"):
            return self._counted([Member(system, concept) for concept in listed])
        found = self._systems.get(system)
        called = system or "without a name"
        if found is None:
            raise Unresolved(f"the code system {called} is not in the file")
        if not found.is_whole:
            raise Unresolved(f"only a part of the code system {called} is in the file")
        picked = found.concepts
        for rule in objects(given, "filter"):
            wanted = str(rule.get("value"))
            below = None
            if rule.get("property") == "concept" and rule.get("op") in ("is-a", "descendent-of"):
                below = found.below(wanted)
            if below is None:
                said = " ".join(str(rule.get(name))[:40] for name in ("property", "op", "value"))
                raise Unresolved(f"which codes of {called} the filter “{said}” means is not told")
            codes = {code_of(each) for each in self._counted(below)}
            codes |= {wanted} if rule["op"] == "is-a" else set()
            picked = [each for each in self._counted(picked) if code_of(each) in codes]
        return [Member(system, each) for each in found.selectable(self._counted(picked))]

    def _of_set(self, name: str) -> list[Member]:
        plain = name.partition("|")[0]
        if (found := self._by_name.get(plain)) is not None:
            return self.members(found)
        if known := concepts(plain):
            return [Member(system, concept) for system, concept in known]
        raise Unresolved(f"the value set {plain} is not in the file")

    def _of_those_in(self, name: str) -> Belongs:
        if name not in self._belongs:
            self._belongs[name] = _among(self._counted(self._of_set(name)))
        return self._belongs[name]

    def _is_inactive(self, one: Member) -> bool:
        system, code = self._systems.get(one.system), code_of(one.concept)
        if system is None or code not in system.by_code:
            return is_inactive(one.concept)
        return code in system.inactive

    def _counted(self, found: list[One]) -> list[One]:
        """Return what is about to be gone through; there is an end to how much that may be."""
        self._left -= len(found)
        if self._left < 0:
            raise Unresolved(f"more than {_MOST_LOOKED_AT:,} codes stand in the value sets")
        return found


def id_of(resource: Mapping[str, Any]) -> str | None:
    """Return the id of a resource; where it has none, the end of its address."""
    given, url = resource.get("id"), resource.get("url")
    if isinstance(given, str):
        return given
    return url.rsplit("/", 1)[-1] if isinstance(url, str) else None


def _expanded(expansion: Mapping[str, Any]) -> list[Member]:
    return [
        Member(_system(each), each)
        for each in _every(expansion)
        if each.get("abstract") is not True and each.get("code") is not None
    ]


def _every(expansion: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = list(reversed(objects(expansion, "contains")))
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(reversed(objects(each, "contains")))


def _is_partial(expansion: Mapping[str, Any]) -> bool:
    marks = (each.get("url") for each in objects(expansion, "extension"))
    total = expansion.get("total")
    return (
        bool(expansion.get("offset"))
        or any(mark in _INCOMPLETE for mark in marks)
        or (isinstance(total, int) and total > sum(1 for _ in _every(expansion)))
    )


def _among(members: list[Member]) -> Belongs:
    """Return what tells whether a code is one of these; without a system the code alone counts."""
    keys = {_key(one) for one in members}
    codes = {code for _, code in keys}

    def belongs(one: Member) -> bool:
        system, code = _key(one)
        if system is None:
            return code in codes
        return (system, code) in keys or (None, code) in keys

    return belongs


def _is_plain(given: Mapping[str, Any]) -> bool:
    return not objects(given, "concept") and not given.get("filter")


def _sets(given: Mapping[str, Any]) -> list[str]:
    """Return the value sets that are named; one alone may stand without its brackets."""
    named = given.get("valueSet")
    listed = named if isinstance(named, list) else [named] if named else []
    return [each if isinstance(each, str) else str(each)[:60] for each in listed]


def _system(given: Mapping[str, Any]) -> str | None:
    system = given.get("system")
    return system if isinstance(system, str) else None


def _key(one: Member) -> tuple[str | None, str]:
    return one.system, code_of(one.concept)


def _name(resource: Mapping[str, Any]) -> str:
    return str(id_of(resource))[:80]
