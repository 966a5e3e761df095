"""The action tags of a field: what it starts with, and whether it is shown."""

from collections.abc import Iterator

from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.common import QuestionBase
from lytte.integrations.logic.questions import option_code
from lytte.integrations.redcap.annotations import LINK_ID
from lytte.integrations.redcap.cells import CellWriter, value_text
from lytte.integrations.redcap.kept import kept_of

_FILLED = {"today()": "@TODAY", "now()": "@NOW"}


def tags(item: Item, writer: CellWriter, calculation: str = "") -> str:
    """Return the field annotation of an item; `calculation` is that of a text or a date."""
    found = [*_shown(item, calculation), *_started(item, writer)]
    if (longest := getattr(item, "max_length", None)) is not None:
        found.append(f"@CHARLIMIT={longest}")
    if isinstance(item, Choice):
        found += _chosen(item, writer)
    if placeholder := getattr(item, "entry_format", None):
        found.append(f"@PLACEHOLDER='{writer.label(placeholder).replace(chr(39), '’')}'")
    if writer.names.fields[item.link_id] != item.link_id:
        found.append(f"{LINK_ID}='{item.link_id}'")
    if kept := kept_of(item).get("annotation"):
        found.append(kept)
    return " ".join(found)


def _shown(item: Item, calculation: str) -> Iterator[str]:
    if item.hidden:
        yield "@HIDDEN"
    if calculation:
        yield f"@CALCTEXT({calculation})"
    elif item.read_only and not getattr(item, "calculated_expression", None):
        yield "@READONLY"


def _started(item: Item, writer: CellWriter) -> Iterator[str]:
    if not isinstance(item, QuestionBase):
        return
    if (written := item.initial_expression) is not None:
        tag = _FILLED.get(written.expression.strip())
        if tag:
            yield tag
        else:
            writer.losses.add(item.link_id, "what an answer starts with is not computed there")
    values = [*item.initial]
    if isinstance(item, Choice) and not values:
        values = [option.value for option in item.answer_options if option.initial_selected]
    if values:
        started = [writer.names.code(item.link_id, value_text(value)) for value in values]
        yield f"@DEFAULT='{','.join(started)}'"


def _chosen(item: Choice, writer: CellWriter) -> Iterator[str]:
    alone = [
        writer.names.code(item.link_id, code)
        for option in item.answer_options
        if option.exclusive and (code := option_code(option)) is not None
    ]
    if alone:
        yield f"@NONEOFTHEABOVE='{','.join(alone)}'"
    if item.repeats and item.max_occurs is not None:
        yield f"@MAXCHECKED={item.max_occurs}"
