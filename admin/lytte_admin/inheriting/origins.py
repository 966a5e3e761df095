"""Where each value in the editor comes from: inherited, or changed here and able to fall back."""

from collections.abc import Mapping
from dataclasses import dataclass

from lytte.core.tailoring.changes import Path
from lytte.core.tailoring.translated import MadeFrom
from lytte.services.inheriting.inheriting import Tailored
from lytte.storage import tables
from lytte_admin.inheriting.tailored_words import Said, Teller


@dataclass(frozen=True)
class Origins:
    """The clinic's changes by the path to what they changed."""

    parent: tables.FormPublication
    newer: tables.FormPublication | None
    changes: Mapping[Path, Said]
    can_abandon: bool = False
    """The hospital's newer version was laid under and nothing was published since."""

    def at(self, *path: str) -> Said | None:
        """Return the change of exactly this value; None when it is inherited."""
        return self.changes.get(path)

    def within(self, *path: str) -> list[Said]:
        """Return the changes of a value and of everything inside it."""
        return [said for about, said in self.changes.items() if about[: len(path)] == path]

    def option_texts(self, part: str, item: str, language: str) -> list[Said]:
        """Return the changes of the answers to a question in one language, or of all of them."""
        found = self.within("part", part, item, "options")
        return [one for one in found if one.name.split("|")[-1] in (language, "options")]

    def added(self, part: str) -> bool:
        """Whether the part is the clinic's own, and not the hospital's."""
        whole = self.at("part", part)
        return whole is not None and whole.kind == "added"


def origins(
    found: Tailored,
    newer: tables.FormPublication | None,
    teller: Teller,
    *,
    can_abandon: bool = False,
) -> Origins:
    """Return where the values of a clinic's form come from."""
    return Origins(
        parent=found.parent,
        newer=newer,
        changes={
            one.about: teller.one(one) for one in found.changes if not isinstance(one, MadeFrom)
        },
        can_abandon=can_abandon,
    )
