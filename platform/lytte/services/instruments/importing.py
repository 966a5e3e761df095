"""Bring a questionnaire from elsewhere onto the hospital's shelf, whole or not at all."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import re2

from lytte.core.checks.choosing import SYSTEM_UNSAID
from lytte.core.checks.gathering import gathered
from lytte.core.checks.structure import IDENTITY_UNSAID, OWNER_UNSAID
from lytte.core.instrument import NOBODY, Instrument, Licence
from lytte.core.items.choice import Choice
from lytte.core.items.number import Number
from lytte.core.problems import Problem, error, note, stopping
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.sum import Sum
from lytte.core.texts import Text
from lytte.instruments import one_file
from lytte.integrations import any_format
from lytte.integrations.redcap.table import is_dictionary
from lytte.services import clinics
from lytte.services.instruments import laying, stocking
from lytte.services.instruments.importing_table import is_table, read_table
from lytte.services.work import Work
from lytte.storage import tables

# BCP 47's word for a language nobody has named.
UNDETERMINED = "und"
LONGEST_OWNER = 200
ANOTHER_VERSION = "Give the import another version; one that was added is never changed."
# A table of questions has no place for an address or for where its codes are from.
_TABLES = ("redcap", "xlsform")
_UNSAYABLE = (IDENTITY_UNSAID, SYSTEM_UNSAID)


Whose = Literal["as given", "unsaid", "theirs", "ours", "file"]
"""`as given`: with an owner it is theirs, without one nobody has said; `unsaid` is refused."""


@dataclass(frozen=True)
class Naming:
    """What an author says of a questionnaire that it does not say of itself."""

    id: str = ""
    version: str = ""
    owner: str = ""
    """Who owns the wording; with an owner a licence must be recorded before publishing."""
    whose: Whose = "as given"
    """Whose words they are: `owner`'s, the hospital's, or those of whom the file names."""
    language: str = "nb"
    """What it is written in, where it does not say so itself."""
    recipe: str = ""
    """The id of the recipe that scores it; then it is the recipe's instrument."""
    beside: tuple[str, ...] = ()
    """Questions (linkIds) that are asked with it and are not in the recipe."""


@dataclass(frozen=True)
class Imported:
    """What came of it: the row, or None with the problems that stopped it."""

    row: tables.InstrumentVersion | None
    problems: list[Problem]
    here_already: bool = False
    """The same was brought in before, word for word: nothing was changed."""


def bring(work: Work, document: bytes, naming: Naming, *, staff_id: UUID | None = None) -> Imported:
    """Import a questionnaire in any format Lytte reads, or with a recipe a table of wording.

    Doing it again with the same content changes nothing.
    """
    if one_file.is_one_file(document):
        read_as = _as_written_out
    else:
        read_as = _as_recipe_says if naming.recipe else _as_it_says
    if naming.whose == "ours":
        naming = replace(naming, owner=clinics.hospital_name(work))
    instrument, problems = read_as(document, naming)
    if instrument is None or stopping(problems):
        return Imported(None, gathered(problems))
    before = stocking.library(work)
    try:
        row = stocking.add(work, instrument, origin="imported", staff_id=staff_id)
    except stocking.VersionTaken:
        called = instrument.title.read("nb") or instrument.id
        problems.append(
            error(
                "",
                f"{called} {instrument.version} is here already, with other content.",
                ANOTHER_VERSION,
            )
        )
        return Imported(None, gathered(problems))
    here = (instrument.id, instrument.version) in before
    return Imported(row, gathered(problems), here_already=here)


def _as_written_out(document: bytes, naming: Naming) -> tuple[Instrument | None, list[Problem]]:
    """Return an instrument that Lytte wrote, which says everything of itself."""
    instrument, problems = one_file.read(document)
    if instrument is None:
        return None, problems
    named = {"id": naming.id or instrument.id, "version": naming.version or instrument.version}
    return instrument.model_copy(update=named), problems


def _as_it_says(document: bytes, naming: Naming) -> tuple[Instrument | None, list[Problem]]:
    questionnaire, problems = _read(document, naming)
    if questionnaire is not None and naming.whose == "file":
        naming = replace(naming, owner=questionnaire.copyright.read("nb")[:LONGEST_OWNER])
    if naming.owner.strip():
        problems = [one for one in problems if one.message != OWNER_UNSAID]
    problems = [*_unowned(naming, known=questionnaire is not None), *problems]
    if questionnaire is None:
        return None, problems
    instrument = as_instrument(questionnaire, naming)
    if instrument.scales:
        problems.append(
            note(
                instrument.scales[0].id,
                "The options carry numbers, so a total is made of the items that have them.",
                "Look at it before you use it in a rule: it was not in the questionnaire.",
            )
        )
    return instrument, problems


def _unowned(naming: Naming, *, known: bool) -> Iterator[Problem]:
    """Yield that nobody has said who owns the wording; `known` is whether the file was read."""
    if naming.whose == "unsaid":
        yield error(
            "",
            "Nobody has said who owns the wording.",
            "Say it below; it decides whether a licence is needed.",
        )
    elif naming.whose == "theirs" and not naming.owner.strip():
        yield error(
            "", "The owner of the wording has no name.", "Write it, as it stands in the manual."
        )
    elif known and naming.whose == "file" and not naming.owner.strip():
        yield error(
            "",
            "The file does not say who owns its wording.",
            "Find out, and say below whose it is.",
        )


def _read(document: bytes, naming: Naming) -> tuple[Questionnaire | None, list[Problem]]:
    found = any_format.read(document, naming.id)
    if found.version not in _TABLES:
        return found.questionnaire, found.problems
    return found.questionnaire, [one for one in found.problems if one.way_out not in _UNSAYABLE]


def _as_recipe_says(document: bytes, naming: Naming) -> tuple[Instrument | None, list[Problem]]:
    recipe, problems = laying.recipe_named(naming.recipe)
    if recipe is None:
        return None, problems
    if is_table(document) and not is_dictionary(document):
        questionnaire, problems = read_table(document, recipe, naming.language)
    else:
        questionnaire, problems = _read(document, naming)
    if questionnaire is None:
        return None, problems
    found, more = laying.onto_recipe(
        _in_language(questionnaire, naming.language),
        recipe,
        beside=naming.beside,
        version=naming.version,
    )
    if found is not None and naming.id not in ("", recipe.id):
        says = f"It is called {recipe.id}, as its recipe is, and not {naming.id}."
        more.append(note("", says))
    return found, [*problems, *more]


def as_instrument(questionnaire: Questionnaire, naming: Naming) -> Instrument:
    """Return the questionnaire as an instrument, with the scores that can be read off it."""
    questionnaire = _in_language(questionnaire, naming.language)
    scored = _with_calculated_scored(questionnaire)
    owner = naming.owner.strip()
    theirs = bool(owner) and naming.whose != "ours"
    return Instrument(
        id=naming.id or slug(questionnaire),
        version=naming.version or questionnaire.version or "1",
        title=questionnaire.title or Text.model_validate({"nb": questionnaire.name or "Uten navn"}),
        wording="licensed" if theirs else "own",
        source=questionnaire.url or "",
        questionnaire=scored,
        scales=_total(scored),
        licence=Licence(
            owner=owner or NOBODY,
            terms=questionnaire.copyright.read("en")[:400],
            required=theirs,
        ),
    )


def slug(questionnaire: Questionnaire) -> str:
    """Return a name for addresses, from the questionnaire's own: lower case, with hyphens."""
    named = questionnaire.name or questionnaire.title.read("nb") or "questionnaire"
    plain = unicodedata.normalize("NFKD", named).encode("ascii", "ignore").decode()
    spaced = re2.sub(r"([a-z])([A-Z])", r"\1-\2", plain)
    found = str(re2.sub(r"[^a-z0-9]+", "-", spaced.lower())).strip("-")[:40].strip("-")
    return found if found[:1].isalpha() else f"q-{found}".strip("-")


def _in_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """Return it with the texts that name no language (`und`) in the one the author named."""
    found = _renamed(questionnaire.model_dump(mode="json"), language)
    return Questionnaire.model_validate(found)


def _renamed(value: Any, language: str) -> Any:
    if isinstance(value, list):
        return [_renamed(one, language) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        language if name == UNDETERMINED and isinstance(inner, str) else name: inner
        if name == "kept"
        else _renamed(inner, language)
        for name, inner in value.items()
    }


def _total(questionnaire: Questionnaire) -> tuple[Scale, ...]:
    """Return a sum of the weighted choices, unless the questionnaire calculates one itself."""
    items = list(questionnaire.every_item())
    if any(getattr(item, "calculated_expression", None) for item in items):
        return ()
    weights = {
        item.link_id: [o.weight for o in questionnaire.options(item) if o.weight is not None]
        for item in items
        if isinstance(item, Choice) and not item.repeats
    }
    counted = {link_id: found for link_id, found in weights.items() if len(found) > 1}
    if len(counted) < 2:
        return ()
    lowest = sum((min(found) for found in counted.values()), Decimal())
    highest = sum((max(found) for found in counted.values()), Decimal())
    if lowest == highest:
        # Options that all count the same tell nobody apart: there is no total to make.
        return ()
    return (
        Scale(
            id="total",
            title=Text.model_validate({"nb": "Sum", "nn": "Sum", "en": "Total"}),
            items=tuple(counted),
            method=Sum(prorated=False),
            range=(lowest, highest),
            worse="up",
            source="Sum of the numbers the options carry; made at import.",
        ),
    )


def _with_calculated_scored(questionnaire: Questionnaire) -> Questionnaire:
    """Keep each calculated number as a measure: that is how imported scores travel."""
    return questionnaire.model_copy(
        update={"items": tuple(_scored(item) for item in questionnaire.items)}
    )


def _scored(item: Any) -> Any:
    changes: Mapping[str, Any] = {"items": tuple(_scored(inner) for inner in item.items)}
    if isinstance(item, Number) and item.calculated_expression:
        changes = {**changes, "scored": True, "worse": item.worse or "up"}
    return item.model_copy(update=changes)
