"""What hangs on a form in use, and would stop without anybody hearing of it."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from sqlmodel import col, func, select

from lytte.core.forms import Form, document, sha256
from lytte.core.schedules.plan import Plan, Sending
from lytte.core.thresholds import Emergency, Rule, RuleSet
from lytte.services import published
from lytte.services.rules import ruling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.tables import Publication


@dataclass(frozen=True)
class Hanging:
    """Rules that nothing would set off, sentences of the plan, also planned, patients asked now."""

    rules: tuple[Rule | Emergency, ...] = ()
    sendings: tuple[Sending, ...] = ()
    asked: int = 0
    """Patients who have been given the form and have not answered yet."""

    def __bool__(self) -> bool:
        return bool(self.rules or self.sendings or self.asked)

    @property
    def marks(self) -> frozenset[str]:
        """Return what somebody who has seen this knows, to be carried until they say so.

        How many are asked changes by the hour: that anybody is, is what one knows.
        """
        return marked((*self.rules, *self.sendings)) | ({"asked"} if self.asked else set())


def marked(told: Iterable[Rule | Emergency | Sending]) -> frozenset[str]:
    """Return the mark of each as it reads now: changed, it is another, and was not seen."""
    return frozenset(sha256(document(one))[:20] for one in told)


class WouldStop(Exception):
    """Something hangs on the form: whoever changes it says first that they know."""

    def __init__(self, hanging: Hanging) -> None:
        self.hanging = hanging
        super().__init__(", ".join(one.id for one in (*hanging.rules, *hanging.sendings)))


def on_use(work: Work, draft: tables.FormDraft) -> Hanging:
    """Return what stops when the form goes out of use."""
    kind, owner_id = tables.SchedulePublication, draft.clinic_id
    plans = (published.in_force(work, kind, owner_id), published.planned(work, kind, owner_id))
    told = dict.fromkeys(
        one
        for row in plans
        if row is not None
        for one in Plan.model_validate(row.document).sendings
        if one.form == draft.slug
    )
    return Hanging(
        tuple(ruling.silenced(work, draft, None)),
        tuple(told),
        _asked(work, draft),
    )


def on(work: Work, row: Publication) -> Hanging:
    """Return what stops when this version comes into force: of rules, on a planned form's day."""
    if isinstance(row, tables.RuleSetPublication):
        rules = RuleSet.model_validate(row.document)
        later = ruling.deafened(work, row.clinic_id, rules)
        return Hanging(tuple(dict.fromkeys(one for each in later for one in each.rules)))
    if not isinstance(row, tables.FormPublication):
        return Hanging()
    draft = work.session.get_one(tables.FormDraft, row.form_id)
    return Hanging(tuple(ruling.silenced(work, draft, Form.model_validate(row.document))))


def refuse_unknown(found: Hanging, known: Set[str]) -> None:
    """Raise WouldStop unless whoever does it knows of everything that stops."""
    if not found.marks <= known:
        raise WouldStop(found)


def _asked(work: Work, draft: tables.FormDraft) -> int:
    one, version = tables.Assessment, tables.FormPublication
    found = (
        select(func.count(col(one.patient_id).distinct()))
        .join(version, col(version.id) == col(one.form_publication_id))
        .where(
            version.form_id == draft.id,
            col(one.state).in_(("due", "open")),
            one.due_at <= work.now,
            one.expires_at > work.now,
        )
    )
    return work.session.exec(found).one()
