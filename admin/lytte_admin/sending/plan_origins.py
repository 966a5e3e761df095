"""Where each line and setting of a plan comes from: the hospital, or changed here."""

from collections.abc import Mapping

from lytte.core.differences import Entry, Line
from lytte.core.schedules.plan import Plan, Sending
from lytte.core.schedules.plan_settings import Setting, with_settings
from lytte.core.tailoring.listed import Of
from lytte.core.tailoring.planned import PLANS
from lytte.services.inheriting import inheriting_plans
from lytte.wording.catalogue import Words
from lytte_admin.in_words import plan_labels, schedule_words
from lytte_admin.inheriting.pieces import Beside, PieceOrigins
from lytte_admin.sending.scheduled import SchedulePage


def origins(page: SchedulePage) -> PieceOrigins:
    """Return where the plan of the chosen clinic comes from."""
    work, clinic_id = page.work, page.clinic.id
    found = inheriting_plans.tailored(work, clinic_id)
    if found is None:
        return PieceOrigins(offered=inheriting_plans.offered(work, clinic_id))
    told = PlanPieces(page.called, page.say)
    beside = Beside(
        craft=PLANS,
        base=found.base,
        made=found.made,
        tell=told.tell,
        none=page.say("none"),
        brief=2,
    )
    return PieceOrigins(
        parent=found.parent,
        newer=inheriting_plans.newer(work, clinic_id),
        marks=beside.marks(),
        left_out=list(beside.left_out()),
    )


class PlanPieces:
    """Says what a line or a setting of a plan says; `titles` are the forms' by slug."""

    def __init__(self, titles: Mapping[str, str], say: Words) -> None:
        self.titles, self.say = titles, say

    def entry(self, plan: Plan, of: Of, name: str) -> Entry | None:
        """Return what one of them says; None when the plan has none such."""
        found = PLANS.piece(plan, (of, name))
        return self.tell(found) if found else None

    def tell(self, piece: Sending | Setting) -> Entry:
        """Return what it says, in the order of the plan."""
        say = self.say
        if isinstance(piece, Setting):
            name = say(plan_labels.SETTINGS[piece.id])
            text = schedule_words.settings(with_settings([piece]), say)[piece.id]
            return Entry(piece.id, name, (Line(name, text),))
        title = self.titles.get(piece.form, piece.form)
        lines = (
            Line(say(plan_labels.FACTS[name]), text)
            for name, text in schedule_words.facts(piece, say).items()
        )
        return Entry(piece.id, title, (Line(say("Form"), title), *lines))
