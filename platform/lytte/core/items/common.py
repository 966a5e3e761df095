"""What every item has, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from lytte.core.conditions import Condition, EnableWhen
from lytte.core.frozen import Frozen
from lytte.core.texts import Text
from lytte.core.values import Coding, Value

if TYPE_CHECKING:
    from lytte.core.items.any_item import Item


class Expression(Frozen):
    """A FHIRPath expression as written; `name` is how others refer to its value."""

    expression: str
    language: str = "text/fhirpath"
    name: str | None = None
    description: str | None = None


class Constraint(Frozen):
    """A rule an answer must keep, and what the patient is told when it does not."""

    key: str = ""
    expression: str
    language: str = "text/fhirpath"
    severity: Literal["error", "warning"] = "error"
    human: Text = Text()
    location: tuple[str, ...] = ()


class ItemBase(Frozen):
    """One question, group or text.

    `kept` holds the FHIR elements Lytte does not use, word for word, so that an
    export gives back what was imported.
    """

    link_id: str
    text: Text = Text()
    formatted: Text = Text()
    """The text as a sanitised XHTML subset; empty when plain text is all there is."""
    prefix: Text = Text()
    short_text: Text = Text()
    """The item's name in a table, for the summary sheet: a word or two."""
    code: tuple[Coding, ...] = ()
    definition: str | None = None
    enable_when: tuple[EnableWhen, ...] = ()
    enable_behavior: Literal["all", "any"] | None = None
    enable_when_expression: Expression | None = None
    condition: Condition | None = None
    """Lytte's own condition, three-valued; the item is asked only when it is True."""
    disabled_display: Literal["hidden", "protected"] | None = None
    required: bool = False
    hidden: bool = False
    read_only: bool = False
    repeats: bool = False
    min_occurs: int | None = None
    max_occurs: int | None = None
    variables: tuple[Expression, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    own_page: bool = False
    """Start a new page with this item."""
    items: tuple[Item, ...] = ()
    """Items inside a group, or under each answer of a question."""
    kept: Mapping[str, Any] = Field(default_factory=dict)


class QuestionBase(ItemBase):
    """What every question has; groups and texts cannot be answered."""

    initial: tuple[Value, ...] = ()
    initial_expression: Expression | None = None
    calculated_expression: Expression | None = None
    not_through_helper: bool = False
    """Goes to the patient alone; a helper is not shown it (P8)."""
