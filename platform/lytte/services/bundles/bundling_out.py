"""The hospital's configuration as it goes out: what is in use, or what is being made."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select

from lytte.core.bundle import Bundle, BundledClinic, CopiedFrom
from lytte.core.composition import Composition, Fallback
from lytte.core.forms import document, sha256
from lytte.core.instrument import Instrument
from lytte.core.own_settings import OwnSettings
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import Plan
from lytte.core.thresholds import RuleSet
from lytte.services import levels, published
from lytte.services.drafts import based, comparing, drafting, made_on
from lytte.services.instruments import stocking
from lytte.services.sending import scheduling
from lytte.services.settings import setting
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
    every, theirs = levels.every(work), bases(work)
    made = [bundled(work, one, theirs, as_made=as_made) for one in every]
    asked = {key for clinic in made for form in _forms(clinic) for key in _instruments(form)}
    library = stocking.library(work)
    wanted = [library[key] for key in sorted(asked) if key in library]
    found = Bundle(
        hospital=slug,
        name=name,
        as_made=as_made,
        instruments=tuple(wanted),
        clinics=tuple(made),
        left_behind=tuple(_left_behind(work, every, wanted, as_made=as_made)),
    )
    work.record(Deed("bundle.export", "hospital", str(work.session.hospital_id)))
    return found


def here(work: Work) -> dict[str, tables.Clinic]:
    """Return the hospital's clinics by their names in a file, first the level they build on."""
    return {one.slug: one for one in levels.every(work)}


def bundled(
    work: Work, clinic: tables.Clinic, theirs: Mapping[UUID, str], *, as_made: bool
) -> BundledClinic:
    """Return what one clinic has, as it is in a file; `theirs` are the `bases` here."""
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
        copied_from=dict(_copied_from(work, clinic, as_made=as_made)),
        built_on={
            name: theirs[base]
            for name, base in _built_on(work, clinic, as_made=as_made)
            if base is not None and base in theirs
        },
    )


def bases(work: Work) -> dict[UUID, str]:
    """Return the fingerprint of each version that clinics here can build on, the newest last."""
    common, found = levels.common(work), dict[UUID, str]()
    if common is None:
        return found
    for kind in PUBLISHED:
        wanted = select(kind.id, kind.sha256).where(
            kind.clinic_id == common.id, col(kind.state).in_(("live", "retired"))
        )
        found |= dict(work.session.exec(wanted.order_by(col(kind.number))).all())
    return found


def unnamed(form: Composition, by: Fallback = NOBODY) -> Composition:
    """Return the form with what stands for gaps, and nobody's name but that of who takes it in."""
    found = {
        tag: by.model_copy(update={"language": shown})
        for tag, shown in form.instead.items()
        if tag in form.languages
    }
    return form.model_copy(update={"fallbacks": found})


def left_behind(work: Work) -> Iterator[str]:
    """Yield what would not be in a file with all that is on the shelf."""
    library = stocking.library(work)
    wanted = [library[key] for key in sorted(library)]
    yield from _left_behind(work, levels.every(work), wanted, as_made=False)


def _left_behind(
    work: Work, every: Sequence[tables.Clinic], wanted: Sequence[Instrument], *, as_made: bool
) -> Iterator[str]:
    """Yield what of these clinics, and of the `wanted` instruments, is not in the file."""
    numbers = set(work.session.exec(select(tables.ClinicContact.clinic_id)).all())
    duty = set(work.session.exec(select(tables.ClinicDuty.clinic_id)).all())
    yield from (f"telephone and hours of {one.name}" for one in every if one.id in numbers)
    yield from (f"who is on duty at {one.name}" for one in every if one.id in duty)
    yield from (f"logo of {one.name}" for one in every if setting.own(work, one.id).logo)
    yield from (f"licence for {_title(one)}" for one in wanted if one.licence.required)
    for clinic in every:
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


def _forms(clinic: BundledClinic) -> Iterator[Composition]:
    """Yield a clinic's forms, and what they were copied from."""
    yield from clinic.forms.values()
    yield from (one.composition for one in clinic.copied_from.values() if one.composition)


def _copied_from(
    work: Work, clinic: tables.Clinic, *, as_made: bool
) -> Iterator[tuple[str, CopiedFrom]]:
    """Yield which form of another hospital each was copied from when it was made."""
    for one in drafting.drafts(work, clinic.id):
        live = None if as_made else published.live_form(work, one.id)
        origin = made_on.origin(work, one, live) if live else one.origin if as_made else None
        if origin:
            yield one.slug, CopiedFrom.model_validate(origin)


def _built_on(
    work: Work, clinic: tables.Clinic, *, as_made: bool
) -> Iterator[tuple[str, UUID | None]]:
    """Yield the hospital's version that each thing in the file builds on."""
    yield from _drafts_on(work, clinic) if as_made else _in_use_on(work, clinic)
    if (text := published.live_safety_text(work, clinic.id)) is not None:
        yield "safety", text.base_id


def _drafts_on(work: Work, clinic: tables.Clinic) -> Iterator[tuple[str, UUID | None]]:
    for one in drafting.drafts(work, clinic.id):
        yield f"forms/{one.slug}", one.base_id
    if (rules := drafting.rules(work, clinic.id)) is not None:
        yield "rules", rules.base_id
    if (plan := scheduling.draft(work, clinic.id)) is not None:
        yield "plan", plan.base_id


def _in_use_on(work: Work, clinic: tables.Clinic) -> Iterator[tuple[str, UUID | None]]:
    for one in drafting.drafts(work, clinic.id):
        if (form := published.live_form(work, one.id)) is not None:
            yield f"forms/{one.slug}", made_on.base(work, one, form)
    rules, draft = published.live_rules(work, clinic.id), drafting.rules(work, clinic.id)
    if rules is not None and draft is not None:
        yield "rules", made_on.base(work, draft, rules)
    if (plan := scheduling.live(work, clinic.id)) is not None:
        yield "plan", plan.base_id


def _without_logo(own: OwnSettings) -> OwnSettings | None:
    bare = own.without("logo")
    return None if bare == OwnSettings() else bare


def _instruments(form: Composition) -> set[tuple[str, str]]:
    aside = Composition(slots=form.set_aside)
    return form.instruments() | aside.instruments()
