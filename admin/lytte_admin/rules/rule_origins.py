"""Where each alert rule comes from: the hospital, or changed here and able to fall back."""

from functools import partial

from lytte.core.criteria import asked_of
from lytte.core.differences import Entry
from lytte.core.tailoring.listed import Of
from lytte.core.tailoring.ruled import RULES, Piece
from lytte.core.thresholds import Emergency, RuleSet
from lytte.services import published
from lytte.services.inheriting import inheriting_rules
from lytte.services.rules import ruling
from lytte_admin.in_words.content_lines import ContentLines
from lytte_admin.inheriting.pieces import Beside, PieceOrigins
from lytte_admin.rules.ruled import RulesPage


def origins(page: RulesPage) -> PieceOrigins:
    """Return where the rules of the chosen clinic come from."""
    work, clinic_id = page.work, page.clinic.id
    found = inheriting_rules.tailored(work, clinic_id)
    step = inheriting_rules.can_undo(work, clinic_id)
    by = published.name(work, step.by) if step else ""
    if found is None:
        offered = inheriting_rules.offered(work, clinic_id)
        return PieceOrigins(offered=offered, undo=step, undo_by=by)
    asked = _asked(page)
    beside = Beside(
        craft=RULES,
        base=found.base,
        made=found.made,
        tell=partial(_entry, lines=page.contents.lines),
        none=page.say("none"),
        idle=lambda piece: not _needs(piece) <= asked,
    )
    return PieceOrigins(
        parent=found.parent,
        newer=inheriting_rules.newer(work, clinic_id),
        marks=beside.marks(),
        left_out=list(beside.left_out()),
        undo=step,
        undo_by=by,
    )


def entry(lines: ContentLines, rules: RuleSet, of: Of, name: str) -> Entry | None:
    """Return what a rule or an emergency says; None when it is not among the rules."""
    piece = RULES.piece(rules, (of, name))
    return _entry(piece, lines) if piece else None


def _entry(piece: Piece, lines: ContentLines) -> Entry:
    alone = (
        RuleSet(emergencies=(piece,)) if isinstance(piece, Emergency) else RuleSet(rules=(piece,))
    )
    return lines.rules(alone)[0]


def _needs(piece: Piece) -> set[str]:
    return {piece.item} if isinstance(piece, Emergency) else asked_of(piece.when)


def _asked(page: RulesPage) -> set[str]:
    """Return every question and number that the clinic's forms have."""
    forms = ruling.forms(page.work, page.clinic.id)
    items = {
        f"{part.id}/{item.link_id}"
        for form in forms
        for part in form.parts
        for item in part.questionnaire.every_item()
    }
    return items | set(page.measures().names)
