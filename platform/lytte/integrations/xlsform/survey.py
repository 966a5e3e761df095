"""The rows of the survey under their groups and repeats."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lytte.core.items.any_item import Item
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.problems import Problem, error, note, warning
from lytte.integrations.xlsform.choices import Lists
from lytte.integrations.xlsform.columns import Line
from lytte.integrations.xlsform.kept import kept
from lytte.integrations.xlsform.labels import worded
from lytte.integrations.xlsform.questions import YES_OR_NO, Building, item
from lytte.integrations.xlsform.types import Asked, asked

_NAME = re.compile(r"[A-Za-z_:][\w:.-]*")
DEEPEST = 32
_YES = frozenset({"yes", "true", "true()"})
_NO = frozenset({"no", "false", "false()", ""})
_CONTROLS = {"field-list": "page", "table-list": "table"}
_ENDS = {"end_group": "group", "end_repeat": "repeat", "end_loop": "loop"}
_KEPT = (
    "appearance", "parameters", "trigger", "instance", "body", "save_to", "autoplay", "rows",
    "media::image", "media::audio", "media::video", "media::big-image",
)  # fmt: skip


@dataclass
class Made:
    """The items of a survey, and the row each came from."""

    items: list[Item] = field(default_factory=list)
    lines: dict[str, Line] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)
    """The linkIds of each name: a name may stand in several groups."""


@dataclass
class _Open:
    """A group whose end has not come yet."""

    line: Line | None
    kind: str
    names: dict[str, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    link_id: str = ""


class Survey:
    """Puts rows together, one after the other."""

    def __init__(self, lists: Lists, problems: list[Problem]) -> None:
        self._lists = lists
        self._problems = problems
        self._open = [_Open(None, "survey")]
        self._metadata: list[str] = []
        self.made = Made()

    def read(self, lines: Sequence[Line]) -> Made:
        """Return the items of all rows."""
        for line in lines:
            self._row(line)
            if len(self._open) > DEEPEST:
                break
        for left in self._open[1:]:
            place = left.line.place if left.line else ""
            self._fault(place, f"“begin {left.kind}” stands here, and its end is missing", _ENDING)
        while len(self._open) > 1:
            self._close()
        if self._metadata:
            shown = ", ".join(self._metadata[:8])
            self._problems.append(
                note("", f"what the telephone fills in by itself is left out: {shown}")
            )
        self.made.items = self._open[0].items
        return self.made

    def _row(self, line: Line) -> None:
        written = line.get("type")
        if line.get("disabled").lower() in _YES:
            return
        if not written:
            if line.get("name") or line.get("label"):
                self._fault(line.place, "the row has no type", "Write one, or empty the row.")
            return
        found = asked(written)
        if found is None or found.kind == "setting":
            self._unknown(line, written, found)
        elif found.kind == "metadata":
            self._metadata.append(line.get("name") or written)
        elif found.kind.startswith("begin_"):
            self._begin(line, found)
        elif found.kind in _ENDS:
            self._end(line, _ENDS[found.kind])
        else:
            self._question(line, found)

    def _unknown(self, line: Line, written: str, found: Asked | None) -> None:
        if found is not None:
            self._problems.append(
                note(
                    line.place,
                    f"{written[:60]} belongs on the sheet “settings”",
                    "Write it there; here it has no effect.",
                )
            )
            return
        way_out = "Use text, integer, decimal, select_one LIST, select_multiple LIST, note …"
        if written.lower().startswith("include"):
            way_out = "Put the rows of that form in here."
        self._fault(line.place, f"“{written[:60]}” is not a type of question", way_out)

    def _begin(self, line: Line, found: Asked) -> None:
        kind = found.kind.removeprefix("begin_")
        if len(self._open) == DEEPEST:
            self._fault(line.place, f"groups are more than {DEEPEST} deep here", "Flatten them.")
        opened = _Open(line, kind, link_id=self._name(line, found, is_group=True))
        self._open.append(opened)

    def _end(self, line: Line, kind: str) -> None:
        if len(self._open) == 1 or self._open[-1].kind != kind:
            if len(self._open) == 1:
                said = f"“end {kind}” stands here, and nothing is open"
                way_out = f"Take the row away, or write “begin {kind}” where it begins."
            else:
                begun = self._open[-1]
                row = begun.line.number if begun.line else 0
                said = f"“end {kind}” stands here, but “begin {begun.kind}” of row {row} is open"
                way_out = "Let groups end in the reverse order of their beginning."
            self._fault(line.place, said, way_out)
            return
        self._close()

    def _close(self) -> None:
        closed = self._open.pop()
        line = closed.line
        if line is None:
            return
        if closed.kind == "loop":
            self._problems.append(
                warning(
                    line.place,
                    "a loop over choices is asked once, as a group",
                    "Write the group out, once for each choice.",
                )
            )
        self._open[-1].items.append(self._group(line, closed))

    def _group(self, line: Line, closed: _Open) -> Item:
        looks = line.get("appearance").lower().split()
        control = next((_CONTROLS[each] for each in looks if each in _CONTROLS), None)
        count = line.get("repeat_count") if closed.kind == "repeat" else ""
        times = int(count) if count.isdigit() and len(count) < 5 else None
        if count and times is None:
            self._problems.append(
                warning(
                    line.place,
                    f"{line.called}: how many rows there are is computed; here the patient adds "
                    "them",
                    "Say in the text how many are wanted.",
                )
            )
        text, formatted = worded(line.texts("label"))
        return Group(
            link_id=closed.link_id,
            text=text,
            formatted=formatted,
            control=control,
            repeats=closed.kind == "repeat",
            min_occurs=times,
            max_occurs=times,
            items=tuple(closed.items),
            kept=kept(_kept(line) | ({} if times else {"repeat_count": count})),
        )

    def _question(self, line: Line, found: Asked) -> None:
        link_id = self._name(line, found, is_group=False)
        text, formatted = worded(line.texts("label"))
        required = line.get("required").lower()
        if required not in _YES and required not in _NO:
            said = f"{line.called}: whether it must be answered is computed; here it need not be"
            way_out = "Write yes or no under “required”."
            self._problems.append(warning(line.place, said, way_out))
        common: dict[str, Any] = {
            "link_id": link_id,
            "text": text,
            "formatted": formatted,
            "required": required in _YES,
            "read_only": line.get("readonly").lower() in _YES,
            "items": tuple(self._helping(line, link_id)),
            "kept": kept(_kept(line, found) | _own_type(line, found)),
        }
        if found.kind == "calculate" and not (line.get("calculation") or line.get("default")):
            said = f"{line.called}: the calculation is missing"
            way_out = "Under “calculation”, write what it is computed from."
            self._fault(line.place, said, way_out)
        given = Building(line, found, common, self._lists, self._problems)
        self._open[-1].items.append(item(given))

    def _helping(self, line: Line, link_id: str) -> Iterator[Item]:
        for name, control in (("hint", "help"), ("guidance_hint", "flyover")):
            text, formatted = worded(line.texts(name))
            if text:
                yield Display(
                    link_id=f"{link_id}_{name}", control=control, text=text, formatted=formatted
                )

    def _name(self, line: Line, found: Asked, *, is_group: bool) -> str:
        """Return the linkId of a row: its name, or with its group's where that is taken."""
        name = line.get("name")
        if not name and found.kind == "note":
            name = f"note_{line.number}"
        if not _NAME.fullmatch(name):
            what = "the row has no name"
            if name:
                what = f"“{name[:60]}” cannot be a name"
            way_out = "Under “name”, begin with a letter; then letters, numbers, and - _ . only."
            self._fault(line.place, what, way_out)
            name = name or f"row_{line.number}"
        here = self._open[-1]
        if name.lower() in here.names:
            before = here.names[name.lower()]
            said = f"the name {name} stands in row {before} already"
            self._fault(line.place, said, "Give one of them another name.")
        here.names[name.lower()] = line.number
        link_id = name
        if link_id in self.made.lines:
            link_id = f"{here.link_id}.{name}" if here.link_id else f"{name}.{line.number}"
        while link_id in self.made.lines:
            link_id += "_"
        self.made.lines[link_id] = line
        self.made.asked[link_id] = found
        self.made.named.setdefault(name, []).append(link_id)
        return link_id

    def _fault(self, place: str, message: str, way_out: str) -> None:
        self._problems.append(error(place, message, way_out))


_ENDING = "Add a row “end group” or “end repeat”."


def _kept(line: Line, found: Asked | None = None) -> dict[str, str]:
    """Return what only a telephone does with a row; where a range ends is no such thing."""
    own = ("parameters",) if found is not None and found.kind == "range" else ()
    return {name: line.get(name) for name in _KEPT if name not in own}


def _own_type(line: Line, found: Asked) -> dict[str, str]:
    """Return the type as it was written, where another would be written back."""
    ordinary = ("text", "integer", "decimal", "date", "datetime", "time", "note", "range",
                "select_one", "select_multiple", "calculate", "hidden",
                "image", "audio", "video", "file")  # fmt: skip
    written = line.get("type")
    plain = written.lower().replace("_", " ")
    same = found.kind in ordinary and plain.startswith(found.kind.replace("_", " "))
    same = same and "from file" not in plain
    listed = {"list": found.choices} if found.choices not in ("", YES_OR_NO) else {}
    return listed | ({} if same else {"type": written})
