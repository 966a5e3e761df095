"""Read a REDCap data dictionary as a questionnaire."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from lytte.core.items.any_item import Item
from lytte.core.items.display import Display
from lytte.core.problems import Problem, error, note, stopping, warning
from lytte.core.questionnaire import Questionnaire
from lytte.core.size import Measured
from lytte.integrations.imported import Imported, judged
from lytte.integrations.redcap.annotations import LINK_ID, annotation
from lytte.integrations.redcap.building import Building, called, labelled, text
from lytte.integrations.redcap.depending import calculation, depending
from lytte.integrations.redcap.fields import item as made
from lytte.integrations.redcap.kept import kept
from lytte.integrations.redcap.laying_out import Laid, laid_out, pretty
from lytte.integrations.redcap.table import Field, fields

KIND = "redcap"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
_RECORD = re.compile(r"(record|study|subject|participant|patient)?_?id")
_PIPED = re.compile(r"\[[a-z][a-z0-9_()-]*\]")
_ORDINARY = ("date_ymd", "datetime_ymd", "datetime_seconds_ymd", "time", "integer", "number")
"""Validations that follow from the type and limits of the item."""


def read(document: bytes, name: str = "") -> Imported:
    """Return the questionnaire in a data dictionary, and every problem at once.

    `name` is what to call it where the dictionary holds several forms.
    """
    problems: list[Problem] = []
    rows = fields(document, problems)
    if (too_much := _too_much(rows)) is not None:
        return Imported(None, [too_much], KIND)
    if not rows and not stopping(problems):
        problems.append(error("", "the dictionary has no fields", "Add at least one row."))
    laid = [each for each in _laid(rows, problems) if each is not None]
    items = laid_out(laid)
    items = depending(items, laid, problems)
    problems += _told(rows)
    forms = list(dict.fromkeys(row.form_name for row in rows if row.form_name))
    title = pretty(forms[0]) if len(forms) == 1 else name
    built = Questionnaire(
        name=forms[0] if len(forms) == 1 else None, title=text(title), items=items
    )
    return judged(built, problems, KIND)


def _too_much(rows: Sequence[Field]) -> Problem | None:
    """Return what there is too much of to be looked through: fields, choices, logic."""
    found = Measured()
    for row in rows:
        calculated = calculation(row, annotation(row.annotation).tags)
        found = found.with_more(
            items=1,
            options=0 if calculated == row.choices else row.choices.count("|") + 1,
            written=tuple(filter(None, (row.branching_logic, calculated))),
        )
        # Most of what is written here is no expression: how many there are, is seen later.
        if (told := found._replace(expressions=0).too_much(row.place)) is not None:
            return told
    return None


def _laid(rows: Sequence[Field], problems: list[Problem]) -> Iterator[Laid | None]:
    met: dict[str, int] = {}
    for number, row in enumerate(rows):
        row = row._replace(field_name=row.field_name.lower())
        if not _NAME.fullmatch(row.field_name):
            problems.append(
                error(
                    row.place,
                    f"“{row.field_name[:40]}” is not a name for a field",
                    "Begin with a letter, and use a to z, 0 to 9 and _ only.",
                )
            )
        elif row.field_name in met:
            before = met[row.field_name]
            said = f"the name {row.field_name} stands in row {before} already"
            problems.append(error(row.place, said, "Give one of them another name."))
        else:
            met[row.field_name] = row.row
            yield _item(row, problems, is_record=number == 0 and _is_record(row))


def _is_record(row: Field) -> bool:
    """Tell whether the first field is the number of the record, which nobody is asked."""
    plain = not row.validation and not row.branching_logic
    return row.field_type == "text" and plain and bool(_RECORD.fullmatch(row.field_name))


def _item(row: Field, problems: list[Problem], *, is_record: bool) -> Laid | None:
    tags = annotation(row.annotation)
    if is_record:
        problems.append(
            note(
                row.place,
                f"{called(row)}: the number of the record is not asked; it is hidden",
            )
        )
    read_only = bool({"@READONLY", "@READONLY-SURVEY"} & tags.tags.keys())
    common = {
        "link_id": tags.tags.get(LINK_ID) or row.field_name,
        **labelled(row.field_label),
        "prefix": text(row.question_number),
        "required": row.required.lower() == "y",
        "hidden": is_record or bool({"@HIDDEN", "@HIDDEN-SURVEY"} & tags.tags.keys()),
        "read_only": read_only or "@CALCTEXT" in tags.tags,
        "items": _note(row),
        "kept": kept(_only_redcap(row, tags.rest)),
    }
    found = made(Building(row, tags, common, problems))
    return None if found is None else Laid(row, found)


def _note(row: Field) -> tuple[Item, ...]:
    """Return the field note as FHIR's way of helping: a text inside the question."""
    if not row.field_note or row.field_type == "descriptive":
        return ()
    help_ = labelled(row.field_note)
    return (Display(link_id=f"{row.field_name}_note", control="help", **help_),)


def _only_redcap(row: Field, annotated: str) -> Mapping[str, str]:
    validation = row.validation.lower()
    places = validation.startswith("number_") and validation.endswith("dp")
    sliding = row.field_type == "slider"
    usual = validation in _ORDINARY or (places and "comma" not in validation) or sliding
    return {
        "field_name": row.field_name if LINK_ID in row.annotation else "",
        "field_type": row.field_type if row.field_type in _ALSO else "",
        "validation": "" if usual and not (sliding and validation) else row.validation,
        "identifier": row.identifier.lower(),
        "alignment": row.alignment.upper(),
        "annotation": annotated,
        "choices": row.choices if sliding and _has_middle(row) else "",
        "minimum": row.minimum if _moves(row.minimum) else "",
        "maximum": row.maximum if _moves(row.maximum) else "",
    }


_ALSO = ("truefalse", "sql", "select", "textarea")
"""Types of field that are read as another."""


def _has_middle(row: Field) -> bool:
    return any(part.strip() for part in row.choices.split("|")[1:-1])


def _moves(limit: str) -> bool:
    return limit.lower() in ("today", "now") or limit.startswith("[")


def _told(rows: Sequence[Field]) -> Iterator[Problem]:
    """Yield what is only kept, each kind once."""
    others: Counter[str] = Counter()
    for row in rows:
        others.update(set(annotation(row.annotation).others))
    for tag, times in sorted(others.items()):
        yield note("", f"the action tag {tag} is kept, without effect here: {times} fields")
    for what, way_out, places in _places(rows):
        shown = ", ".join(places[:6]) + (f" … (+{len(places) - 6})" if places[6:] else "")
        yield (note if not way_out else warning)("", f"{what}: {shown}", way_out)


def _places(rows: Sequence[Field]) -> Iterator[tuple[str, str, list[str]]]:
    for what, way_out, is_so in _PECULIAR:
        if places := [row.field_name for row in rows if is_so(row)]:
            yield what, way_out, places


_PECULIAR: tuple[tuple[str, str, Callable[[Field], bool]], ...] = (
    (
        "a label shows the answer of another field",
        "Reword it without, or the patient reads the brackets.",
        lambda row: bool(_PIPED.search(row.field_label + row.field_note + row.section_header)),
    ),
    (
        "a ranking is not enforced",
        "Say in the text that each answer is to be used once.",
        lambda row: row.matrix_ranking.lower() == "y",
    ),
    (
        "the words in the middle of a slider are not shown",
        "Say it in the question, where it matters.",
        lambda row: row.field_type == "slider" and _has_middle(row),
    ),
    (
        "a signature is drawn in REDCap, and here a file is asked for",
        "Sign on paper, or ask for a name.",
        lambda row: row.field_type == "file" and row.validation == "signature",
    ),
    ("marked as identifying", "", lambda row: row.identifier.lower() == "y"),
)
"""What is kept and means little here: what it is, the way out, and which rows are so."""
