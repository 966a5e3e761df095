"""Everything a clinic has to get translated as one file, and the file when it comes back.

Forms, what rules tell a patient, the safety text and what stands before the first question.
Each goes back the way it is changed by hand: forms and rules into their drafts, the safety
text to a second person, and the settings to their page, where one person puts them in force.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from lytte.core import safety, translations
from lytte.core.clinic_wordings import (
    Texts,
    of_form,
    of_rules,
    of_safety,
    of_settings,
    reworded_rules,
    reworded_safety,
    reworded_settings,
)
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem, stopping, warning
from lytte.core.safety import SafetyText
from lytte.core.texts import Text
from lytte.core.wordings import Change, Wording, same_language, without
from lytte.integrations.texts.units import Read, Unit
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.faults import EditedMeanwhile, NotReady
from lytte.services.inheriting import inheriting_texts
from lytte.services.publishing import publishing
from lytte.services.settings import setting
from lytte.services.translating import translating, translating_files
from lytte.services.translating.translating_files import Plan
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

Kind = Literal["form", "rules", "safety", "settings"]
APART = "::"


@dataclass(frozen=True)
class Place:
    """Where texts stand: a form, the rules, the safety text, the settings."""

    kind: Kind
    texts: Texts
    offered: tuple[str, ...]
    """The languages that patients can choose there."""
    title: str = ""
    form: tables.FormDraft | None = None

    @property
    def key(self) -> str:
        """What addresses in a file begin with."""
        return f"form/{self.form.slug}" if self.form else self.kind


@dataclass(frozen=True)
class ClinicPlan:
    """What taking a file in would do, place by place, and everything that is wrong with it."""

    places: Sequence[tuple[Place, Plan]]
    problems: Sequence[Problem]
    stamp: str
    """Of what stands now where the file would change something."""

    @property
    def stops(self) -> bool:
        """Tell whether nothing of it may be taken in."""
        return stopping(list(self.problems))

    @property
    def number(self) -> int:
        """How many texts would change."""
        return sum(len(plan.coming) for _, plan in self.places)

    @property
    def kinds(self) -> set[Kind]:
        """Which kinds of texts would change."""
        return {place.kind for place, plan in self.places if plan.coming}


def places(work: Work, clinic: tables.Clinic) -> list[Place]:
    """Return every place with texts of the clinic's own that patients read."""
    found = []
    for row in drafting.drafts(work, clinic.id):
        made = drafting.composition(work, row)
        found.append(Place("form", of_form(made), made.languages, row.title, row))
    spoken = tuple(setting.languages(work, clinic.id))
    said = inheriting_texts.said(published.live_safety_text(work, clinic.id))
    # Rules that are the hospital's alone are translated there.
    rules = drafting.rule_set(work, clinic.id) if drafting.rules(work, clinic.id) else None
    beside: dict[Kind, Texts | None] = {
        "rules": of_rules(rules, clinic.language) if rules else None,
        "safety": of_safety(said, clinic.language),
        "settings": of_settings(_told(work, clinic.id), clinic.language),
    }
    found += [Place(kind, texts, spoken) for kind, texts in beside.items() if texts]
    return [one for one in found if one.texts.every]


def left(place: Place, language: str) -> list[Wording]:
    """Return the texts that are missing or out of date in a language."""
    texts = place.texts
    if same_language(language, texts.source):
        return []
    return [
        one
        for one in texts.every
        if one.is_words and translations.state(one, language, texts.source, texts.origins) != "done"
    ]


def units(
    found: Sequence[Place], language: str, notes: Mapping[str, str], *, everywhere: bool = False
) -> list[Unit]:
    """Return what is left in a language; `everywhere`, also where patients cannot choose it.

    `notes` say what a kind of text is, and by `form`, `rules` and so on what each place is.
    """
    made = []
    for place in found:
        if not (everywhere or language in place.offered):
            continue
        texts = place.texts._replace(every=left(place, language))
        about = place.title or notes.get(place.kind, "")
        made += [
            replace(one, address=f"{place.key}{APART}{one.address}", note=f"{about}: {one.note}")
            for one in translating_files.units(texts, language, notes)
        ]
    return [replace(one, place=str(number)) for number, one in enumerate(made, 1)]


def plan(work: Work, clinic: tables.Clinic, language: str, found: Read) -> ClinicPlan:
    """Return what the file would change, place by place, and all that is wrong with it."""
    there = places(work, clinic)
    problems = [
        *found.problems, *translating_files.wrong_tongues(clinic.language, language, found)
    ]  # fmt: skip
    by_key: dict[str, list[Unit]] = {one.key: [] for one in there}
    for unit in found.units:
        key, _, address = unit.address.partition(APART)
        if key in by_key:
            by_key[key].append(replace(unit, address=address))
        else:
            problems.append(translating_files.unknown(unit))
    planned = []
    for place in there:
        if by_key[place.key]:
            one = translating_files.plan(place.texts, language, Read(by_key[place.key]))
            problems += one.problems
            planned.append((place, _possible(work, clinic, place, one, language, problems)))
    return ClinicPlan(planned, problems, _stamp(planned, language))


def _possible(
    work: Work,
    clinic: tables.Clinic,
    place: Place,
    found: Plan,
    language: str,
    problems: list[Problem],
) -> Plan:
    """Leave the safety text out while it cannot be sent to a second person, and say why."""
    if place.kind != "safety" or not found.coming:
        return found
    why: Problem | None = None
    if published.waiting(work, tables.SafetyText, clinic.id):
        why = warning(
            "",
            "A safety text waits for approval already, and the lines of this one are left out.",
            "Have it approved or sent back, and bring the file in again.",
        )
    elif safety.problems(_safety(work, clinic, found, language), [language]):
        why = warning(
            "",
            "Not every line of the safety text is translated, and its lines are left out.",
            "It goes to approval whole. Translate the rest, and bring the file in again.",
        )
    if why is None:
        return found
    problems.append(why)
    return replace(found, coming=())


def take(
    work: Work,
    clinic: tables.Clinic,
    language: str,
    found: Read,
    *,
    stamp: str,
    staff_id: UUID | None,
) -> ClinicPlan:
    """Take in everything the file changes, or nothing; return what that was.

    Raises EditedMeanwhile when something is otherwise than what was looked at, and NotReady
    with what is wrong.
    """
    planned = plan(work, clinic, language, found)
    if planned.stamp != stamp:
        raise EditedMeanwhile("", 0)
    if planned.stops:
        raise NotReady(planned.problems)
    for place, one in planned.places:
        if one.coming:
            _take(work, clinic, place, one, language, staff_id)
    fields = {"language": language, "texts": planned.number}
    work.record(Deed("translation.import", "clinic", str(clinic.id), fields=fields))
    return planned


def _take(
    work: Work,
    clinic: tables.Clinic,
    place: Place,
    found: Plan,
    language: str,
    staff_id: UUID | None,
) -> None:
    match place.kind:
        case "form":
            _into_form(work, place, found, language, staff_id)
        case "rules":
            row = drafting.rules(work, clinic.id)
            made = reworded_rules(drafting.rule_set(work, clinic.id), _change(found, language))
            drafting.save_rules(
                work, clinic.id, made, staff_id=staff_id, did="translation",
                expected=row.version if row else None,
            )  # fmt: skip
        case "safety":
            live = published.live_safety_text(work, clinic.id)
            publishing.propose(
                work, tables.SafetyText, clinic.id, _safety(work, clinic, found, language),
                staff_id=staff_id, on=live.base_id if live else None,
            )  # fmt: skip
        case "settings":
            waiting = setting.proposed(work, clinic.id)
            own = reworded_settings(_told(work, clinic.id), _change(found, language))
            setting.propose(
                work, clinic.id, own, staff_id=staff_id, seen=waiting.id if waiting else None
            )


def _told(work: Work, clinic_id: UUID) -> OwnSettings:
    """Return the settings of a level; what came with a file and waits there before the others."""
    waiting = setting.proposed(work, clinic_id)
    if waiting is not None:
        return OwnSettings.model_validate(waiting.document)
    return setting.own(work, clinic_id)


def _into_form(work: Work, place: Place, found: Plan, language: str, staff_id: UUID | None) -> None:
    if place.form is None:
        return
    source = place.texts.source
    written = [translating_files.written_as(one, source, language) for one in found.coming]
    saved = translating.save(work, place.form.id, language, written, staff_id=staff_id)
    if saved.problems:
        raise EditedMeanwhile("", 0)


def _safety(work: Work, clinic: tables.Clinic, found: Plan, language: str) -> SafetyText:
    said = inheriting_texts.said(published.live_safety_text(work, clinic.id))
    return reworded_safety(said, _change(found, language))


def _change(found: Plan, language: str) -> Change:
    """Return what puts the translations that a file brings in their places."""
    coming = {one.wording.address: one.after for one in found.coming}

    def change(wording: Wording) -> Text:
        said = coming.get(wording.address)
        if said is None:
            return wording.text
        return Text({**without(wording.text, language).root, language: said})

    return change


def _stamp(planned: Sequence[tuple[Place, Plan]], language: str) -> str:
    stands = "\0".join(
        f"{place.key}\0{one.wording.address}\0"
        + translating.seen(one.wording, language, place.texts.source)
        for place, found in planned
        for one in found.coming
    )
    return hashlib.sha256(stands.encode()).hexdigest()
