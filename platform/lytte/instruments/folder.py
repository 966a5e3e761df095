"""Read an instrument from its folder, with every fault named at once.

What stands where is told in `docs/instruments.md`; that page and this module agree,
and an instrument never needs Python.
"""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from lytte.core.frozen import Frozen
from lytte.core.instrument import Instrument, Licence
from lytte.core.items.any_item import Item
from lytte.core.problems import Problem, error, stopping
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.scale import Scale
from lytte.core.thresholds import Emergency, Rule
from lytte.instruments import limits
from lytte.instruments.items import woven
from lytte.instruments.naming import ITEMS, LIMITS, name_faults
from lytte.instruments.recipes import INSTRUMENTS, read_scales
from lytte.instruments.wording import Texts, Wording

LICENCE = "LICENCE.toml"
_MANY = ("scales", "rules", "emergencies")

_Model = TypeVar("_Model", bound=BaseModel)
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)
_SAYS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "union_tag_invalid": "is not one of the kinds there are",
    "union_tag_not_found": "does not say its type",
}


class Head(Frozen):
    """What instrument.toml says outside its texts; items and scales are read one by one."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")
    version: str = Field(min_length=1)
    wording: Literal["own", "licensed"]
    validated: bool = False
    verified: bool = False
    languages: tuple[str, ...] = Field(min_length=1)
    authorised: tuple[str, ...] = ()
    machine_drafted: tuple[str, ...] = ()
    source: str = ""
    worse: Literal["up", "down"] | None = None
    item: tuple[dict[str, Any], ...] = Field(min_length=1)
    scale: tuple[dict[str, Any], ...] = ()


class Suggested(Frozen):
    """What thresholds.toml holds, before its texts are laid in."""

    rule: tuple[dict[str, Any], ...] = ()
    emergency: tuple[dict[str, Any], ...] = ()


class UnreadableInstrument(Exception):
    """An instrument of the library has faults; `problems` names each place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{one.place}: {one.message}" for one in problems))
        self.problems = list(problems)


def read(path: Path) -> tuple[Instrument | None, list[Problem]]:
    """Read the instrument in the folder `path`; None when a fault keeps it from use.

    Each place begins with the folder's name: `lytte-plager/texts/nn.toml items.pain.low`.
    """
    found = _Folder(path)
    instrument = found.instrument()
    problems = [
        one.model_copy(update={"place": f"{path.name}/{one.place}"}) for one in found.problems
    ]
    return (None if stopping(problems) else instrument), problems


def library(root: Path = INSTRUMENTS) -> Mapping[str, Instrument]:
    """Return every instrument in `root` that has its own wording, by id.

    Recipes, whose wording is somebody else's, are left to `recipes`. Raises
    UnreadableInstrument with the faults of all of them.
    """
    read_in: dict[str, Instrument] = {}
    faults: list[Problem] = []
    for file in sorted(root.glob("*/instrument.toml")):
        if not (file.parent / "texts").is_dir():
            continue
        instrument, problems = read(file.parent)
        faults += [one for one in problems if one.severity == "error"]
        if instrument is not None:
            read_in[instrument.id] = instrument
    if faults:
        raise UnreadableInstrument(faults)
    return read_in


class _Folder:
    """One folder being read; what is wrong gathers in `problems`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def instrument(self) -> Instrument | None:
        """Return the instrument, None when so much is wrong that nothing can be made of it."""
        head = self._model(Head, self._toml(ITEMS), ITEMS)
        licence = self._model(Licence, self._toml(LICENCE), LICENCE)
        suggested = Suggested()
        if (self.path / LIMITS).exists():
            suggested = self._model(Suggested, self._toml(LIMITS), LIMITS) or suggested
        if head is None:
            return None
        if head.id != self.path.name:
            self._note(ITEMS, f"the id is {head.id}; the folder's name must be the same")
        wording = Wording(self._texts(head))
        items = [self._item(one, wording) for one in head.item]
        parts: dict[str, Any] = {
            "scales": [self._scale(one, wording) for one in _scales(head)],
            "rules": [self._rule(one, head.id, wording) for one in suggested.rule],
            "emergencies": [self._emergency(one, head.id, wording) for one in suggested.emergency],
            "title": wording.text("title", needed=True),
            "recall": wording.text("recall"),
            "licence": licence or Licence(owner="", terms=""),
        }
        self.problems += [*wording.problems, *wording.unused()]
        if any(None in made for made in (items, *(parts[name] for name in _MANY))):
            return None
        return self._whole(head, items, parts)

    def _whole(
        self, head: Head, items: Sequence[Item | None], parts: Mapping[str, Any]
    ) -> Instrument:
        questionnaire = {
            "name": head.id,
            "version": head.version,
            "title": parts["title"],
            "status": "active",
            "language": head.languages[0],
            "items": items,
        }
        stated = head.model_dump(exclude={"item", "scale", "languages", "worse"})
        instrument = Instrument.model_validate(
            {**stated, **parts, "questionnaire": Questionnaire.model_validate(questionnaire)}
        )
        self.problems += name_faults(instrument)
        return instrument

    def _texts(self, head: Head) -> Texts:
        found: dict[str, Mapping[str, Any]] = {}
        for tag in head.languages:
            texts = self._toml(f"texts/{tag}.toml")
            if texts is not None:
                found[tag] = texts
        for file in sorted((self.path / "texts").glob("*.toml")):
            if file.stem not in head.languages:
                self._note(f"texts/{file.name}", "is not among the languages of instrument.toml")
        for name in ("authorised", "machine_drafted"):
            for tag in sorted(set(getattr(head, name)) - set(head.languages)):
                self._note(f"{ITEMS} {name}", f"names {tag}, which is not among the languages")
        for tag in sorted(set(head.authorised) & set(head.machine_drafted)):
            self._note(f"{ITEMS} authorised", f"{tag} is machine-drafted; nobody has approved it")
        return found

    def _item(self, written: Mapping[str, Any], wording: Wording) -> Item | None:
        whole = woven(written, wording)
        try:
            return _ITEM.validate_python(whole)
        except ValidationError as invalid:
            self._invalid(invalid, ITEMS, whole)
        return None

    def _scale(self, written: Mapping[str, Any], wording: Wording) -> Scale | None:
        title = wording.text("scales", str(written.get("id")), "title", needed=True)
        return self._model(Scale, {**written, "title": title}, ITEMS, f"scale {written.get('id')}")

    def _rule(self, written: Mapping[str, Any], owner: str, wording: Wording) -> Rule | None:
        whole = limits.rule(written, owner, wording)
        return self._model(Rule, whole, LIMITS, f"{written.get('id')}")

    def _emergency(
        self, written: Mapping[str, Any], owner: str, wording: Wording
    ) -> Emergency | None:
        whole = limits.emergency(written, owner, wording)
        return self._model(Emergency, whole, LIMITS, f"{written.get('id')}")

    def _model(
        self, kind: type[_Model], written: Mapping[str, Any] | None, file: str, within: str = ""
    ) -> _Model | None:
        if written is None:
            return None
        try:
            return kind.model_validate(written)
        except ValidationError as invalid:
            self._invalid(invalid, f"{file} {within}".rstrip(), written)
        return None

    def _invalid(self, invalid: ValidationError, place: str, written: Mapping[str, Any]) -> None:
        for fault in invalid.errors():
            where = _where(written, fault["loc"])
            says = _SAYS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
            context = fault.get("ctx", {})
            way_out = f"use {context['expected_tags']}" if "expected_tags" in context else ""
            self._note(f"{place} {where}".rstrip(), says, way_out)

    def _toml(self, name: str) -> dict[str, Any] | None:
        try:
            with (self.path / name).open("rb") as opened:
                return tomllib.load(opened, parse_float=Decimal)
        except FileNotFoundError:
            self._note(name, "is missing")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            self._note(name, f"is not TOML: {fault}")
        except OSError as fault:
            self._note(name, f"cannot be read: {fault.strerror}")
        return None

    def _note(self, place: str, message: str, way_out: str = "") -> None:
        self.problems.append(error(place, message, way_out))


def _scales(head: Head) -> list[dict[str, Any]]:
    inherited = {"source": head.source, "verified": head.verified}
    if head.worse is not None:
        inherited["worse"] = head.worse
    return read_scales({**inherited, "scale": head.scale})


def _where(written: Mapping[str, Any], steps: Sequence[str | int]) -> str:
    """Return the innermost link_id or id on the way to a fault, then the field.

    Steps that lead nowhere in what was written are names of kinds, which pydantic puts in.
    """
    named = str(written.get("link_id", ""))
    rest: list[str] = []
    here: Any = written
    for step in steps:
        inner = _step(here, step)
        if inner is None:
            rest = [*rest, str(step)]
            continue
        here, rest = inner, [*rest, str(step)]
        if isinstance(here, Mapping) and (own := here.get("link_id")):
            named, rest = str(own), []
    kept = [name for name in rest if not name.isdigit()]
    return " ".join(part for part in (named, kept[-1] if kept else "") if part)


def _step(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None
