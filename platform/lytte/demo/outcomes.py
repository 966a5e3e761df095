"""What one response becomes in the tables: itself, its scores, its alerts and how they ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

from lytte.core.answers import Missing
from lytte.core.forms import document, sha256
from lytte.core.judging import Judged
from lytte.demo.pathways import Pathway, Rows
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
    """One response of one assessment."""

    random: Random
    pathway: Pathway
    assessment: tables.Assessment
    patient: tables.Patient
    judged: Judged
    proxy: bool

    def add(self, rows: Rows, now: datetime) -> None:
        """Add it to the rows; what was raised lately is still being worked at `now`."""
        response = self._response()
        rows.responses.append(response)
        rows.scores.extend(self._scores(response))
        state = self._state(response.authored, now)
        rows.alerts.extend(self._alert(response, one, state) for one in self._raised())
        rows.calls.extend(self._calls(response))

    def _response(self) -> tables.Response:
        content = document(self.judged.document)
        sent_at = self.assessment.completed_at
        if sent_at is None:
            raise ValueError("an assessment without an answer has no outcome")
        return tables.Response(
            hospital_id=self.pathway.hospital_id,
            id=uuid4(),
            assessment_id=self.assessment.id,
            patient_id=self.patient.id,
            clinic_id=self.pathway.clinic_id,
            form_publication_id=self.assessment.form_publication_id,
            rule_set_publication_id=self.pathway.rules_id,
            document=content,
            measures={name: str(value) for name, value in self.judged.measures.items()},
            sha256=sha256(content),
            answered_by="proxy" if self.proxy else "self",
            helped=not self.proxy and self.random.random() < 0.1,
            mode=self.random.choices(("web", "kiosk", "paper"), (80, 12, 8))[0],
            language=self.patient.language,
            answered=self.judged.answered,
            asked=self.judged.asked,
            authored=sent_at,
        )

    def _scores(self, response: tables.Response) -> Iterator[Mapping[str, Any]]:
        for one in self.judged.scores:
            if one.missing == Missing.NOT_SHOWN:
                continue
            yield {
                "hospital_id": response.hospital_id,
                "id": uuid4(),
                "response_id": response.id,
                "patient_id": response.patient_id,
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

    def _state(self, raised_at: datetime, now: datetime) -> str:
        """How far the clinic has come with what this response raised."""
        if now - raised_at < STILL_WORKED:
            weights = (60, 15, 25)
            state = self.random.choices(("open", "acknowledged", "resolved"), weights)[0]
            # Nothing is closed at an hour that has not come yet.
            is_early = state == "resolved" and raised_at + CLOSED_AFTER > now
            return "acknowledged" if is_early else state
        return self.random.choices(("resolved", "overridden"), (85, 15))[0]

    def _alert(self, response: tables.Response, raised: Raised, state: str) -> tables.Alert:
        if raised.emergency and state == "overridden":
            state = "resolved"
        closed = state in ("resolved", "overridden")
        return tables.Alert(
            hospital_id=response.hospital_id,
            id=uuid4(),
            response_id=response.id,
            assessment_id=response.assessment_id,
            patient_id=response.patient_id,
            clinic_id=response.clinic_id,
            rule_id=raised.rule_id,
            severity=raised.severity,
            emergency=raised.emergency,
            recipient=raised.recipient,
            reasons=raised.reasons,
            state=state,
            raised_at=response.authored,
            owner_id=None if state == "open" else self.pathway.nurse_id,
            closed_at=response.authored + CLOSED_AFTER if closed else None,
            closing_reason=OVERRIDDEN_BECAUSE if state == "overridden" else "",
        )

    def _calls(self, response: tables.Response) -> Iterator[tables.CallNow]:
        for emergency in self.judged.emergencies:
            yield tables.CallNow(
                hospital_id=response.hospital_id,
                id=uuid4(),
                assessment_id=response.assessment_id,
                emergency_id=emergency.id,
                shown_at=response.authored - timedelta(minutes=3),
                reply="called",
                replied_at=response.authored + timedelta(minutes=6),
            )
