"""A clinic's own question, from the few fields an author fills in, and back into them."""

import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import uuid4

import re2

from lytte.core import plain_words
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.texts import Text
from lytte.core.values import Coding
from lytte.core.wordings import Kind
from lytte.wording.catalogue import Words, thousands
from lytte_admin.editing import worded
from lytte_admin.editing.composing import written
from lytte_admin.editing.worded import Fault
from lytte_admin.in_words.asked_when import in_quotes
from lytte_admin.in_words.labels import LANGUAGES

LONGEST = 500
MOST_OPTIONS = 30
WORDS: Mapping[str, Kind] = {"text": "question"}
ENDS: Mapping[str, Kind] = {"low": "low", "high": "high"}


def faults(kind: str, given: Mapping[str, str], language: str, say: Words) -> list[Fault]:
    """Return everything that keeps a question from being kept as it is written.

    `language` is the one it is written in first.
    """
    texts = {**WORDS, **ENDS} if kind == "rating" else WORDS
    found = worded.faults(given, texts, say)
    if kind in ("one", "several"):
        found += _option_faults(given, say)
    if not any(given.get(f"text-{tag}", "").strip() for tag in LANGUAGES):
        found.insert(0, Fault(f"text-{language}", say("Write the question first.")))
    return found


def _option_faults(given: Mapping[str, str], say: Words) -> Iterator[Fault]:
    for tag, lines in _lines(given).items():
        at = f"options-{tag}"
        if len(lines) > MOST_OPTIONS:
            said = say(
                "There are {number} answers, and there is room for {most}.",
                number=thousands(len(lines)),
                most=MOST_OPTIONS,
            )
            yield Fault(at, f"{LANGUAGES[tag]}: {said}")
        for line in lines:
            for one in plain_words.faults(line, "option", at):
                yield Fault(at, f"{in_quotes(line[:40], say)}, {worded.told_of(tag, one, say)}")


def local_item(kind: str, given: Mapping[str, str], *, before: Item | None = None) -> Item | None:
    """Return the question that the fields say; None while nothing is asked in any language.

    `before` is the question being edited: it keeps its address and the codes of its
    options, so that what is answered now goes on from what was answered before.
    """
    text = written(given, "text", before=before.text if before else None)
    if not text:
        return None
    link_id = before.link_id if before else _link_id(next(iter(text.root.values())))
    match kind:
        case "rating":
            rating = before if isinstance(before, NumericRating) else None
            return NumericRating(
                link_id=link_id,
                text=text,
                low=written(given, "low", before=rating.low if rating else None),
                high=written(given, "high", before=rating.high if rating else None),
                worse="down" if given.get("worse") == "down" else "up",
            )
        case "one" | "several":
            earlier = before.answer_options if isinstance(before, Choice) else ()
            return Choice(
                link_id=link_id,
                text=text,
                repeats=kind == "several",
                control="check-box" if kind == "several" else "radio-button",
                answer_options=_options(given, earlier),
            )
        case "yes_no":
            return Boolean(link_id=link_id, text=text)
        case _:
            return FreeText(type="text", link_id=link_id, text=text, max_length=LONGEST)


def kind_of(item: Item) -> str:
    """Return which of the kinds in the list a question is."""
    match item:
        case NumericRating():
            return "rating"
        case Choice():
            return "several" if item.repeats else "one"
        case Boolean():
            return "yes_no"
        case _:
            return "words"


def _options(
    given: Mapping[str, str], earlier: tuple[AnswerOption, ...]
) -> tuple[AnswerOption, ...]:
    """Return the options, one a line in each language: the same line is the same option."""
    lines = _lines(given)
    count = max(map(len, lines.values()))
    codes = _codes(lines, count, earlier)
    return tuple(
        AnswerOption(
            value=Coding(code=codes[number]),
            text=Text.model_validate(
                {tag: found[number] for tag, found in lines.items() if number < len(found)}
            ),
            weight=Decimal(number),
        )
        for number in range(count)
    )


def _lines(given: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the lines that say something, in each language."""
    found = {tag: given.get(f"options-{tag}", "").splitlines() for tag in LANGUAGES}
    return {tag: [one for line in each if (one := line.strip())] for tag, each in found.items()}


def _codes(
    lines: Mapping[str, list[str]], count: int, earlier: tuple[AnswerOption, ...]
) -> list[str]:
    """Return a code for each line: the old one where a line still says the same in a language.

    Where the number of lines is unchanged they are the same options, put otherwise.
    """
    old = [one.value.code or "" if isinstance(one.value, Coding) else "" for one in earlier]
    if len(earlier) == count:
        return old
    found: list[str] = []
    for number in range(count):
        said = {(tag, lines[tag][number]) for tag in lines if number < len(lines[tag])}
        same = next(
            (
                code
                for code, option in zip(old, earlier, strict=True)
                if code not in found and said & set(option.text.root.items())
            ),
            None,
        )
        found.append(same or f"o{uuid4().hex[:6]}")
    return found


def _link_id(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    base = str(re2.sub(r"[^a-z0-9]+", "-", plain)).strip("-")[:30].strip("-") or "question"
    return base if base[0].isalpha() else f"q-{base}"
