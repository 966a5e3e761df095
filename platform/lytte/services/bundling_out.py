"""The hospital's configuration as it goes out: what is in use, or what is being made."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlmodel import col, select

from lytte.core.bundle import Bundle, BundledClinic
from lytte.core.composition import Composition, Fallback
from lytte.core.forms import document, sha256
from lytte.core.instrument import Instrument
from lytte.core.own_settings import OwnSettings
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import Plan
from lytte.core.thresholds import RuleSet
from lytte.services import (
    based,
    clinics,
    comparing,
    drafting,
    levels,
    published,
    scheduling,
    setting,
    stocking,
)
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

NOBODY = Fallback()
PUBLISHED = (
    tables.FormPublication,
    tables.RuleSetPublication,
    tables.SafetyText,
    tables.SchedulePublication,
)


def export(work: Work, *, as_made: bool = False) -> Bundle:
    """Return the configuration in use; numbers, people and licences stay behind.

    With `as_made` it is instead what is being made: forms, rules and plans as their drafts say.
    """
    hospital = work.session.get(tables.Hospital, work.session.hospital_id)
    name, slug = (hospital.name, hospital.slug) if hospital else ("", "")
    every = list(here(work).values())
    made = [bundled(work, one, as_made=as_made) for one in every]
    asked = {key for clinic in made for form in clinic.forms.values() for key in _instruments(form)}
    library = stocking.library(work)
    found = Bundle(
        hospital=slug,
        name=name,
        as_made=as_made,
        instruments=tuple(library[key] for key in sorted(asked) if key in library),
        clinics=tuple(made),
        left_behind=tuple(left_behind(work, as_made=as_made, asked=asked)),
    )
    work.record(Deed("bundle.export", "hospital", str(work.session.hospital_id)))
    return found


def here(work: Work) -> dict[str, tables.Clinic]:
    """Return the hospital's clinics by their names in a file, first the level they build on."""
    common = levels.common(work)
    every = [common, *clinics.reached(work, None)] if common else clinics.reached(work, None)
    return {one.slug: one for one in every}


def bundled(work: Work, clinic: tables.Clinic, *, as_made: bool) -> BundledClinic:
    """Return what one clinic has, as it is in a file."""
    text = published.live_safety_text(work, clinic.id)
    return BundledClinic(
        slug=clinic.slug,
        name=clinic.name,
        language=clinic.language,
        forms=dict(_drafts(work, clinic) if as_made else _in_use(work, clinic)),
        rules=_rules(work, clinic, as_made=as_made),
        safety=SafetyText.model_validate(text.document) if text else SafetyText(),
        plan=_plan(work, clinic, as_made=as_made),
        settings=_without_logo(setting.own(work, clinic.id)),
        built_on=_built_on(work, clinic, as_made=as_made),
    )


def bases(work: Work) -> dict[str, UUID]:
    """Return what clinics here can build on, each by its fingerprint."""
    common, found = levels.common(work), dict[str, UUID]()
    if common is None:
        return found
    for kind in PUBLISHED:
        wanted = select(kind).where(
            kind.clinic_id == common.id, col(kind.state).in_(("live", "retired"))
        )
        found |= {row.sha256: row.id for row in work.session.exec(wanted).all()}
    return found


def unnamed(form: Composition, by: Fallback = NOBODY) -> Composition:
    """Return the form with what stands for gaps, and nobody's name but that of who takes it in."""
    found = {
        tag: by.model_copy(update={"language": shown})
        for tag, shown in form.instead.items()
        if tag in form.languages
    }
    return form.model_copy(update={"fallbacks": found})


def left_behind(
    work: Work, *, as_made: bool = False, asked: set[tuple[str, str]] | None = None
) -> Iterator[str]:
    """Yield what is not in the file; `asked` are its instruments, all on the shelf without."""
    every, library = list(here(work).values()), stocking.library(work)
    numbers = set(work.session.exec(select(tables.ClinicContact.clinic_id)).all())
    duty = set(work.session.exec(select(tables.ClinicDuty.clinic_id)).all())
    wanted = [library[key] for key in sorted(library if asked is None else asked) if key in library]
    yield from (f"telephone and hours of {one.name}" for one in every if one.id in numbers)
    yield from (f"who is on duty at {one.name}" for one in every if one.id in duty)
    yield from (f"logo of {one.name}" for one in every if setting.own(work, one.id).logo)
    yield from (f"licence for {_title(one)}" for one in wanted if one.licence.required)
    for clinic in every:
        for draft in drafting.drafts(work, clinic.id):
            if draft.origin:
                yield f"from whom {clinic.name} copied {draft.title}"
        if not as_made:
            yield from _being_made(work, clinic)
    yield "whether a form takes two people"
    yield "staff, their roles and how they sign in"
    yield "patients, answers, alerts and the history"


def _title(instrument: Instrument) -> str:
    return instrument.title.read("nb")


def _being_made(work: Work, clinic: tables.Clinic) -> Iterator[str]:
    """Yield what is being made at a clinic and is not in use."""
    for draft in drafting.drafts(work, clinic.id):
        if comparing.differs(work, draft, published.live_form(work, draft.id)):
            yield f"what is being made of {draft.title} at {clinic.name}"
    live, rules = published.live_rules(work, clinic.id), drafting.rules(work, clinic.id)
    in_force = live.sha256 if live else sha256(document(RuleSet()))
    if rules and sha256(document(drafting.rule_set(work, clinic.id))) != in_force:
        yield f"alert rules being made at {clinic.name}"
    if scheduling.differs(work, clinic.id):
        yield f"a plan for sending being made at {clinic.name}"


def _drafts(work: Work, clinic: tables.Clinic) -> Iterator[tuple[str, Composition]]:
    for one in drafting.drafts(work, clinic.id):
        yield one.slug, unnamed(drafting.composition(work, one))


def _in_use(work: Work, clinic: tables.Clinic) -> Iterator[tuple[str, Composition]]:
    live = {row.form_id: row for row in published.live_publications(work, clinic.id)}
    for one in drafting.drafts(work, clinic.id):
        if one.id in live:
            yield one.slug, unnamed(based.composition_of(live[one.id]))


def _rules(work: Work, clinic: tables.Clinic, *, as_made: bool) -> RuleSet | None:
    if as_made:
        return drafting.rule_set(work, clinic.id)
    live = published.live_rules(work, clinic.id)
    return RuleSet.model_validate(live.document) if live else None


def _plan(work: Work, clinic: tables.Clinic, *, as_made: bool) -> Plan | None:
    if as_made:
        return scheduling.plan(work, clinic.id) if scheduling.draft(work, clinic.id) else None
    return scheduling.in_force(work, clinic.id) if scheduling.live(work, clinic.id) else None


def _built_on(work: Work, clinic: tables.Clinic, *, as_made: bool) -> Mapping[str, str]:
    """Return the fingerprint of the hospital's version that each thing builds on."""
    forms = {one.form_id: one for one in published.live_publications(work, clinic.id)}
    rules, text = drafting.rules(work, clinic.id), published.live_safety_text(work, clinic.id)
    plan = (scheduling.draft if as_made else scheduling.live)(work, clinic.id)
    on = {
        f"forms/{one.slug}": _base(work, one, None if as_made else forms.get(one.id))
        for one in drafting.drafts(work, clinic.id)
    } | {
        "rules": _base(work, rules, None if as_made else published.live_rules(work, clinic.id)),
        "safety": text.base_id if text else None,
        "plan": plan.base_id if plan else None,
    }
    known = {row_id: fingerprint for fingerprint, row_id in bases(work).items()}
    return {name: known[base] for name, base in on.items() if base in known}


def _base(
    work: Work,
    draft: tables.FormDraft | tables.RuleSetDraft | None,
    live: tables.FormPublication | tables.RuleSetPublication | None,
) -> UUID | None:
    """Return what a draft builds on; of a version in use, what it was made on."""
    if draft is None:
        return None
    if live is None:
        return draft.base_id
    step = tables.DraftStep
    since = (
        drafting.steps(draft)
        .where(col(step.taken_back_at).is_(None), col(step.at) > live.created_at)
        .order_by(col(step.version))
        .limit(1)
    )
    first = work.session.exec(since).first()  # what stood before it was published
    return based.base_of(first.document) if first else draft.base_id


def _without_logo(own: OwnSettings) -> OwnSettings | None:
    bare = own.without("logo")
    return None if bare == OwnSettings() else bare


def _instruments(form: Composition) -> set[tuple[str, str]]:
    aside = Composition(slots=form.set_aside)
    return form.instruments() | aside.instruments()
