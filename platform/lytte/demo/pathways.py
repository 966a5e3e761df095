"""What a demo clinic asks and finds worrying, and the rows that a year of it becomes."""

from collections.abc import Iterator, Mapping
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


@dataclass
class Rows:
    """What goes into the tables, kind by kind, parents first."""

    visits: list[tables.Visit] = field(default_factory=list)
    assessments: list[tables.Assessment] = field(default_factory=list)
    responses: list[tables.Response] = field(default_factory=list)
    scores: list[Mapping[str, Any]] = field(default_factory=list)
    """Plain values: there are fifteen of them a response."""
    alerts: list[tables.Alert] = field(default_factory=list)
    calls: list[tables.CallNow] = field(default_factory=list)

    def keep(self, work: Work) -> None:
        """Insert everything."""
        for kind in self._before_scores():
            bulk.insert(work.session, kind)
        bulk.insert_values(work.session, tables.Score, self.scores)
        for kind in (self.alerts, self.calls):
            bulk.insert(work.session, kind)

    def _before_scores(self) -> Iterator[list[Any]]:
        yield from (self.visits, self.assessments, self.responses)
