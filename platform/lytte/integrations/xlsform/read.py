"""Read an XLSForm as a questionnaire."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lytte.core.problems import Problem, error, note, stopping, warning
from lytte.core.questionnaire import Questionnaire
from lytte.core.size import MOST_OPTIONS, Measured, too_many_options
from lytte.core.texts import Text
from lytte.integrations.imported import Imported, judged
from lytte.integrations.xlsform.calculates import typed
from lytte.integrations.xlsform.choices import Listed, Lists, lists, looking_at
from lytte.integrations.xlsform.columns import DEFAULT, Column, Line, lines, tag
from lytte.integrations.xlsform.depending import depending
from lytte.integrations.xlsform.kept import kept
from lytte.integrations.xlsform.labels import REFERENCE
from lytte.integrations.xlsform.old_workbook import is_old_workbook, old_sheets
from lytte.integrations.xlsform.survey import Survey
from lytte.integrations.xlsform.types import asked
from lytte.integrations.xlsform.workbook import Row, Sheets, Unreadable, sheets

KIND = "xlsform"
_READ = ("survey", "choices", "settings", "external_choices")
_SETTINGS = ("form_id", "instance_name", "style", "public_key", "submission_url")
_YES = ("yes", "true", "true()")
_SEVERAL = 6
_FORMULAS = ("relevant", "calculation", "constraint", "default")


def read(document: bytes, name: str = "") -> Imported:
    """Return the questionnaire in a workbook, and every problem at once.

    `name` is what to call it where the settings have no title.
    """
    problems: list[Problem] = []
    try:
        found = old_sheets(document) if is_old_workbook(document) else sheets(document)
    except Unreadable as fault:
        problems.append(error(fault.place, str(fault), fault.way_out))
        return Imported(None, problems, KIND)
    return _read({key.strip().lower(): rows for key, rows in found.items()}, name, problems)


def _read(found: Sheets, name: str, problems: list[Problem]) -> Imported:
    if "survey" not in found:
        there = ", ".join(found)[:100] or "–"
        said = f"there is no sheet called “survey”. Sheets in the file: {there}"
        problems.append(error("", said, "Put the questions on a sheet with that name."))
        return Imported(None, problems, KIND)
    problems += _formulas(found)
    columns, survey = lines("survey", found["survey"])
    _check_columns("survey", found["survey"], ("type", "name"), problems)
    settings = _settings(found.get("settings", []))
    repeated = settings.get("allow_choice_duplicates", "").lower() in _YES
    _check_columns("choices", found.get("choices", []), (), problems)
    listed: dict[str, Sequence[Listed]] = {}
    for sheet in ("choices", "external_choices"):
        _, rows = lines(sheet, found.get(sheet, []))
        if len(rows) > MOST_OPTIONS:
            return Imported(None, [too_many_options(rows[MOST_OPTIONS].place)], KIND)
        listed |= lists(rows, problems, repeated=repeated or sheet != "choices")
    if (too_much := _too_much(survey, listed)) is not None:
        return Imported(None, [too_much], KIND)
    made = Survey(listed, problems).read(survey)
    if not made.items and not stopping(problems):
        problems.append(error("", "the sheet “survey” has no questions", "Write at least one."))
    typed(made)
    items = depending(made, listed, problems)
    problems += _told(found, survey)
    built = Questionnaire(
        name=settings.get("form_id") or None,
        title=Text({_language(settings, columns): settings.get("form_title") or name}),
        version=settings.get("version") or None,
        language=_stated(settings, columns),
        items=items,
        kept=kept({key: settings.get(key, "") for key in _SETTINGS if key != "form_id"}),
    )
    return judged(built, problems, KIND)


def _too_much(survey: Sequence[Line], listed: Lists) -> Problem | None:
    """Return what there is too much of to be looked through: rows, choices, formulas."""
    found, filters = Measured(), 0
    for line in survey:
        kind = asked(line.get("type"))
        options = len(listed.get(kind.choices, ())) if kind else 0
        formulas = [line.get(name) for name in _FORMULAS]
        # Most of what is written here is no expression: how many there are, is seen later.
        found = found.with_more(items=1, options=options, written=tuple(filter(None, formulas)))
        found = found._replace(expressions=filters)
        if options and (filtered := line.get("choice_filter")):
            every = {*looking_at(filtered, listed[kind.choices if kind else ""])}
            found = found.with_more(written=(filtered,) * len(every))
        filters = found.expressions
        if (told := found.too_much(line.place)) is not None:
            return told
    return None


def _formulas(found: Sheets) -> Iterator[Problem]:
    """Yield what would be read as empty, although the author sees something there."""
    for sheet in (name for name in _READ if name in found):
        unsaved = [cell for row in found[sheet] for cell in row.unsaved]
        if unsaved:
            yield error(
                "",
                f"on the sheet “{sheet}”, cells have a formula whose result is not in the file: "
                f"{_several(unsaved)}",
                "Open the file in Excel or LibreOffice, save it once, and bring it in again.",
            )
        failed = [cell for row in found[sheet] for cell in row.failed]
        if failed:
            yield warning(
                "",
                f"on the sheet “{sheet}”, cells show an error and are read as empty: "
                f"{_several(failed)}",
                "Correct the formula, or write what should stand there.",
            )


def _several(names: Sequence[str]) -> str:
    """Return the first of them, and how many more there are."""
    more = f" … (+{len(names) - _SEVERAL})" if len(names) > _SEVERAL else ""
    return ", ".join(names[:_SEVERAL]) + more


def _settings(rows: Sequence[Row]) -> Mapping[str, str]:
    _, found = lines("settings", rows)
    return {column.name: cell for column, cell in found[0].cells.items()} if found else {}


def _check_columns(
    sheet: str, rows: Sequence[Row], needed: Sequence[str], problems: list[Problem]
) -> None:
    columns, _ = lines(sheet, rows[:1])
    for each, times in Counter(columns).items():
        if times > 1:
            shown = f"{each.name}::{each.language}" if each.language else each.name
            said = f"the column “{shown[:60]}” stands there {times} times, perhaps by another name"
            problems.append(error(f"{sheet} row 1", said, "Keep one of them."))
    names = {each.name for each in columns}
    problems += [
        error(f"{sheet} row 1", f"the column “{name}” is missing", "Write it in the first row.")
        for name in needed
        if name not in names
    ]


def _stated(settings: Mapping[str, str], columns: Sequence[Column]) -> str | None:
    """Return the language the form is first of all written in, None when nothing says so."""
    if found := tag(settings.get("default_language", "")):
        return found
    spoken = [each.language for each in columns if each.name == "label"]
    return None if "" in spoken or not spoken else spoken[0]


def _language(settings: Mapping[str, str], columns: Sequence[Column]) -> str:
    return _stated(settings, columns) or DEFAULT


def _told(found: Sheets, survey: Sequence[Line]) -> list[Problem]:
    """Return what is left out, each kind once."""
    told: list[Problem] = []
    others = [name for name in found if name not in _READ and found[name]]
    if others:
        told.append(note("", f"sheets that are not read: {', '.join(others)[:200]}"))
    media = _lines_with(survey, "media")
    if media:
        told.append(note("", f"pictures and sounds beside questions are left out: {media}"))
    piped = [line.get("name") for line in survey if _refers(line)]
    if piped:
        told.append(
            warning(
                "",
                f"a label shows the answer of another question: {_several(piped)}",
                "Reword it without, or the patient reads the brackets.",
            )
        )
    return told


def _lines_with(survey: Sequence[Line], start: str) -> str:
    names = [
        line.get("name")
        for line in survey
        if any(column.name.startswith(start) for column in line.cells)
    ]
    return _several(names)


def _refers(line: Line) -> bool:
    return any(
        REFERENCE.search(cell)
        for column, cell in line.cells.items()
        if column.name in ("label", "hint")
    )
