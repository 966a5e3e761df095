"""The changes a level may make to a form it inherits: a closed union, each with what it is about.

`part` is the name of a part of the form: an instrument's id, or a local part's own. `about`
is the path to what is changed, so that two changes of the same thing are found: a path
that begins with another lies within it.
"""

from typing import Annotated, Literal

from pydantic import Field

from lytte.core.composition import Slot
from lytte.core.conditions import Condition
from lytte.core.deviations import Deviating
from lytte.core.frozen import Frozen
from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption
from lytte.core.tailoring.translated import MadeFrom, ShowInstead

Path = tuple[str, ...]


class AddPart(Frozen):
    """A part of one's own. `aside`: it was made and is set aside."""

    type: Literal["add_part"] = "add_part"
    part: str
    slot: Slot
    after: str | None = None
    before: str | None = None
    aside: bool = False

    @property
    def about(self) -> Path:
        return ("part", self.part)


class HidePart(Frozen):
    """An inherited part is not asked here; `kept` so that it can be put back."""

    type: Literal["hide_part"] = "hide_part"
    part: str
    kept: bool = True

    @property
    def about(self) -> Path:
        return ("part", self.part)


class MovePart(Frozen):
    """A part stands elsewhere."""

    type: Literal["move_part"] = "move_part"
    part: str
    after: str | None = None
    before: str | None = None

    @property
    def about(self) -> Path:
        return ("place", self.part)


class UseVersion(Frozen):
    """Another version of an instrument."""

    type: Literal["use_version"] = "use_version"
    part: str
    version: str

    @property
    def about(self) -> Path:
        return ("part", self.part, "", "version")


class Branch(Frozen):
    """When a part is asked; None is always."""

    type: Literal["branch"] = "branch"
    part: str
    condition: Condition | None = None

    @property
    def about(self) -> Path:
        return ("part", self.part, "", "condition")


class Deviate(Frozen):
    """An instrument is changed inside, by a named person with a reason; None: it is whole."""

    type: Literal["deviate"] = "deviate"
    part: str
    deviating: Deviating | None = None

    @property
    def about(self) -> Path:
        return ("part", self.part, "", "deviation")


class Reword(Frozen):
    """A text in one language: the form's (no `part`), a part's (no `item`), an item's, an option's.

    `field` is the text's own name. None takes the language away.
    """

    type: Literal["reword"] = "reword"
    part: str = ""
    item: str = ""
    option: str = ""
    field: str
    language: str
    text: str | None = None

    @property
    def about(self) -> Path:
        if self.option:
            return ("part", self.part, self.item, "options", self.option, self.field, self.language)
        return ("part", self.part, self.item, self.field, self.language)


class Require(Frozen):
    """Whether an item is asked about once more when it is left open."""

    type: Literal["require"] = "require"
    part: str
    item: str
    required: bool

    @property
    def about(self) -> Path:
        return ("part", self.part, self.item, "required")


class Present(Frozen):
    """Whether an item begins a page of its own."""

    type: Literal["present"] = "present"
    part: str
    item: str
    own_page: bool

    @property
    def about(self) -> Path:
        return ("part", self.part, self.item, "own_page")


class Offer(Frozen):
    """Which answers a local question offers."""

    type: Literal["offer"] = "offer"
    part: str
    item: str
    options: tuple[AnswerOption, ...] = ()

    @property
    def about(self) -> Path:
        return ("part", self.part, self.item, "options")


class AddItem(Frozen):
    """One more item in an inherited local part."""

    type: Literal["add_item"] = "add_item"
    part: str
    item: Item
    after: str | None = None
    before: str | None = None

    @property
    def about(self) -> Path:
        return ("part", self.part, self.item.link_id)


class HideItem(Frozen):
    """An item of an inherited local part is not asked here."""

    type: Literal["hide_item"] = "hide_item"
    part: str
    item: str

    @property
    def about(self) -> Path:
        return ("part", self.part, self.item)


class MoveItem(Frozen):
    """An item stands elsewhere in its local part."""

    type: Literal["move_item"] = "move_item"
    part: str
    item: str
    after: str | None = None
    before: str | None = None

    @property
    def about(self) -> Path:
        return ("place", self.part, self.item)


class RedoItem(Frozen):
    """A local item is another, in more than its words: its kind, its own items."""

    type: Literal["redo_item"] = "redo_item"
    part: str
    item: Item

    @property
    def about(self) -> Path:
        return ("part", self.part, self.item.link_id)


class RedoPart(Frozen):
    """A part is another altogether."""

    type: Literal["redo_part"] = "redo_part"
    part: str
    slot: Slot

    @property
    def about(self) -> Path:
        return ("part", self.part)


class Speak(Frozen):
    """The languages the form is in."""

    type: Literal["speak"] = "speak"
    languages: tuple[str, ...] = ()

    @property
    def about(self) -> Path:
        return ("form", "languages")


class Last(Frozen):
    """How many minutes the form takes, about."""

    type: Literal["last"] = "last"
    minutes: int | None = None

    @property
    def about(self) -> Path:
        return ("form", "minutes")


OfForm = Speak | Last | MadeFrom | ShowInstead
OfOrder = AddPart | HidePart | MovePart
OfPart = (
    UseVersion
    | Branch
    | Deviate
    | Require
    | Present
    | Offer
    | AddItem
    | HideItem
    | MoveItem
    | RedoItem
    | RedoPart
)
Change = Annotated[OfForm | OfOrder | OfPart | Reword, Field(discriminator="type")]


class Tailoring(Frozen):
    """Everything one level changes of a form."""

    changes: tuple[Change, ...] = ()


def name_of(change: Change) -> str:
    """Return what a change is about as one word for addresses and forms."""
    return "|".join(change.about)


def part_of(change: Change) -> str:
    """Return the part of the form that a change is about; empty for the whole form."""
    return "" if isinstance(change, OfForm) else change.part
