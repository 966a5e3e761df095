"""What a demo clinic asks and finds worrying, and the rows that a year of it becomes."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lytte.core.form_pages import PagedForm
from lytte.core.thresholds import RuleSet
from lytte.services.work import Work
from lytte.storage import bulk, tables


@dataclass(frozen=True)
class Asked:
    """A published form of the clinic, ready to be answered."""

    publication_id: UUID
    form: PagedForm


@dataclass(frozen=True)
class Pathway:
    """What a clinic asks, by which limits, on whose clock, and who works its alerts."""

    hospital_id: UUID
    clinic_id: UUID
    zone: ZoneInfo
    forms: tuple[Asked, ...]
    rules: RuleSet
    rules_id: UUID
    nurse_id: UUID
    every: tuple[int, ...]


Values = dict[str, Any]
"""A row as plain values: a hundred thousand objects would be a tenth of the demo's time."""


@dataclass
class Rows:
    """What goes into the tables, kind by kind, parents first."""

    visits: list[Values] = field(default_factory=list)
    assessments: list[Values] = field(default_factory=list)
    responses: list[Values] = field(default_factory=list)
    scores: list[Values] = field(default_factory=list)
    alerts: list[Values] = field(default_factory=list)
    calls: list[Values] = field(default_factory=list)

    def keep(self, work: Work) -> None:
        """Insert everything."""
        bulk.insert_values(work.session, tables.Visit, self.visits)
        bulk.insert_values(work.session, tables.Assessment, self.assessments)
        bulk.insert_values(work.session, tables.Response, self.responses)
        bulk.insert_values(work.session, tables.Score, self.scores)
        bulk.insert_values(work.session, tables.Alert, self.alerts)
        bulk.insert_values(work.session, tables.CallNow, self.calls)
