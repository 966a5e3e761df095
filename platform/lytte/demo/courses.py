"""A year of responses for one clinic, worked out by the same code as a patient's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

from lytte.core.answered_form import CompiledForm, known
from lytte.core.answers import Missing
from lytte.core.forms import document, sha256
from lytte.core.settled import Settled, settle
from lytte.core.thresholds import Occasion, RuleSet
from lytte.demo.people import Course, Invented
from lytte.demo.replies import Temper, reply
from lytte.storage import tables


@dataclass(frozen=True)
class Asked:
    """A published form of the clinic, ready to be answered."""

    publication_id: UUID
    sha256: str
    form: CompiledForm


@dataclass(frozen=True)
class Pathway:
    """What a clinic asks, and what it finds worrying."""

    hospital_id: UUID
    clinic_id: UUID
    forms: tuple[Asked, ...]
    rules: RuleSet
    rules_id: UUID
    every: tuple[int, ...]


@dataclass
class Rows:
    """What goes into the tables, kind by kind, parents first."""

    visits: list[tables.Visit] = field(default_factory=list)
    assessments: list[tables.Assessment] = field(default_factory=list)
    responses: list[tables.Response] = field(default_factory=list)
    scores: list[tables.Score] = field(default_factory=list)
    alerts: list[tables.Alert] = field(default_factory=list)
    calls: list[tables.CallNow] = field(default_factory=list)


class Life:
    """One patient's year at one clinic."""

    def __init__(
        self, random: Random, patient: tables.Patient, invented: Invented, course: Course
    ) -> None:
        self.random = random
        self.patient = patient
        self.invented = invented
        self.course = course
        self.history: list[Occasion] = []
        self.faithful = random.betavariate(7, 1.6)
        self.proxy = random.random() < 0.08

    def occasions(self, pathway: Pathway, until: date) -> Iterator[date]:
        """Yield the days of the visits, by the pathway's rhythm, moved off weekends."""
        day = self.invented.started_on + timedelta(days=self.random.randrange(3))
        turn = 0
        while day < until:
            yield day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
            day += timedelta(days=pathway.every[turn % len(pathway.every)])
            turn += 1

    def live(self, pathway: Pathway, until: date, rows: Rows) -> None:
        """Add every occasion before `until`."""
        for number, day in enumerate(self.occasions(pathway, until)):
            asked = pathway.forms[0 if number % 4 else -1]
            self.meet(pathway, asked, day, rows, answers=self.random.random() < self.faithful)

    def meet(
        self,
        pathway: Pathway,
        asked: Asked,
        day: date,
        rows: Rows,
        *,
        answers: bool,
        at: time | None = None,
        now: datetime | None = None,
    ) -> None:
        """Add a visit and its assessment, answered the evening before or not at all.

        `now` is given for today's visits: what was not answered is still open then.
        """
        starts = datetime.combine(
            day, at or time(8 + self.random.randrange(6), self.random.choice((0, 20, 40))), UTC
        )
        authored = starts - timedelta(hours=self.random.uniform(11, 17))
        visit = tables.Visit(
            hospital_id=pathway.hospital_id,
            id=uuid4(),
            patient_id=self.patient.id,
            clinic_id=pathway.clinic_id,
            starts_at=starts,
        )
        unanswered = "due" if now else "expired"
        assessment = tables.Assessment(
            hospital_id=pathway.hospital_id,
            id=uuid4(),
            patient_id=self.patient.id,
            clinic_id=pathway.clinic_id,
            form_publication_id=asked.publication_id,
            visit_id=visit.id,
            state="completed" if answers else unanswered,
            due_at=starts - timedelta(days=2),
            expires_at=starts + timedelta(hours=24),
            started_at=authored - timedelta(minutes=8) if answers else None,
            completed_at=authored if answers else None,
        )
        rows.visits.append(visit)
        rows.assessments.append(assessment)
        if answers:
            self._answer(pathway, asked, assessment, authored, rows, now)

    def _answer(
        self,
        pathway: Pathway,
        asked: Asked,
        assessment: tables.Assessment,
        authored: datetime,
        rows: Rows,
        now: datetime | None,
    ) -> None:
        triggers = {one.item: frozenset(one.triggers) for one in pathway.rules.emergencies}
        rare = self.random.random() < 0.015
        temper = Temper(self.patient.language, 0.02, 0.012, {} if rare else triggers)
        progress = min(1.0, max(0.0, (authored.date() - self.invented.started_on).days / 365))
        given = reply(self.random, asked.form, self.course, temper, progress)
        proxy = self.proxy and self.random.random() < 0.5
        settled = settle(asked.form, given, pathway.rules, self.history, proxy=proxy)
        response = self._response(pathway, asked, assessment, authored, settled, proxy=proxy)
        rows.responses.append(response)
        rows.scores.extend(self._scores(response, settled))
        rows.alerts.extend(self._alerts(response, settled, now))
        rows.calls.extend(self._calls(response, settled))
        self.history.append(Occasion(authored, known(settled.measures), proxy))

    def _response(
        self,
        pathway: Pathway,
        asked: Asked,
        assessment: tables.Assessment,
        authored: datetime,
        settled: Settled,
        *,
        proxy: bool,
    ) -> tables.Response:
        content = document(settled.sent)
        return tables.Response(
            hospital_id=pathway.hospital_id,
            id=uuid4(),
            assessment_id=assessment.id,
            patient_id=self.patient.id,
            clinic_id=pathway.clinic_id,
            form_publication_id=asked.publication_id,
            rule_set_publication_id=pathway.rules_id,
            document=content,
            measures={name: str(value) for name, value in known(settled.measures).items()},
            sha256=sha256(content),
            answered_by="proxy" if proxy else "self",
            helped=not proxy and self.random.random() < 0.1,
            mode=self.random.choices(("web", "kiosk", "paper"), (80, 12, 8))[0],
            language=self.patient.language,
            answered=settled.answered,
            asked=settled.asked,
            authored=authored,
        )

    def _scores(self, response: tables.Response, settled: Settled) -> Iterator[tables.Score]:
        for measure, value in settled.measures.items():
            if value is not Missing.NOT_SHOWN:
                missing = value if isinstance(value, Missing) else None
                yield tables.Score(
                    hospital_id=response.hospital_id,
                    id=uuid4(),
                    response_id=response.id,
                    patient_id=response.patient_id,
                    measure=measure,
                    value=None if isinstance(value, Missing) else value,
                    missing=missing.value if missing else None,
                )

    def _alerts(
        self, response: tables.Response, settled: Settled, now: datetime | None
    ) -> Iterator[tables.Alert]:
        for alert in settled.alerts:
            state = "open" if now else self.random.choices(("resolved", "overridden"), (85, 15))[0]
            yield self._alert(
                response, alert.rule_id, alert.severity, alert.recipient,
                [one.model_dump(mode="json") for one in alert.reasons], state,
            )  # fmt: skip
        for emergency in settled.emergencies:
            yield self._alert(
                response, emergency.id, "red", "nurse", [], "open" if now else "resolved",
                emergency=True,
            )  # fmt: skip

    def _alert(
        self,
        response: tables.Response,
        rule_id: str,
        severity: str,
        recipient: str,
        reasons: list[object],
        state: str,
        *,
        emergency: bool = False,
    ) -> tables.Alert:
        closed = state in ("resolved", "overridden")
        return tables.Alert(
            hospital_id=response.hospital_id,
            id=uuid4(),
            response_id=response.id,
            assessment_id=response.assessment_id,
            patient_id=response.patient_id,
            clinic_id=response.clinic_id,
            rule_id=rule_id,
            severity=severity,
            emergency=emergency,
            recipient=recipient,
            reasons=reasons,
            state=state,
            raised_at=response.authored,
            closed_at=response.authored + timedelta(hours=14) if closed else None,
            closing_reason="Kjent fra før (oppdiktet)" if state == "overridden" else "",
        )

    def _calls(self, response: tables.Response, settled: Settled) -> Iterator[tables.CallNow]:
        for emergency in settled.emergencies:
            yield tables.CallNow(
                hospital_id=response.hospital_id,
                id=uuid4(),
                assessment_id=response.assessment_id,
                emergency_id=emergency.id,
                shown_at=response.authored - timedelta(minutes=3),
                reply="called",
                replied_at=response.authored + timedelta(minutes=6),
            )
