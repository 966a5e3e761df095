"""A clinic with a form in use, for tests of versions: change it, publish it, plan it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from lytte.core.composition import Composition
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services import published
from lytte.services.answers import entering, sitting
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.rules import hanging
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.sessions import token_hash
from tests.forms_world import Ready, in_all
from tests.in_force import propose_rules
from tests.world import KEYS, World

# The door goes by the database's own clock, so the story begins now.
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
FIRST = NOW + 38 * DAY
MINUTE = timedelta(minutes=1)
SIX = RuleSet(
    rules=(
        Rule(
            id="pain",
            severity="red",
            deputy="doctor",
            when=AtLeast(measure="symptoms/pain", value=Decimal(6)),
        ),
    )
)


@dataclass(frozen=True)
class Shop:
    """One form of one clinic, and the hour it is."""

    ready: Ready
    form_id: UUID

    @classmethod
    def at(cls, ready: Ready) -> "Shop":
        """Open the shop over a clinic that is ready."""
        with ready.world.open() as session:
            row = session.get(tables.FormPublication, ready.publication_id)
            assert row is not None
            return cls(ready, row.form_id)

    @property
    def world(self) -> World:
        """The hospital."""
        return self.ready.world

    @contextmanager
    def work(self, now: datetime) -> Iterator[Work]:
        """Do one piece of work, and keep it."""
        with self.world.open() as session:
            yield self.world.work(session, now)
            session.commit()

    def change(self, title: str, now: datetime) -> None:
        """Give the draft another title."""
        with self.work(now) as work:
            draft = work.session.get(tables.FormDraft, self.form_id)
            assert draft is not None
            made = Composition.model_validate(draft.document)
            made = made.model_copy(update={"title": in_all(title)})
            drafting.save_form(work, draft.clinic_id, draft.slug, made)

    def publish(self, title: str, now: datetime, **how: Any) -> int:
        """Change the title, publish, and return the number of the version."""
        self.change(title, now)
        with self.work(now) as work:
            row = publishing.publish_form(work, self.form_id, staff_id=self.world.author_id, **how)
            return row.number

    def hanging(self, work: Work) -> frozenset[str]:
        """Return the marks of what hangs on the form now, for whoever knows of it."""
        return hanging.on_use(work, work.session.get_one(tables.FormDraft, self.form_id)).marks

    def propose(self, rules: RuleSet, now: datetime, at: datetime | None = None) -> UUID:
        """Send rules to the second person."""
        with self.work(now) as work:
            return propose_rules(work, self.world, rules, at=at).id

    def row(self, number: int) -> tables.FormPublication:
        """Return one version as it is stored."""
        with self.world.open() as session:
            return session.exec(
                select(tables.FormPublication).where(
                    tables.FormPublication.form_id == self.form_id,
                    tables.FormPublication.number == number,
                )
            ).one()

    def form(self, work: Work, number: int) -> tables.FormPublication:
        """Return one version inside a piece of work."""
        found = work.session.get(tables.FormPublication, self.row(number).id)
        assert found is not None
        return found

    def rules(self, work: Work, row_id: UUID) -> tables.RuleSetPublication:
        """Return a version of the rules inside a piece of work."""
        found = work.session.get(tables.RuleSetPublication, row_id)
        assert found is not None
        return found

    def approve(self, row_id: UUID, now: datetime, **how: Any) -> None:
        """Let the second person approve rules."""
        with self.work(now) as work:
            row = self.rules(work, row_id)
            publishing.approve(work, row, staff_id=self.world.approver_id, **how)

    def live(self, now: datetime) -> int | None:
        """Return which version is in force at a moment."""
        with self.work(now) as work:
            found = published.live_form(work, self.form_id)
            return found.number if found else None

    def actions(self) -> list[str]:
        """Return what the audit says was done, in order."""
        with self.world.open() as session:
            rows = session.exec(
                select(tables.AuditEntry).order_by(col(tables.AuditEntry.seq))
            ).all()
            return [one.action for one in rows]


@dataclass(frozen=True)
class Patient:
    """A patient's telephone, let in with a birth date."""

    world: World
    token: str

    @classmethod
    def enters(cls, ready: Ready, token: str, now: datetime) -> "Patient":
        """Open the link and give the birth date."""
        with ready.world.database.code(token_hash(token)) as session:
            work = Work(session, Actor("patient", "patient"), now, KEYS)
            let_in = entering.enter(work, [date(1951, 3, 14)], "nb")
            session.commit()
        return cls(ready.world, let_in.token)

    def begins(self, now: datetime) -> None:
        """Say who answers, and begin."""
        with self._work(now) as work:
            entering.begin(work, answered_by="self", helped=False, language="nb")

    def title(self, now: datetime) -> str:
        """Return the title of the form that is in front of the patient."""
        with self._work(now) as work:
            return sitting.sit_down(work).form.form.title.read("nb")

    def rules(self, now: datetime) -> RuleSet:
        """Return the rules the answers would be judged by."""
        with self._work(now) as work:
            return sitting.sit_down(work).rules

    @contextmanager
    def _work(self, now: datetime) -> Iterator[Work]:
        with self.world.database.patient_at(self.token) as session:
            yield Work(session, Actor("patient", "patient"), now, KEYS)
            session.commit()


def planned_for(shop: Shop, now: datetime) -> str:
    """Plan one more occasion on the version in force, and return the token of its link."""
    with shop.work(now) as work:
        row = published.live_form(work, shop.form_id)
        assert row is not None
        occasion = enrolling.plan(
            work, shop.world.patient_id, row, due_at=now, expires_at=now.replace(year=now.year + 1)
        )
        return enrolling.give_link(work, occasion.id)
