"""What one response becomes in the tables: itself, its scores, its alerts and how they ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from lytte.core.answers import Missing
from lytte.core.forms import document, sha256
from lytte.core.judging import Judged
from lytte.demo.pathways import Pathway, Rows, Values
from lytte.storage import tables

# What a nurse has not got round to closing yet is at most this old.
STILL_WORKED = timedelta(days=2)
CLOSED_AFTER = timedelta(hours=14)
OVERRIDDEN_BECAUSE = "Kjent fra før (oppdiktet)"


class Raised(NamedTuple):
    """An alert or an emergency, before it is a row."""

    rule_id: str
    severity: str
    recipient: str
    reasons: list[Any]
    emergency: bool = False


@dataclass(frozen=True)
class Outcome:
    """One response to one assessment, sent at `authored`."""

    random: Random
    pathway: Pathway
    assessment: Values
    patient: tables.Patient
    judged: Judged
    authored: datetime
    proxy: bool

    def add(self, rows: Rows, now: datetime) -> None:
        """Add it to the rows; what was raised lately is still being worked at `now`."""
        response_id = uuid4()
        rows.responses.append(self._response(response_id))
        rows.scores.extend(self._scores(response_id))
        state = self._state(now)
        rows.alerts.extend(self._alert(response_id, one, state) for one in self._raised())
        rows.calls.extend(self._calls())

    def _response(self, response_id: UUID) -> Values:
        content = document(self.judged.document)
        return self._of_the_patient() | {
            "id": response_id,
            "form_publication_id": self.assessment["form_publication_id"],
            "rule_set_publication_id": self.pathway.rules_id,
            "document": content,
            "measures": {name: str(value) for name, value in self.judged.measures.items()},
            "sha256": sha256(content),
            "answered_by": "proxy" if self.proxy else "self",
            "helped": not self.proxy and self.random.random() < 0.1,
            "mode": self.random.choices(("web", "kiosk", "paper"), (80, 12, 8))[0],
            "language": self.patient.language,
            "answered": self.judged.answered,
            "asked": self.judged.asked,
            "authored": self.authored,
        }

    def _of_the_patient(self) -> Values:
        return {
            "hospital_id": self.pathway.hospital_id,
            "assessment_id": self.assessment["id"],
            "patient_id": self.patient.id,
            "clinic_id": self.pathway.clinic_id,
        }

    def _scores(self, response_id: UUID) -> Iterator[Values]:
        for one in self.judged.scores:
            if one.missing == Missing.NOT_SHOWN:
                continue
            yield {
                "hospital_id": self.pathway.hospital_id,
                "response_id": response_id,
                "patient_id": self.patient.id,
                "measure": one.measure,
                "value": one.value,
                "missing": one.missing,
                "modified": one.modified,
            }

    def _raised(self) -> Iterator[Raised]:
        for one in self.judged.alerts:
            reasons = [reason.model_dump(mode="json") for reason in one.reasons]
            yield Raised(one.rule_id, one.severity, one.recipient, reasons)
        for emergency in self.judged.emergencies:
            yield Raised(emergency.id, "red", "nurse", [], emergency=True)

    def _state(self, now: datetime) -> str:
        """How far the clinic has come with what this response raised."""
        if now - self.authored < STILL_WORKED:
            weights = (60, 15, 25)
            state = self.random.choices(("open", "acknowledged", "resolved"), weights)[0]
            # Nothing is closed at an hour that has not come yet.
            is_early = state == "resolved" and self.authored + CLOSED_AFTER > now
            return "acknowledged" if is_early else state
        return self.random.choices(("resolved", "overridden"), (85, 15))[0]

    def _alert(self, response_id: UUID, raised: Raised, state: str) -> Values:
        if raised.emergency and state == "overridden":
            state = "resolved"
        closed = state in ("resolved", "overridden")
        return self._of_the_patient() | {
            "response_id": response_id,
            "rule_id": raised.rule_id,
            "severity": raised.severity,
            "emergency": raised.emergency,
            "recipient": raised.recipient,
            "reasons": raised.reasons,
            "state": state,
            "raised_at": self.authored,
            "owner_id": None if state == "open" else self.pathway.nurse_id,
            "closed_at": self.authored + CLOSED_AFTER if closed else None,
            "closing_reason": OVERRIDDEN_BECAUSE if state == "overridden" else "",
        }

    def _calls(self) -> Iterator[Values]:
        for emergency in self.judged.emergencies:
            yield {
                "hospital_id": self.pathway.hospital_id,
                "assessment_id": self.assessment["id"],
                "emergency_id": emergency.id,
                "shown_at": self.authored - timedelta(minutes=3),
                "reply": "called",
                "replied_at": self.authored + timedelta(minutes=6),
            }
