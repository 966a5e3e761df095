"""Open a demo clinic as its people would: telephone, safety text, forms, limits, all published."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from lytte.core import duty
from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.form_pages import paged
from lytte.core.forms import Form
from lytte.core.instrument import Instrument
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.demo import common as shared_level
from lytte.demo import plans, staff
from lytte.demo.hospitals import DemoClinic
from lytte.demo.own_rules import OWN_RULES
from lytte.demo.pathways import Asked, Pathway
from lytte.services import clinics, published
from lytte.services.clinic_day import zone_of
from lytte.services.drafts import drafting
from lytte.services.inheriting import inheriting
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.services.rules import duties
from lytte.services.work import Work
from lytte.storage import tables

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("nb", "nn", "en", "ar")
HOURS = {str(day): ["08:00", "15:30"] for day in range(1, 6)}


def open_clinic(
    work: Work,
    demo: DemoClinic,
    library: Mapping[str, Instrument],
    common: Collection[str] = (),
) -> Pathway:
    """Furnish a clinic, with two people deciding wherever two must.

    Its forms called as one in `common` build on the hospital's.
    """
    clinic = clinics.named(work, demo.slug)
    clinic_id = clinic.id
    author, second = staff.two_admins(work, clinic_id)
    _telephone(work, demo, clinic_id, author, second)
    wanted = sorted({one for asked in demo.forms.values() for one in asked})
    instruments = [library[one] for one in wanted]
    for instrument in instruments:
        stocking.add(work, instrument, staff_id=author)
    rules = rules_of(instruments)
    own = OWN_RULES.get(demo.slug, ())
    rules = rules.model_copy(update={"rules": (*rules.rules, *own)})
    for slug in demo.forms:
        made = composition(demo, slug, library)
        if slug in common:
            draft = _built_on(work, clinic, slug, made)
        else:
            draft = drafting.save_form(work, clinic_id, slug, made, staff_id=author)
        publishing.publish_form(work, draft.id, staff_id=author)
    _limits(work, clinic_id, rules, author, second)
    plans.put_in_force(work, demo.slug, clinic_id, author, shared=bool(common))
    return pathway(work, demo, clinic_id)


def _built_on(work: Work, clinic: tables.Clinic, slug: str, made: Composition) -> tables.FormDraft:
    """Build on the hospital's form, which the first clinic that asks for it brings about."""
    offered = inheriting.offered(work, clinic.id)
    title = made.title.read("nb")
    parent = next((one for one in offered if one.title == title), None)
    return shared_level.build_on(work, clinic, parent or shared_level.publish(work, slug, made))


def pathway(work: Work, demo: DemoClinic, clinic_id: UUID) -> Pathway:
    """Return what the clinic asks and finds worrying now."""
    asked = []
    for slug in demo.forms:
        live = published.live_form(work, drafting.draft(work, clinic_id, slug).id)
        if live is not None:
            asked.append(Asked(live.id, paged(Form.model_validate(live.document))))
    rules = published.live_rules(work, clinic_id)
    if rules is None or not asked:
        raise LookupError(f"{demo.slug} has no form or no limits in force")
    return Pathway(
        hospital_id=work.session.hospital_id,
        clinic_id=clinic_id,
        zone=zone_of(work),
        forms=tuple(asked),
        rules=RuleSet.model_validate(rules.document),
        rules_id=rules.id,
        nurse_id=staff.nurse(work),
        every=demo.every,
    )


def _telephone(work: Work, demo: DemoClinic, clinic_id: UUID, author: UUID, second: UUID) -> None:
    contact = clinics.set_contact(
        work,
        tables.ClinicContact(
            hospital_id=work.session.hospital_id,
            clinic_id=clinic_id,
            phone=demo.phone,
            hours=HOURS,
            out_of_hours_name="Legevakt",
            out_of_hours_phone="116 117",
            emergency_phone="113",
            read_by="12:00",
            entered_at=work.now,
        ),
        staff_id=author,
    )
    clinics.confirm_contact(work, contact.id, staff_id=second)
    duties.say(work, clinic_id, dict.fromkeys(duty.ROLES, tuple(HOURS)), staff_id=author)
    text = publishing.propose(
        work, tables.SafetyText, clinic_id, safety_text(), staff_id=author, comment="Første"
    )
    publishing.approve(work, text, staff_id=second)


def _limits(work: Work, clinic_id: UUID, rules: RuleSet, author: UUID, second: UUID) -> None:
    drafting.save_rules(work, clinic_id, rules, staff_id=author)
    row = publishing.propose(
        work,
        tables.RuleSetPublication,
        clinic_id,
        rules,
        staff_id=author,
        comment="Foreslåtte grenser",
    )
    publishing.approve(work, row, staff_id=second)


def composition(demo: DemoClinic, slug: str, library: Mapping[str, Instrument]) -> Composition:
    """Return a form of the clinic's as its instruments make it."""
    asked = demo.forms[slug]
    return Composition(
        title=Text.model_validate(demo.titles[slug]),
        languages=LANGUAGES,
        minutes=3 + 2 * len(asked),
        slots=tuple(InstrumentSlot(instrument=one, version=library[one].version) for one in asked),
    )


def rules_of(instruments: Sequence[Instrument]) -> RuleSet:
    """Return what instruments suggest as worrying."""
    return RuleSet(
        rules=tuple(
            rule.model_copy(update={"deputy": "coordinator"})
            for one in instruments
            for rule in one.rules
        ),
        emergencies=tuple(emergency for one in instruments for emergency in one.emergencies),
    )


def safety_text() -> SafetyText:
    """Return the demo's safety text in its languages."""
    written = tomllib.loads((TEXTS / "safety.toml").read_text(encoding="utf-8"))
    return SafetyText(
        languages={tag: SafetyLines.model_validate(lines) for tag, lines in written.items()}
    )
