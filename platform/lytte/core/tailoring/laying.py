"""Lay a level's changes on the form it inherits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from lytte.core.composition import Composition, Slot
from lytte.core.merging import slot_key
from lytte.core.tailoring.changes import (
    AddPart,
    Change,
    HidePart,
    Last,
    MovePart,
    Path,
    Reword,
    Speak,
)
from lytte.core.tailoring.order import Place, ordered
from lytte.core.tailoring.parts import laid_on_part
from lytte.core.tailoring.texts import reworded
from lytte.core.tailoring.translated import MadeFrom, ShowInstead, laid_on_form

OF_FORM = ("title", "introduction")


@dataclass(frozen=True)
class Laid:
    """What the changes make of what was inherited.

    `origins` says where a value comes from: what a path leads to was changed here, what
    is not in it is inherited. `lost` are changes of something that is no longer there.
    """

    composition: Composition
    origins: Mapping[Path, Change]
    lost: tuple[Change, ...] = ()


def lay(base: Composition, changes: Sequence[Change]) -> Laid:
    """Return the form that the changes make of `base`.

    What the level above has set aside is not inherited: it is not in its form.
    """
    sheet = _Sheet(base.model_copy(update={"slots": (), "set_aside": ()}), keyed(base.slots))
    lost = tuple(change for change in changes if not sheet.take(change))
    gone = set(map(id, lost))
    return Laid(
        composition=sheet.composition(),
        origins={one.about: one for one in changes if id(one) not in gone},
        lost=lost,
    )


def keyed(slots: Iterable[Slot]) -> dict[str, Slot]:
    """Return the parts by name; one whose name is taken is told apart, so that none is lost."""
    found: dict[str, Slot] = {}
    for slot in slots:
        name, number = slot_key(slot), 1
        while name in found:
            number += 1
            name = f"{slot_key(slot)}#{number}"
        found[name] = slot
    return found


@dataclass
class _Sheet:
    whole: Composition
    parts: dict[str, Slot]
    away: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    placed: dict[str, Place] = field(default_factory=dict)

    def take(self, change: Change) -> bool:
        """Take one change in; False when what it is about is not there."""
        match change:
            case Speak(languages=languages):
                self.whole = self.whole.model_copy(update={"languages": languages})
            case MadeFrom() | ShowInstead():
                self.whole = laid_on_form(self.whole, change)
            case Last(minutes=minutes):
                self.whole = self.whole.model_copy(update={"minutes": minutes})
            case Reword(part="", field=name, language=language, text=said):
                if name not in OF_FORM:
                    return False
                self.whole = reworded(self.whole, name, language, said)
            case AddPart() | HidePart() | MovePart():
                return self._order(change)
            case _:
                return self._within(change)
        return True

    def _order(self, change: AddPart | HidePart | MovePart) -> bool:
        if not isinstance(change, AddPart) and change.part not in self.parts:
            return False
        match change:
            case AddPart(part=part, slot=slot):
                self.parts[part] = slot
                if change.aside:
                    self.aside.append(part)
                else:
                    self.placed[part] = Place(part, change.after, change.before)
            case HidePart(part=part, kept=kept):
                self.away.append(part)
                self.aside += [part] if kept else []
            case MovePart(part=part):
                self.placed[part] = Place(part, change.after, change.before)
            case _:
                assert_never(change)
        return True

    def _within(self, change: Change) -> bool:
        part = getattr(change, "part", "")
        if part not in self.parts:
            return False
        made = laid_on_part(self.parts[part], change)
        if made is None:
            return False
        self.parts[part] = made
        return True

    def composition(self) -> Composition:
        elsewhere = {*self.away, *self.aside, *self.placed}
        stays = [part for part in self.parts if part not in elsewhere]
        order = ordered(stays, (p for p in self.placed.values() if p.key not in self.away))
        return self.whole.model_copy(
            update={
                "slots": tuple(self.parts[part] for part in order),
                "set_aside": tuple(self.parts[part] for part in self.aside),
            }
        )
