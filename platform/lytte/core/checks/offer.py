"""What the rules want to know of a list of options, each thing worked out once.

A thousand questions may offer the same ten thousand options.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lytte.core.evaluation.likeness import Likeness
from lytte.core.items.choice import AnswerOption
from lytte.core.texts import Text
from lytte.core.values import (
    Coding,
    NativeValue,
)


@dataclass(frozen=True)
class Offer:
    """The options of one question, or of a value set that several use."""

    options: tuple[AnswerOption, ...]

    @cached_property
    def kinds(self) -> frozenset[type]:
        return frozenset(type(option.value) for option in self.options)

    @cached_property
    def has_weights(self) -> bool:
        return any(option.weight is not None for option in self.options)

    @cached_property
    def has_selected(self) -> bool:
        return any(option.initial_selected for option in self.options)

    @cached_property
    def has_exclusive(self) -> bool:
        return any(option.exclusive for option in self.options)

    @cached_property
    def lacks_system(self) -> bool:
        return any(not each.system for each in self._codings)

    @cached_property
    def twice(self) -> Sequence[tuple[str, int]]:
        """The options that stand there more than once, alike in all, and how often."""
        return [
            (shown, len(alike))
            for alike in self._stored_alike
            if (shown := _key(alike[0])[1]) and not any(_differ(alike[0], one) for one in alike)
        ]

    @cached_property
    def not_told_apart(self) -> Sequence[tuple[str, str]]:
        """Options that are stored alike and mean different things, each with the first of them."""
        return [
            (_shown(first), _shown(one))
            for first, *others in self._stored_alike
            for one in others
            if _differ(first, one)
        ]

    @cached_property
    def _stored_alike(self) -> Sequence[Sequence[AnswerOption]]:
        """The options that an answer does not tell apart, wherever there are several."""
        found: dict[object, list[AnswerOption]] = {}
        for option in self.options:
            found.setdefault(_key(option)[0], []).append(option)
        return [alike for alike in found.values() if len(alike) > 1]

    @cached_property
    def wordless(self) -> Sequence[int]:
        """The numbers of the options with neither words nor a code."""
        return [
            number
            for number, option in enumerate(self.options, 1)
            if isinstance(value := option.value, Coding) and not value.code and not value.display
        ]

    @cached_property
    def bare(self) -> Sequence[str]:
        """The codes of the options that have no words."""
        return [
            value.code
            for option in self.options
            if isinstance(value := option.value, Coding)
            and value.code
            and not value.display
            and not any(option.text.root.values())
        ]

    @cached_property
    def words(self) -> Sequence[str]:
        """What a reader of the original sees of each option, capitals and spaces aside."""
        return tuple(map(_words, self.options))

    @cached_property
    def same_words(self) -> Sequence[str]:
        """Words that stand for more than one option, as they are written."""
        codes: dict[str, set[object]] = {}
        first: dict[str, str] = {}
        for option, words in self._worded:
            codes.setdefault(words, set()).add(_key(option)[0])
            first.setdefault(words, _shown(option))
        return [first[words] for words, different in codes.items() if words and len(different) > 1]

    @cached_property
    def not_exclusive(self) -> frozenset[str]:
        """The words of the options that may be chosen beside others."""
        return frozenset(words for option, words in self._worded if not option.exclusive)

    @property
    def _worded(self) -> Iterator[tuple[AnswerOption, str]]:
        return zip(self.options, self.words, strict=True)

    @property
    def texts(self) -> Iterator[Text]:
        """The words of the options that have words of their own."""
        for option in self.options:
            if isinstance(option.value, Coding | str):
                yield option.text

    def systems_of(self, code: str) -> frozenset[str | None]:
        """Return the systems in which there is an option with this code."""
        return self._systems.get(code, frozenset())

    def has(self, wanted: NativeValue) -> bool:
        """Tell whether an answer is one of the options."""
        return self._likeness.first(wanted) is not None

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness([each.value for each in self.options])

    @cached_property
    def _systems(self) -> Mapping[str, frozenset[str | None]]:
        found: dict[str, set[str | None]] = {}
        for each in self._codings:
            if each.code is not None:
                found.setdefault(each.code, set()).add(each.system)
        return {code: frozenset(systems) for code, systems in found.items()}

    @cached_property
    def _codings(self) -> Sequence[Coding]:
        return [each.value for each in self.options if isinstance(each.value, Coding)]


def _key(option: AnswerOption) -> tuple[object, str]:
    value = option.value
    if isinstance(value, Coding):
        shown = f"“{value.display or value.code}”" if value.display or value.code else ""
        return (value.system, value.code, None if value.code else value.display), shown
    return (type(value).__name__, str(value)), f"“{value}”"


def _differ(one: AnswerOption, other: AnswerOption) -> bool:
    """Tell whether two options read differently in a language of both, or weigh differently."""
    shared = one.text.root.keys() & other.text.root.keys()
    return (
        _shown(one) != _shown(other)
        or one.weight != other.weight
        or any(one.text.root[each] != other.text.root[each] for each in shared)
    )


def _words(option: AnswerOption) -> str:
    prefix = next(iter(option.prefix.root.values()), "")
    return " ".join(f"{prefix} {_shown(option)}".casefold().split())


def _shown(option: AnswerOption) -> str:
    value = option.value
    if text := next((each for each in option.text.root.values() if each), ""):
        return text
    return value.display or value.code or "" if isinstance(value, Coding) else str(value)
