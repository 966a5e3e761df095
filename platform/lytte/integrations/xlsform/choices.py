"""The lists of choices, with the columns that filters look at."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lytte.core.items.choice import AnswerOption
from lytte.core.problems import Problem, error, note
from lytte.core.texts import Text
from lytte.core.values import Coding
from lytte.integrations.logic.terms import Words, number_of
from lytte.integrations.xlsform.columns import TRANSLATED, Line
from lytte.integrations.xlsform.labels import worded
from lytte.integrations.xlsform.xpath import WEIGHT

_KNOWN = frozenset({"list_name", "name"})


class Listed(NamedTuple):
    """One choice: the option it becomes, and what else its row says, by column."""

    option: AnswerOption
    columns: Mapping[str, str]


Lists = Mapping[str, Sequence[Listed]]
_WORD = re.compile(r"[A-Za-z_][\w.-]*")


def looking_at(choice_filter: str, choices: Sequence[Listed]) -> list[tuple[str, ...]]:
    """Return for each choice what a filter may see of it; alike are those that see the same."""
    words = sorted(set(_WORD.findall(choice_filter)))
    return [tuple(one.columns.get(word, "") for word in words) for one in choices]


def lists(lines: Sequence[Line], problems: list[Problem], *, repeated: bool) -> Lists:
    """Return the lists by name; `repeated` allows a choice to stand twice in one."""
    found: dict[str, list[Listed]] = {}
    met: dict[tuple[str, str], int] = {}
    media = [line.place for line in lines if any(_is_media(each.name) for each in line.cells)]
    for line in lines:
        name, code = line.get("list_name"), line.get("name")
        if not name:
            continue
        if not code:
            problems.append(
                error(line.place, f"a choice of {name} has no name", "Give it a name, or a number.")
            )
            continue
        if (name, code) in met and not repeated:
            before = met[name, code]
            problems.append(
                error(
                    line.place,
                    f"{name} has the choice {code} in row {before} already",
                    "Give one of them another name.",
                )
            )
            continue
        met[name, code] = line.number
        found.setdefault(name, []).append(_listed(line, code))
    if media:
        problems.append(note(media[0], "pictures and sounds of choices are left out"))
    return found


def _is_media(name: str) -> bool:
    return name.startswith("media")


def _listed(line: Line, code: str) -> Listed:
    columns = {
        column.name: cell
        for column, cell in line.cells.items()
        if column.name not in _KNOWN and column.name not in TRANSLATED and not column.language
    }
    weight = number_of(Words(columns.get(WEIGHT, "")))
    text, _ = worded(line.texts("label"))
    option = AnswerOption(value=Coding(code=code), text=text or Text(), weight=weight)
    return Listed(option, columns | {"name": code})
