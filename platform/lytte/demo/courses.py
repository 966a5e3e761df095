"""A year of one patient at one clinic: when, and whether there was an answer."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid4

from lytte.core.judging import judge
from lytte.core.thresholds import Occasion
from lytte.demo.outcomes import Outcome
from lytte.demo.paces import paced
from lytte.demo.pathways import Asked, Pathway, Rows, Values
from lytte.demo.people import Course, Invented
from lytte.demo.replies import Temper, reply
from lytte.storage import tables

# One answer in forty leaves one emergency question to chance.
RARE = 0.025
# Whoever loads the demo just after midnight meets nobody from later that night.
JUST_NOW = timedelta(minutes=15)
OPENS_BEFORE, OPEN_AFTER = timedelta(days=2), timedelta(hours=24)


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
            visit = day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
            if visit < until:
                yield visit
            day += timedelta(days=pathway.every[turn % len(pathway.every)])
            turn += 1

    def live(self, pathway: Pathway, now: datetime, rows: Rows) -> None:
        """Add every occasion before today."""
        for number, day in enumerate(self.occasions(pathway, now.astimezone(pathway.zone).date())):
            asked = pathway.forms[0 if number % 4 else -1]
            hour = time(8 + self.random.randrange(6), self.random.choice((0, 20, 40)))
            visit = datetime.combine(day, hour, pathway.zone)
            if self.random.random() < self.faithful:
                self.answer(pathway, asked, visit, now, rows)
            else:
                self._meet(pathway, asked, visit, rows, state="expired")

    def leave_open(self, pathway: Pathway, asked: Asked, visit: datetime, rows: Rows) -> None:
        """Add a visit whose form has not been answered yet."""
        self._meet(pathway, asked, visit, rows, state="due")

    def answer(
        self, pathway: Pathway, asked: Asked, visit: datetime, now: datetime, rows: Rows
    ) -> None:
        """Add a visit whose form was answered the afternoon or evening before."""
        authored = min(visit - timedelta(hours=self.random.uniform(11, 17)), now - JUST_NOW)
        triggers = {one.item: frozenset(one.triggers) for one in pathway.rules.emergencies}
        if triggers and self.random.random() < RARE:
            triggers.pop(self.random.choice(sorted(triggers)))
        temper = Temper(self.patient.language, 0.02, 0.012, triggers)
        progress = min(1.0, max(0.0, (authored.date() - self.invented.started_on).days / 365))
        given = reply(self.random, asked.form.compiled, self.course, temper, progress)
        proxy = self.proxy and self.random.random() < 0.5
        # Its own dice, so that what is answered does not hang on how quickly.
        dice = Random(f"{self.patient.number} {authored.isoformat()}")
        age = authored.year - self.patient.birth_date.year
        times = paced(dice, asked.form.compiled, given, age, authored)
        judged = judge(
            asked.form, given, pathway.rules, history=self.history, saved=times.saved,
            begun=times.begun, proxy=proxy,
        )  # fmt: skip
        assessment = self._meet(
            pathway, asked, visit, rows, state="completed", authored=authored, begun=times.begun
        )
        outcome = Outcome(
            self.random, pathway, assessment, self.patient, judged, authored, proxy=proxy
        )
        outcome.add(rows, now)
        self.history.append(Occasion(authored, judged.measures, proxy))

    def _meet(
        self,
        pathway: Pathway,
        asked: Asked,
        starts_at: datetime,
        rows: Rows,
        *,
        state: str,
        authored: datetime | None = None,
        begun: datetime | None = None,
    ) -> Values:
        whose = {
            "hospital_id": pathway.hospital_id,
            "patient_id": self.patient.id,
            "clinic_id": pathway.clinic_id,
        }
        visit = whose | {"id": uuid4(), "starts_at": starts_at}
        assessment = whose | {
            "id": uuid4(),
            "form_publication_id": asked.publication_id,
            "visit_id": visit["id"],
            "state": state,
            "due_at": starts_at - OPENS_BEFORE,
            "expires_at": starts_at + OPEN_AFTER,
            "started_at": begun,
            "completed_at": authored,
        }
        rows.visits.append(visit)
        rows.assessments.append(assessment)
        return assessment
