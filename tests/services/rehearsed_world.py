"""A clinic with a past, for rehearsals: invented patients, their responses as real rows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from lytte.core.forms import Form, document, sha256
from lytte.services.work import Work
from lytte.storage import bulk, tables
from tests.world import NOW, World

FORM = Form.model_validate(
    {
        "title": {"nb": "Før kur"},
        "parts": [
            {
                "id": "plager",
                "title": {"nb": "Plager"},
                "questionnaire": {
                    "items": [
                        {"type": "numeric_rating", "link_id": one, "text": {"nb": one}}
                        for one in ("pain", "nausea", "sleep")
                    ]
                    + [{"type": "visual_analogue", "link_id": "health", "worse": "down"}]
                },
            }
        ],
    }
)


def publish_form(work: Work, world: World, clinic_id: UUID) -> UUID:
    """Put the form at a clinic, past the checks on safety texts."""
    draft = tables.FormDraft(
        hospital_id=world.hospital_id, clinic_id=clinic_id, slug="kur", title="", changed_at=NOW
    )
    content = document(FORM)
    row = tables.FormPublication(
        hospital_id=world.hospital_id, form_id=draft.id, clinic_id=clinic_id, number=1, title="",
        document=content, sha256=sha256(content), state="live", created_at=NOW, live_at=NOW,
    )  # fmt: skip
    work.session.add(draft)
    work.session.flush()
    work.session.add(row)
    work.session.flush()
    return row.id


class Past:
    """Adds patients and what they sent; rows go in when `keep` is called."""

    def __init__(self, world: World, form_id: UUID, clinic_id: UUID | None = None) -> None:
        self.world = world
        self.form_id = form_id
        self.clinic_id = clinic_id or world.clinic_id
        self.patients: list[tables.Patient] = []
        self.assessments: list[tables.Assessment] = []
        self.responses: list[tables.Response] = []
        self.others: list[tables.Alert | tables.CallNow] = []

    def patient(self, name: str = "Kari Testmann") -> UUID:
        """Add an invented patient."""
        row = tables.Patient(
            hospital_id=self.world.hospital_id, id=uuid4(), number=uuid4().hex[:12], name=name,
            birth_date=date(1955, 5, 5), synthetic=True,
        )  # fmt: skip
        self.patients.append(row)
        return row.id

    def asked(self, patient_id: UUID, due_at: datetime, state: str = "expired") -> UUID:
        """Add an occasion that could be answered for three days."""
        row = tables.Assessment(
            hospital_id=self.world.hospital_id, id=uuid4(), patient_id=patient_id,
            clinic_id=self.clinic_id, form_publication_id=self.form_id, state=state,
            due_at=due_at, expires_at=due_at + timedelta(days=3),
        )  # fmt: skip
        self.assessments.append(row)
        return row.id

    def sent(
        self, patient_id: UUID, at: datetime, *, proxy: bool = False, **measures: str
    ) -> tables.Response:
        """Add a response with these numbers, `pain="7"`."""
        assessment_id = self.asked(patient_id, at - timedelta(days=1), "completed")
        row = tables.Response(
            hospital_id=self.world.hospital_id, id=uuid4(), assessment_id=assessment_id,
            patient_id=patient_id, clinic_id=self.clinic_id, form_publication_id=self.form_id,
            document={}, measures={f"plager/{name}": one for name, one in measures.items()},
            sha256="", answered_by="proxy" if proxy else "self", mode="web", language="nb",
            answered=len(measures), asked=4, authored=at,
        )  # fmt: skip
        self.responses.append(row)
        return row

    def alerted(self, response: tables.Response, rule_id: str, state: str) -> None:
        """Add the alert that a response raised, closed the next day."""
        self.others.append(
            tables.Alert(
                hospital_id=response.hospital_id, id=uuid4(), response_id=response.id,
                patient_id=response.patient_id, clinic_id=response.clinic_id, rule_id=rule_id,
                severity="red", recipient="nurse", state=state, raised_at=response.authored,
                owner_id=self.world.author_id, closed_at=response.authored + timedelta(days=1),
            )
        )  # fmt: skip

    def keep(self, work: Work) -> None:
        """Put every row that was added since in its table."""
        alerts = [one for one in self.others if isinstance(one, tables.Alert)]
        calls = [one for one in self.others if isinstance(one, tables.CallNow)]
        rows: Sequence[Sequence[tables.OfHospital]] = (
            self.patients, self.assessments, self.responses, alerts, calls,
        )  # fmt: skip
        for kind in rows:
            bulk.insert(work.session, kind)
        for kept in (self.patients, self.assessments, self.responses, self.others):
            kept.clear()


def lives(past: Past, random: Random, patients: Sequence[UUID], days: int = 140) -> None:
    """Give each patient up to sixty responses before NOW, some by a helper, some with gaps."""
    for patient_id in patients:
        for _ in range(random.randrange(60)):
            numbers = {name: str(random.randrange(11)) for name in ("pain", "nausea", "sleep")}
            numbers["health"] = f"{random.randrange(1000) / 10}"
            for name in random.sample(sorted(numbers), random.randrange(3)):
                del numbers[name]
            at = NOW - timedelta(seconds=random.randrange(days * 86400))
            past.sent(patient_id, at, proxy=random.random() < 0.2, **numbers)
