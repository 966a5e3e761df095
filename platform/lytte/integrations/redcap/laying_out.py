"""The fields of a dictionary under their forms, headings and matrices."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from lytte.core.items.any_item import Item
from lytte.core.items.group import Group
from lytte.integrations.redcap.building import labelled, text
from lytte.integrations.redcap.kept import kept
from lytte.integrations.redcap.table import Field

MATRIX = "table"
"""How a matrix is to be shown: FHIR's word for questions with the same options."""


class Laid(NamedTuple):
    """A field and the item it became."""

    field: Field
    item: Item


def laid_out(rows: Sequence[Laid]) -> tuple[Item, ...]:
    """Return the items in groups: a form a group when there are several, a heading a group."""
    names = {each.item.link_id for each in rows}
    forms = [(name, [*each]) for name, each in groupby(rows, lambda row: row.field.form_name)]
    if len(forms) < 2:
        return tuple(item for _, each in forms for item in _sections(each, names))
    return tuple(
        Group(
            link_id=_free(name or "form", names),
            text=text(pretty(name)),
            items=tuple(_sections(each, names)),
            kept=kept({"form_name": name}),
        )
        for name, each in forms
    )


def pretty(name: str) -> str:
    """Return the name of a form as a title."""
    plain = name.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def _sections(rows: Sequence[Laid], names: set[str]) -> Iterator[Item]:
    starts = [number for number, row in enumerate(rows) if row.field.section_header]
    first = starts[0] if starts else len(rows)
    yield from _matrices(rows[:first], names)
    for start, end in pairwise([*starts, len(rows)] if starts else ()):
        yield _section(rows[start:end], names)


def _section(rows: Sequence[Laid], names: set[str]) -> Item:
    head = rows[0].field
    inside = tuple(_matrices(rows, names))
    heading = labelled(head.section_header)
    if len(inside) == 1 and isinstance(inside[0], Group) and not inside[0].text:
        return inside[0].model_copy(update=heading)
    return Group(link_id=_free(f"{head.field_name}_section", names), items=inside, **heading)


def _matrices(rows: Sequence[Laid], names: set[str]) -> Iterator[Item]:
    for matrix, each in groupby(rows, lambda row: row.field.matrix_group):
        if not matrix:
            yield from (row.item for row in each)
            continue
        together = [*each]
        yield Group(
            link_id=_free(matrix, names),
            control=MATRIX,
            items=tuple(row.item for row in together),
            kept=kept(_ranking(together)),
        )


def _ranking(rows: Sequence[Laid]) -> Mapping[str, str]:
    ranked = next((row.field.matrix_ranking for row in rows if row.field.matrix_ranking), "")
    return {"matrix_ranking": ranked}


def _free(name: str, names: set[str]) -> str:
    """Return the name, or one like it that no item has yet."""
    found, number = name, 1
    while found in names:
        number += 1
        found = f"{name}_{number}"
    names.add(found)
    return found
