"""The hospital's configuration out as one file, and another's in: all of it, or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import select

from lytte.core import bundle as bundles
from lytte.core import plan_changes
from lytte.core.bundle import Bundle, BundledClinic
from lytte.core.composition import Composition, Fallback, resolve
from lytte.core.form_changes import FormChange, between
from lytte.core.forms import Form, document
from lytte.core.instrument import Instrument
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem, error, stopping
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import BLANK, Plan
from lytte.services import (
    clinics,
    drafting,
    levels,
    published,
    publishing,
    scheduling,
    setting,
    stocking,
)
from lytte.services.faults import NotReady
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

NOBODY = Fallback()


@dataclass(frozen=True)
class Difference:
    """One thing of a clinic that is otherwise in the file; `changes` of a form or a plan."""

    clinic: str
    kind: str
    name: str
    is_new: bool = False
    changes: tuple[FormChange, ...] = ()
    plans: tuple[Plan, Plan] | None = None
    """Of a plan for sending: before and after."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What the forms of a plan are called."""


def export(work: Work) -> Bundle:
    """Return the hospital's configuration; numbers, people and licences stay behind."""
    hospital = work.session.get(tables.Hospital, work.session.hospital_id)
    name, slug = (hospital.name, hospital.slug) if hospital else ("", "")
    every = list(_here(work).values())
    made = [_bundled(work, one) for one in every]
    asked = {key for clinic in made for form in clinic.forms.values() for key in _instruments(form)}
    library = stocking.library(work)
    found = Bundle(
        hospital=slug,
        name=name,
        instruments=tuple(library[key] for key in sorted(asked) if key in library),
        clinics=tuple(made),
        left_behind=tuple(_left_behind(work, every, [library[k] for k in asked if k in library])),
    )
    work.record(Deed("bundle.export", "hospital", str(work.session.hospital_id)))
    return found


def differences(
    work: Work, bundle: Bundle, language: str, *, renamed: Mapping[str, str] | None = None
) -> list[Difference]:
    """Return what taking the file in would change here; clinics that are not here are told."""
    library = dict(stocking.library(work)) | {
        (one.id, one.version): one for one in bundle.instruments
    }
    here = {slug: _bundled(work, one) for slug, one in _here(work).items()}
    found = []
    for clinic in bundle.clinics:
        mine = here.get((renamed or {}).get(clinic.slug, clinic.slug))
        if mine is None and clinic.slug == levels.SLUG:
            mine = BundledClinic(slug=clinic.slug, name=clinic.name)
        if mine is not None:
            found += _between(clinic, mine, library, language)
    return found


def problems(
    work: Work, bundle: Bundle, *, renamed: Mapping[str, str] | None = None
) -> list[Problem]:
    """Return what keeps the file from being taken in, all at once."""
    library = stocking.library(work)
    found = bundles.problems(bundle, set(library))
    for one in bundle.instruments:
        mine = library.get((one.id, one.version))
        if mine is not None and document(mine) != document(one):
            found.append(
                error(
                    f"instruments/{one.id}",
                    f"{one.title.read('nb')} {one.version} is here already, with other content.",
                    "A version is never changed. Give it another version where it comes from.",
                )
            )
    here = _here(work)
    shared = bundle.clinic(levels.SLUG)
    theirs = set(shared.forms) if shared else set()
    for clinic in bundle.clinics:
        place = here.get((renamed or {}).get(clinic.slug, clinic.slug))
        found += bundles.unsendable(clinic, theirs | _forms_of(work, place))
        if place is None and clinic.slug != levels.SLUG:
            found.append(
                error(
                    f"clinics/{clinic.slug}",
                    f"There is no clinic here called {clinic.name} ({clinic.slug}).",
                    "Make it first, or say which clinic here takes its place.",
                )
            )
    return found


def bring(
    work: Work,
    bundle: Bundle,
    *,
    staff_id: UUID | None = None,
    renamed: Mapping[str, str] | None = None,
) -> list[Difference]:
    """Take the file in as drafts and proposals: nothing reaches a patient by itself.

    Forms and rules become drafts, a safety text a proposal for a second person, and
    settings wait on their page. What a form shows where a language has gaps is chosen
    again by who takes it in. Raises NotReady with every problem, and then nothing was changed.
    """
    if stopping(found := problems(work, bundle, renamed=renamed)):
        raise NotReady(found)
    if bundle.clinic(levels.SLUG):
        levels.make_common(work)
    changed = differences(work, bundle, "nb", renamed=renamed)
    for instrument in bundle.instruments:
        stocking.add(work, instrument, origin="imported", staff_id=staff_id)
    touched = {(one.clinic, one.kind, one.name) for one in changed}
    for clinic in bundle.clinics:
        slug = (renamed or {}).get(clinic.slug, clinic.slug)
        _take(work, _here(work)[slug], clinic, touched, staff_id)
    work.record(
        Deed(
            "bundle.import", "hospital", str(work.session.hospital_id),
            fields={"from": bundle.hospital, "differences": len(changed)},
        )
    )  # fmt: skip
    return changed


def _forms_of(work: Work, clinic: tables.Clinic | None) -> set[str]:
    return set(scheduling.titles(work, clinic.id)) if clinic else set()


def _here(work: Work) -> dict[str, tables.Clinic]:
    """Return the hospital's clinics by their names in a file, first the level they build on."""
    common = levels.common(work)
    every = [common, *clinics.reached(work, None)] if common else clinics.reached(work, None)
    return {one.slug: one for one in every}


def _take(
    work: Work,
    mine: tables.Clinic,
    clinic: BundledClinic,
    touched: set[tuple[str, str, str]],
    staff_id: UUID | None,
) -> None:
    by = Fallback(by=published.name(work, staff_id), at=work.now)
    for slug, form in clinic.forms.items():
        if (mine.name, "form", form.title.read("nb") or slug) in touched:
            drafting.save_form(
                work, mine.id, slug, _unnamed(form, by), staff_id=staff_id, did="bundle"
            )
    if (mine.name, "rules", "") in touched:
        drafting.save_rules(work, mine.id, clinic.rules, staff_id=staff_id, did="bundle")
    if clinic.plan is not None and (mine.name, "plan", "") in touched:
        drafting.save_plan(work, mine.id, clinic.plan, staff_id=staff_id, did="bundle")
    if clinic.settings is not None and (mine.name, "settings", "") in touched:
        logo = setting.own(work, mine.id).logo  # Theirs stayed behind.
        proposed = clinic.settings.model_copy(update={"logo": logo})
        setting.propose(work, mine.id, proposed, staff_id=staff_id)
    if (mine.name, "safety", "") in touched:
        live = published.live_safety_text(work, mine.id)
        publishing.propose(
            work, tables.SafetyText, mine.id, clinic.safety,
            staff_id=staff_id, on=live.base_id if live else None,
        )  # fmt: skip


def _between(
    theirs: BundledClinic, mine: BundledClinic, library: Mapping[Any, Instrument], language: str
) -> list[Difference]:
    found = []
    for slug, form in theirs.forms.items():
        before = mine.forms.get(slug)
        if before is None or document(before) != document(_unnamed(form)):
            name = form.title.read("nb") or slug
            changes = _changes(before, form, library, language)
            found.append(Difference(mine.name, "form", name, before is None, tuple(changes)))
    if document(theirs.rules) != document(mine.rules):
        found.append(Difference(mine.name, "rules", ""))
    if theirs.plan is not None and theirs.plan != mine.plan:
        found.append(_planned(mine, theirs.plan, {**mine.forms, **theirs.forms}))
    if theirs.safety.languages and document(theirs.safety) != document(mine.safety):
        found.append(Difference(mine.name, "safety", ""))
    if theirs.settings is not None and theirs.settings != mine.settings:
        found.append(Difference(mine.name, "settings", "", mine.settings is None))
    return found


def _planned(mine: BundledClinic, after: Plan, forms: Mapping[str, Composition]) -> Difference:
    titles = {slug: form.title.read("nb") or slug for slug, form in forms.items()}
    changes = plan_changes.between(mine.plan, after, titles)
    before = mine.plan or BLANK
    return Difference(
        mine.name, "plan", "", mine.plan is None, tuple(changes), (before, after), titles
    )


def _changes(
    before: Composition | None,
    after: Composition,
    library: Mapping[Any, Instrument],
    language: str,
) -> list[FormChange]:
    try:
        old: Form | None = resolve(before, library) if before else None
        return between(old, resolve(after, library), language)
    except KeyError:  # What is unknown is a problem of its own.
        return []


def _bundled(work: Work, clinic: tables.Clinic) -> BundledClinic:
    text = published.live_safety_text(work, clinic.id)
    return BundledClinic(
        slug=clinic.slug,
        name=clinic.name,
        language=clinic.language,
        forms={
            one.slug: _unnamed(drafting.composition(work, one))
            for one in drafting.drafts(work, clinic.id)
        },
        rules=drafting.rule_set(work, clinic.id),
        safety=SafetyText.model_validate(text.document) if text else SafetyText(),
        plan=scheduling.plan(work, clinic.id) if scheduling.draft(work, clinic.id) else None,
        settings=_without_logo(setting.own(work, clinic.id)),
    )


def _without_logo(own: OwnSettings) -> OwnSettings | None:
    bare = own.without("logo")
    return None if bare == OwnSettings() else bare


def _unnamed(form: Composition, by: Fallback = NOBODY) -> Composition:
    """Return the form with what stands for gaps, and nobody's name but that of who takes it in."""
    found = {
        tag: by.model_copy(update={"language": shown})
        for tag, shown in form.instead.items()
        if tag in form.languages
    }
    return form.model_copy(update={"fallbacks": found})


def _instruments(form: Composition) -> set[tuple[str, str]]:
    aside = Composition(slots=form.set_aside)
    return form.instruments() | aside.instruments()


def _left_behind(work: Work, every: list[tables.Clinic], asked: list[Instrument]) -> list[str]:
    numbers = set(work.session.exec(select(tables.ClinicContact.clinic_id)).all())
    return [
        *(f"telephone and hours of {one.name}" for one in every if one.id in numbers),
        *(f"logo of {one.name}" for one in every if setting.own(work, one.id).logo),
        *(f"licence for {one.title.read('nb')}" for one in asked if one.licence.required),
        "staff, their roles and how they sign in",
        "patients, answers, alerts and the history",
    ]
