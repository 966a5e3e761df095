"""A clinic's own question, from the few fields an author fills in."""

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

import re2

from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.texts import Text
from lytte.core.values import Coding

KINDS = ("rating", "one", "several", "yes_no", "words")


def local_item(
    kind: str,
    texts: Mapping[str, str],
    options: Mapping[str, Sequence[str]],
    anchors: Mapping[str, tuple[str, str]],
    taken: Sequence[str],
) -> Item:
    """Return the question. `options` and `anchors` are by language, the source's first."""
    text = Text.model_validate({tag: said for tag, said in texts.items() if said})
    link_id = _link_id(next(iter(text.root.values()), "question"), taken)
    match kind:
        case "rating":
            low = Text.model_validate({t: a for t, (a, _) in anchors.items() if a})
            high = Text.model_validate({t: b for t, (_, b) in anchors.items() if b})
            return NumericRating(link_id=link_id, text=text, low=low, high=high)
        case "one" | "several":
            return Choice(
                link_id=link_id,
                text=text,
                repeats=kind == "several",
                control="check-box" if kind == "several" else "radio-button",
                answer_options=_options(options),
            )
        case "yes_no":
            return Boolean(link_id=link_id, text=text)
        case _:
            return FreeText(type="text", link_id=link_id, text=text, max_length=500)


def _options(by_language: Mapping[str, Sequence[str]]) -> tuple[AnswerOption, ...]:
    count = max((len(lines) for lines in by_language.values()), default=0)
    found = []
    for number in range(count):
        said = {tag: lines[number] for tag, lines in by_language.items() if number < len(lines)}
        found.append(
            AnswerOption(
                value=Coding(code=str(number)),
                text=Text.model_validate(said),
                weight=Decimal(number),
            )
        )
    return tuple(found)


def _link_id(text: str, taken: Sequence[str]) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    base = str(re2.sub(r"[^a-z0-9]+", "-", plain)).strip("-")[:30].strip("-") or "question"
    number = 2
    found = base
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found
