"""When a part of a form is asked: a condition as a sentence, and back from its fields."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lytte.core.conditions import AllOf, AnyOf, AtLeast, AtMost, Chosen, Condition, IsTrue, Not
from lytte.core.sources import Source, code
from lytte.core.values import Coding
from lytte.wording.catalogue import Words

MOST_CELLS = 13


class Unreadable(Exception):
    """A field of the sentence does not hold what it should; the text says which."""


@dataclass(frozen=True)
class Cell:
    """One possible answer in the strip, and whether it opens the question."""

    number: int
    opens: bool


def told_apart(names: Sequence[str]) -> list[str]:
    """Return the names of a list to choose from: those that are the same are numbered."""
    many, seen = Counter(names), Counter[str]()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if many[name] > 1 else name)
    return found


def sentence(condition: Condition, known: Mapping[str, Source], say: Words) -> str:
    """Return when it is asked, in words: “Nausea is 4 or more and Fever is yes”."""
    match condition:
        case AllOf(of=parts):
            return f" {say('and')} ".join(sentence(one, known, say) for one in parts)
        case AnyOf(of=parts):
            return f" {say('or')} ".join(sentence(one, known, say) for one in parts)
        case Not(of=part):
            return say("not: {condition}", condition=sentence(part, known, say))
        case simple:
            return _simple(simple, known.get(simple.item), say)


def _simple(
    condition: AtLeast | AtMost | Chosen | IsTrue, source: Source | None, say: Words
) -> str:
    name = _short(source.name.read(say.language)) if source else say("something that is not asked")
    match condition:
        case AtLeast(value=value):
            return say("“{name}” is {value} or more", name=name, value=value)
        case AtMost(value=value):
            return say("“{name}” is {value} or less", name=name, value=value)
        case IsTrue():
            return say("“{name}” is answered yes", name=name)
        case Chosen(options=options):
            wanted = {one.code for one in options}
            texts = [
                one.text.read(say.language)
                for one in (source.options if source else ())
                if code(one) in wanted
            ]
            return say("“{name}” is {options}", name=name, options=either(texts, say))


def in_quotes(text: str, say: Words) -> str:
    """Return a text between the marks of the reader's language."""
    return f"“{text}”" if say.language == "en" else f"«{text}»"


def either(texts: Sequence[str], say: Words) -> str:
    """Return texts in the quotation marks of the language, with "or" between them."""
    quoted = [in_quotes(text, say) for text in texts]
    return f" {say('or')} ".join(quoted) if quoted else "–"


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def each(condition: Condition | None) -> tuple[Condition, ...]:
    """Return the conditions that are joined, one by one."""
    match condition:
        case None:
            return ()
        case AllOf(of=parts) | AnyOf(of=parts):
            return parts
        case simple:
            return (simple,)


def joined(parts: Sequence[Condition], *, together: str) -> Condition | None:
    """Join conditions by "and" (`all`) or "or" (`any`); None when there is none left."""
    if len(parts) < 2:
        return next(iter(parts), None)
    return AnyOf(of=tuple(parts)) if together == "any" else AllOf(of=tuple(parts))


def together(condition: Condition | None) -> str:
    """Return how a condition's parts are joined."""
    return "any" if isinstance(condition, AnyOf) else "all"


def condition(
    source: Source, given: Mapping[str, str], chosen: Sequence[str], say: Words
) -> Condition:
    """Return the condition that the sentence's fields say; Unreadable when one cannot be read."""
    match source.kind:
        case "yes_no":
            return IsTrue(item=source.address)
        case "options":
            wanted = tuple(code for code in chosen if code in source.codes)
            if not wanted:
                raise Unreadable(say("Choose at least one of the answers."))
            return Chosen(item=source.address, options=tuple(Coding(code=one) for one in wanted))
        case "number":
            value = number(given.get("value", ""), say)
            kind = AtMost if given.get("compared") == "at_most" else AtLeast
            return kind(item=source.address, value=value)


def number(text: str, say: Words) -> Decimal:
    """Return a number as typed, with comma or point; Unreadable when it is none."""
    try:
        found = Decimal(text.replace(",", ".").strip())
    except InvalidOperation:
        raise Unreadable(say("Write the limit as a number.")) from None
    if not found.is_finite() or abs(found) >= 10**9:
        raise Unreadable(say("Write the limit as a number."))
    return found


def strip(condition: Condition, known: Mapping[str, Source]) -> list[Cell]:
    """Return every answer to the number a single condition looks at; empty for other kinds."""
    return list(_cells(condition, known))


def _cells(condition: Condition, known: Mapping[str, Source]) -> Iterator[Cell]:
    if not isinstance(condition, AtLeast | AtMost) or condition.item not in known:
        return
    ends = known[condition.item].ends
    if ends is None or ends[1] - ends[0] >= MOST_CELLS:
        return
    for answer in range(int(ends[0]), int(ends[1]) + 1):
        least = isinstance(condition, AtLeast)
        yield Cell(answer, answer >= condition.value if least else answer <= condition.value)
