"""What a clinic's versions say, in the reader's words: each by itself, and all at one moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from uuid import UUID

from lytte.core.differences import Entry, Row, compare
from lytte.core.forms import Form
from lytte.core.own_settings import OwnSettings
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import Plan
from lytte.core.thresholds import RuleSet
from lytte.services import clinics, published
from lytte.services.published import Version
from lytte.services.rules import ruling
from lytte.services.sending import scheduling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.wording.catalogue import Words
from lytte_admin.in_words import form_lines, rule_words, settings_lines
from lytte_admin.in_words.content_lines import ContentLines

JUST = timedelta(microseconds=1)


@dataclass(frozen=True)
class Contents:
    """Reads a clinic's content for somebody."""

    work: Work
    clinic_id: UUID
    say: Words

    @cached_property
    def lines(self) -> ContentLines:
        """What says it, knowing what the clinic's forms ask."""
        language = self.say.language
        return ContentLines(
            self.say,
            rule_words.names_of(ruling.spoken_of(self.work, self.clinic_id), language),
            partial(ruling.option_texts, self.work, self.clinic_id, language=language),
        )

    def of(self, row: Version | None) -> list[Entry]:
        """Return what one version says; nothing when there is none."""
        match row:
            case tables.FormPublication():
                return form_lines.entries(Form.model_validate(row.document), self.say)
            case tables.RuleSetPublication():
                return self.lines.rules(RuleSet.model_validate(row.document))
            case tables.SafetyText():
                return self.lines.safety(SafetyText.model_validate(row.document))
            case tables.SchedulePublication():
                return self.plan(Plan.model_validate(row.document))
            case tables.LevelSettings():
                made = OwnSettings.model_validate(row.document)
                return settings_lines.entries(made, self.lines.names, self.say)
            case _:
                return []

    def plan(self, found: Plan) -> list[Entry]:
        """Return what a plan for sending says, also one that is only being made."""
        return self.lines.plan(found, self._titles)

    def around(self, before: datetime, after: datetime) -> list[tuple[str, tuple[Row, ...]]]:
        """Return what was in force beside a form at two moments, kind by kind."""
        kinds = (
            (self.say("Alert rules"), tables.RuleSetPublication),
            (self.say("Safety text"), tables.SafetyText),
            (self.say("Plan for sending"), tables.SchedulePublication),
        )
        found = [
            (
                title,
                compare(*(self.of(self._in_force(kind, at)) for at in (before, after))),
            )
            for title, kind in kinds
        ]
        facts = compare(*(self._contact(at) for at in (before, after)))
        return [*found, (self.say("Telephone and hours"), facts)]

    def _in_force(self, kind: type[tables.Publication], at: datetime) -> tables.Publication | None:
        return published.in_force(self.work, kind, self.clinic_id, at)

    def _contact(self, at: datetime) -> list[Entry]:
        found = clinics.contact(self.work, self.clinic_id, at)
        return self.lines.contact(found) if found else []

    @cached_property
    def _titles(self) -> dict[str, str]:
        return scheduling.titles(self.work, self.clinic_id)


def moment_of(row: tables.Publication | None, now: datetime) -> datetime:
    """Return the last moment a version was in force: now, unless it is used no longer."""
    ended = row.retired_at if row is not None else None
    return ended - JUST if ended is not None and ended <= now else now
