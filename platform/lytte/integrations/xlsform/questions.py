"""Rows of the survey as items, without what they say of other rows."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from lytte.core.items.any_item import Item
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.problems import Problem, error, warning
from lytte.integrations.logic.terms import Words, number_of
from lytte.integrations.xlsform.choices import Lists
from lytte.integrations.xlsform.columns import Line
from lytte.integrations.xlsform.types import MIME, Asked

_FLAT = ("horizontal", "horizontal-compact", "likert", "columns", "columns-pack")
_DROPPED = ("minimal", "compact", "quickcompact")
_TYPED = ("autocomplete", "search")


class Building(NamedTuple):
    """One row while it becomes an item."""

    line: Line
    asked: Asked
    common: dict[str, Any]
    lists: Lists
    problems: list[Problem]

    @property
    def appearance(self) -> Sequence[str]:
        """The words of how it is to look."""
        return self.line.get("appearance").lower().split()

    def warn(self, message: str, way_out: str) -> None:
        self.problems.append(warning(self.line.place, self._said(message), way_out))

    def fault(self, message: str, way_out: str) -> None:
        self.problems.append(error(self.line.place, self._said(message), way_out))

    def _said(self, message: str) -> str:
        return f"{self.line.called}: {message}"


def item(given: Building) -> Item:
    """Return the row as an item."""
    return _KINDS[given.asked.kind](given)


def options(given: Building) -> tuple[AnswerOption, ...]:
    """Return the choices of the row's list."""
    name = given.asked.choices
    if not name:
        given.fault(
            "it does not say which list it takes its choices from", "Write select_one LIST."
        )
        return ()
    if name not in given.lists:
        known = ", ".join(list(given.lists)[:8]) or "–"
        given.fault(
            f"there is no list of choices called {name[:60]}. Lists on the sheet “choices”: "
            f"{known}",
            "Write the list there, or correct its name here.",
        )
        return ()
    return tuple(one.option for one in given.lists[name])


def _text(given: Building) -> Item:
    long = "multiline" in given.appearance
    return FreeText(**given.common, type="text" if long else "string")


def _number(given: Building) -> Item:
    return Number(**given.common, type="integer" if given.asked.kind == "integer" else "decimal")


def _date(given: Building) -> Item:
    kinds = {"date": "date", "datetime": "dateTime", "time": "time"}
    return DateItem.model_validate(given.common | {"type": kinds[given.asked.kind]})


def _range(given: Building) -> Item:
    said = parameters(given.line.get("parameters"))
    start, end, step = (
        _parameter(said, name, otherwise)
        for name, otherwise in (("start", "1"), ("end", "10"), ("step", "1"))
    )
    if start >= end or step <= 0:
        given.fault("the range ends before it starts, or has no steps", "Correct start and end.")
        start, end, step = Decimal(1), Decimal(10), Decimal(1)
    whole = not (start % 1 or end % 1 or step % 1)
    if step == 1 and whole and start in (0, 1) and end <= 10:
        return NumericRating(**given.common, minimum=int(start), maximum=int(end))
    if step == 1 and whole and start == 0 and end == 100:
        return VisualAnalogue(**given.common)
    return Number(
        **given.common,
        type="integer" if whole else "decimal",
        slider=True,
        minimum=start,
        maximum=end,
        slider_step=step,
    )


def parameters(written: str) -> dict[str, str]:
    """Return `start=0 end=10; step=1` by name."""
    found = {}
    for part in written.replace(";", " ").replace(",", " ").split():
        name, _, value = part.partition("=")
        found[name.lower()] = value
    return found


def _parameter(said: Mapping[str, str], name: str, otherwise: str) -> Decimal:
    found = number_of(Words(said.get(name, otherwise)))
    return Decimal(otherwise) if found is None else found


YES_OR_NO = "lytte_yes_no"
"""The list of choices that a yes-or-no question is written with."""


def _choice(given: Building) -> Item:
    if given.asked == Asked("select_one", YES_OR_NO):
        return Boolean(**given.common)
    many = given.asked.kind != "select_one"
    looks = given.appearance
    control = "check-box" if many else "radio-button"
    if any(each in _TYPED for each in looks):
        control = "autocomplete"
    elif any(each in _DROPPED for each in looks):
        control = "drop-down"
    flat = any(each.partition("(")[0] in _FLAT for each in looks)
    if given.asked.kind == "rank":
        given.warn("the order of the choices is not asked, only which are chosen",
                   "Ask for the first, the second and the third instead.")  # fmt: skip
    if (file := _from_file(given.asked)) is not None:
        given.warn(
            f"its choices are in another file ({file[:60]}), so it is asked as a text",
            "Write the choices on the sheet “choices”.",
        )
        return FreeText(**given.common)
    return Choice.model_validate(
        given.common
        | {
            "type": "open-choice" if given.asked.or_other else "choice",
            "control": control,
            "orientation": "horizontal" if flat else None,
            "repeats": many,
            "answer_options": options(given),
        }
    )


def _from_file(asked: Asked) -> str | None:
    name = asked.choices.lower()
    ends = (".csv", ".xml", ".geojson")
    return asked.choices if name.endswith(ends) else None


def _acknowledge(given: Building) -> Item:
    return Boolean(**given.common)


def _note(given: Building) -> Item:
    common = {name: value for name, value in given.common.items() if name != "required"}
    return Display(**common)


def _calculate(given: Building) -> Item:
    return FreeText(**(given.common | {"hidden": True, "read_only": True}))


def _hidden(given: Building) -> Item:
    return FreeText(**(given.common | {"hidden": True}))


def _file(given: Building) -> Item:
    return AttachmentItem(**given.common, mime_types=MIME[given.asked.kind])


def _place(given: Building) -> Item:
    given.warn("a place on the map is asked as a text", "Ask for the address, or take it out.")
    return FreeText(**given.common)


_KINDS: Mapping[str, Callable[[Building], Item]] = {
    "acknowledge": _acknowledge,
    "audio": _file,
    "calculate": _calculate,
    "date": _date,
    "datetime": _date,
    "decimal": _number,
    "file": _file,
    "geo": _place,
    "hidden": _hidden,
    "image": _file,
    "integer": _number,
    "note": _note,
    "range": _range,
    "rank": _choice,
    "select_multiple": _choice,
    "select_one": _choice,
    "text": _text,
    "time": _date,
    "video": _file,
}
