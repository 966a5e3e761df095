"""Invented patients: names nobody has, and courses that look like a year at a clinic.

Everything follows from a seed, so two demos are alike; only the dates move with today.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FIRST = (
    "Anne", "Berit", "Bjørn", "Dag", "Eli", "Elin", "Fatima", "Geir", "Grete", "Hilde", "Inger",
    "Ivar", "Jan", "Kari", "Kjell", "Lars", "Liv", "Marit", "Mona", "Nils", "Odd", "Ola",
    "Ragnhild", "Randi", "Reidun", "Rolf", "Samira", "Sigrid", "Solveig", "Svein", "Tone", "Tor",
    "Turid",
    "Unni", "Wenche", "Yusuf",
)  # fmt: skip
LAST = (
    "Attrapp", "Demosen", "Eksempel", "Fiktiv", "Kopisen", "Kunstad", "Liksom", "Mønster",
    "Oppdiktet", "Papirsen", "Prøve", "Prøvesen", "Skyggevik", "Tenkt", "Test", "Testmann",
    "Utkastad", "Øvelse",
)  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """One invented patient, with the course the clinic's list would show."""

    number: str
    name: str
    birth_date: date
    language: str
    course: str
    started_on: date


@dataclass(frozen=True)
class Pathology:
    """A disease as a demo clinic sees it: what its courses are called, and what hurts."""

    course: str
    cycles: int
    burden: dict[str, float]
    """Symptom (short English key) -> typical level 0-10 at its worst."""


BREAST = Pathology(
    "Brystkreft", 8,
    {"fatigue": 6, "nausea": 4, "pain": 3, "sleep": 4.5, "worry": 4, "sadness": 3, "appetite": 3,
     "mouth": 2.5, "breath": 1.5},
)  # fmt: skip
LUNG = Pathology(
    "Lungekreft", 6,
    {"breath": 6, "fatigue": 6, "pain": 4.5, "appetite": 4.5, "worry": 4.5, "sleep": 4, "nausea": 3,
     "sadness": 3.5, "mouth": 2},
)  # fmt: skip
BOWEL = Pathology(
    "Tykktarmskreft", 12,
    {"fatigue": 5.5, "pain": 4.5, "appetite": 5, "nausea": 4.5, "sleep": 3.5, "worry": 3.5,
     "sadness": 3, "mouth": 3, "breath": 1.5},
)  # fmt: skip


def invent(random: Random, number: int, pathology: Pathology, today: date) -> Invented:
    """Return one patient who began some time in the last year."""
    started = today - timedelta(days=random.randrange(20, 366))
    age = min(94, max(31, round(random.gauss(66, 11))))
    language = random.choices(("nb", "nn", "en", "ar"), (84, 8, 4, 4))[0]
    done = min(pathology.cycles, 1 + (today - started).days // 21)
    return Invented(
        number=f"SYN{number:05d}",
        name=f"{random.choice(FIRST)} {random.choice(LAST)}",
        birth_date=date(today.year - age, random.randrange(1, 13), random.randrange(1, 29)),
        language=language,
        course=f"{pathology.course}, kur {done} av {pathology.cycles}",
        started_on=started,
    )


class Course:
    """How one patient's symptoms go: a level of their own, waves with each cycle, a trend."""

    def __init__(self, random: Random, pathology: Pathology) -> None:
        self.random = random
        self.severity = random.betavariate(2.2, 3.2) * 1.5
        self.trend = random.choices((-0.35, 0.0, 0.3), (45, 35, 20))[0]
        self.own = {k: v * random.uniform(0.4, 1.3) for k, v in pathology.burden.items()}
        self.optimism = random.uniform(-0.6, 0.6)

    def level(self, symptom: str, progress: float) -> int:
        """Return 0-10 for a symptom when `progress` (0-1) of the year has gone."""
        base = self.own.get(symptom, 2.0) * self.severity
        wave = 0.8 * self.random.random()
        found = base * (0.7 + self.trend * progress + wave) + self.random.gauss(0, 0.7)
        return min(10, max(0, round(found)))

    def function(self, area: str, progress: float) -> int:
        """Return 0-100 for an everyday function, falling as fatigue and pain rise."""
        load = (self.level("fatigue", progress) * 0.6 + self.level("pain", progress) * 0.4) / 10
        ease = {"physical": 0.9, "tasks": 1.0, "social": 0.75, "concentration": 0.6}.get(area, 0.8)
        found = 100 * (1 - load * ease) + self.random.gauss(0, 6) + 5 * self.optimism
        return min(100, max(0, round(found)))
