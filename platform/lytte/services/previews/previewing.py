"""A form as a patient would meet it, tried out: nothing is stored, anywhere.

The answers travel with the page that is shown, so trying a form out leaves no row, no
alert and no trace in the audit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lytte.core.answers import Given, Key, Missing
from lytte.core.form_pages import paged
from lytte.core.forms import Form, document, sha256
from lytte.core.items.any_item import Item
from lytte.core.judging import Judged, judge
from lytte.core.own_settings import Laid
from lytte.core.questionnaire import Questionnaire
from lytte.core.safety import SafetyText
from lytte.core.thresholds import RuleSet
from lytte.core.values import value_from_json, value_to_json
from lytte.services import clinics, published
from lytte.services.answers.answering import Entry
from lytte.services.answers.help_now import Contact
from lytte.services.answers.sitting import Saved, Sitting
from lytte.services.drafts import drafting
from lytte.services.pinned import Shelf
from lytte.services.settings import setting
from lytte.services.work import Work
from lytte.storage import tables

NOBODY = UUID(int=0)
BORN = date(1960, 1, 1)
"""Nobody's birthday, for forms that ask about age."""
Tried = Sequence[Sequence[Any]]

_forms: Shelf[Any] = Shelf(50)


@dataclass(frozen=True, kw_only=True)
class Around:
    """What stands around a form that is tried out: whose it is, whom to ring, what alerts."""

    clinic_id: UUID
    clinic: str
    hospital: str = ""
    contact: Contact | None
    safety: SafetyText
    settings: Laid = field(default_factory=Laid)
    rules: RuleSet = field(default_factory=RuleSet)


def around(work: Work, clinic: tables.Clinic) -> Around:
    """Return what stands around the clinic's forms now, with the rules as they are being made."""
    contact = clinics.contact(work, clinic.id)
    text = published.live_safety_text(work, clinic.id)
    hospital = work.session.get(tables.Hospital, work.session.hospital_id)
    return Around(
        clinic_id=clinic.id,
        clinic=clinic.name,
        hospital=hospital.name if hospital else "",
        contact=_contact(contact) if contact else None,
        safety=SafetyText.model_validate(text.document) if text else SafetyText(),
        settings=setting.laid(work, clinic),
        rules=drafting.rule_set(work, clinic.id),
    )


def sitting(
    work: Work, clinic: tables.Clinic, form: Form, tried: Tried, *, zone: ZoneInfo, language: str
) -> Sitting:
    """Return the form in front of nobody, with the answers that were tried so far."""
    return seated(around(work, clinic), form, tried, now=work.now, zone=zone, language=language)


def seated(
    place: Around, form: Form, tried: Tried, *, now: datetime, zone: ZoneInfo, language: str
) -> Sitting:
    """Return the form in front of nobody, inside what is known to stand around it."""
    fingerprint = sha256(document(form))
    return Sitting(
        session_id=NOBODY,
        assessment_id=NOBODY,
        patient_id=NOBODY,
        clinic_id=place.clinic_id,
        birth_date=BORN,
        begun_at=None,
        state="open",
        expires_at=now,
        language=language,
        answered_by="self",
        helped=False,
        mode="web",
        seen_at=now,
        hospital=place.settings.hospital.name or place.hospital,
        demo=False,
        clinic=place.clinic,
        zone=zone,
        contact=place.contact,
        settings=place.settings,
        safety=place.safety,
        publication_id=NOBODY,
        form=_forms.get(fingerprint, lambda: paged(form)),
        form_sha256=fingerprint,
        rules_id=None,
        rules=place.rules,
        stored=dict(_stored(tried, now)),
        calls=(),
        now=now,
    )


def page_ids(found: Sitting) -> dict[str, str]:
    """Return the page each part and each `part/link_id` is on; the first where it has several."""
    ids: dict[str, str] = {}
    for page in found.pages:
        for spot in page.spots:
            part = found.part_id(spot)
            ids.setdefault(part, page.id)
            ids.setdefault(f"{part}/{spot.key.link_id}", page.id)
    return ids


def came_to(found: Sitting) -> Judged:
    """Return what the answers would set off under the rules as they are being made."""
    given: dict[str, dict[Key, Given]] = {}
    for (part, key), saved in found.stored.items():
        given.setdefault(part, {})[key] = saved.given
    return judge(found.form, given, found.rules, around=found.surroundings)


def with_answers(found: Sitting, entries: Iterable[Entry]) -> Tried:
    """Return the answers tried so far with those of one more page."""
    kept = {
        (part, str(key.link_id), key.at): saved.given for (part, key), saved in found.stored.items()
    }
    for one in entries:
        kept[found.part_id(one.spot), one.spot.key.link_id, one.spot.key.at] = one.given
    return [[part, link_id, at, _written(value)] for (part, link_id, at), value in kept.items()]


def with_everything(form: Form) -> Form:
    """Return the form with every condition taken away, to look at what is asked rarely."""
    parts = (
        part.model_copy(update={"condition": None, "questionnaire": _open(part.questionnaire)})
        for part in form.parts
    )
    return form.model_copy(update={"parts": tuple(parts)})


def _open(questionnaire: Questionnaire) -> Questionnaire:
    items = tuple(_always(item) for item in questionnaire.items)
    return questionnaire.model_copy(update={"items": items})


def _always(item: Item) -> Item:
    found: Item = item.model_copy(
        update={
            "condition": None,
            "enable_when": (),
            "enable_when_expression": None,
            "items": tuple(_always(inner) for inner in item.items),
        }
    )
    return found


def _written(given: Given) -> Any:
    return str(given) if isinstance(given, Missing) else [value_to_json(one) for one in given]


def _stored(tried: Tried, now: datetime) -> Iterator[tuple[tuple[str, Key], Saved]]:
    for part, link_id, at, written in tried:
        given: Given = (
            Missing(written) if isinstance(written, str) else tuple(map(value_from_json, written))
        )
        yield (part, Key(link_id, tuple(at))), Saved(given, 1, True, now.isoformat())


def _contact(row: tables.ClinicContact) -> Contact:
    return Contact(
        row.phone, row.hours, row.out_of_hours_name, row.out_of_hours_phone,
        row.emergency_phone, row.read_by,
    )  # fmt: skip
