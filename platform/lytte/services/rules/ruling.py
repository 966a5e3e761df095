"""What a clinic's rules can look at, and what keeps a draft of them from being proposed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast
from uuid import UUID

from sqlmodel import select

from lytte.core import rule_checks
from lytte.core.chosen import every_option, questions
from lytte.core.criteria import asked_of, looks_at
from lytte.core.forms import Form
from lytte.core.problems import Problem
from lytte.core.sources import code
from lytte.core.summary_measures import measured
from lytte.core.thresholds import Emergency, Rule, RuleSet
from lytte.services import clinics, levels, pinned, published
from lytte.services.drafts import based, comparing, drafting
from lytte.services.rules import duties
from lytte.services.work import Work
from lytte.storage import tables

READ = "forms that rules look at"


def forms(work: Work, clinic_id: UUID) -> list[Form]:
    """Return the clinic's forms, those in use and those being made.

    At the level the hospital shares these are every clinic's: its rules are for them all.
    """
    clinic = clinics.by_id(work, clinic_id)
    asking = levels.every(work) if clinic.common else [clinic]
    return [form for one in asking for form in _forms(work, one.id)]


def _forms(work: Work, clinic_id: UUID) -> list[Form]:
    """Return one clinic's forms: a page asks many times, and they are read once for it."""
    kept = work.session.info.setdefault(READ, {})
    draft = tables.FormDraft
    drafted = select(draft.id, draft.version, draft.changed_at).where(draft.clinic_id == clinic_id)
    now = (published.live_ids(work, clinic_id), set(work.session.exec(drafted).all()))
    if clinic_id not in kept or kept[clinic_id][0] != now:
        found = [*published.live_forms(work, clinic_id), *_drafts(work, clinic_id)]
        kept[clinic_id] = (now, found)
    return cast(list[Form], kept[clinic_id][1])


def spoken_of(work: Work, clinic_id: UUID) -> list[Form]:
    """Return the forms by whose words rules are told: the clinic's own last, so that they win.

    A rule of the hospital's may look at what only the hospital's forms ask.
    """
    common = levels.common(work)
    theirs = published.live_forms(work, common.id) if common else []
    return [*theirs, *forms(work, clinic_id)]


def languages(work: Work, clinic_id: UUID) -> list[str]:
    """Return the languages that the clinic's forms are in, in the order they first stand."""
    found = [tag for form in forms(work, clinic_id) for tag in form.languages]
    return list(dict.fromkeys(found)) or [clinics.by_id(work, clinic_id).language]


def option_texts(work: Work, clinic_id: UUID, address: str, language: str) -> dict[str, str]:
    """Return what each option of a question says, by its code; empty when no form asks it."""
    return options_in(forms(work, clinic_id), address, language)


def options_in(asked: Iterable[Form], address: str, language: str) -> dict[str, str]:
    """Return the same for the question in these forms."""
    part_id, _, link_id = address.partition("/")
    for form in asked:
        for part in form.parts:
            if part.id != part_id:
                continue
            for item in part.questionnaire.every_item():
                if item.link_id == link_id:
                    options = part.questionnaire.options(item)
                    return {code(one) or "": one.text.read(language) for one in options}
    return {}


def problems(work: Work, clinic_id: UUID, rules: RuleSet) -> list[Problem]:
    """Return everything that keeps the rules from being sent to a second person."""
    asked, language = forms(work, clinic_id), clinics.by_id(work, clinic_id).language
    measures, items = _hospitals(work, clinic_id, rules)
    offered = {name: one for form in asked for name, one in questions(form, language).items()}
    found = rule_checks.problems(
        rules,
        measures=dict.fromkeys(measures)
        | {one.address: one.ends for form in asked for one in measured(form, "nb")},
        items=items.union(*map(_items, asked)),
        questions={name: one for name, one in offered.items() if name not in measures},
        languages=languages(work, clinic_id),
    )
    found += duties.problems(work, clinic_id, rules)
    return found


def waits(work: Work, clinic_id: UUID) -> tables.RuleSetDraft | None:
    """Return the draft of the rules while it waits for somebody.

    It is neither in force nor planned, and was not sent to a second person.
    """
    row = drafting.rules(work, clinic_id)
    made = drafting.rule_set(work, clinic_id)
    if row is None or made == published.rules_in_force(work, clinic_id):
        return None
    kind = tables.RuleSetPublication
    sent = [*published.waiting(work, kind, clinic_id), published.planned(work, kind, clinic_id)]
    there = (RuleSet.model_validate(one.document) for one in sent if one)
    return None if made in there else row


def unheard(work: Work, draft: tables.FormDraft) -> list[Rule | Emergency]:
    """Return the rules that would look at what no form asks once a draft is published."""
    after = comparing.as_patients_get_it(work, draft)
    return [] if after is None else silenced(work, draft, after)


def silenced(work: Work, draft: tables.FormDraft, after: Form | None) -> list[Rule | Emergency]:
    """Return the same for what the form would ask then; None when it is out of use.

    Of the rules in force, and of those that come into force later.
    """
    kind, clinic_id = tables.RuleSetPublication, draft.clinic_id
    rows = (published.live_rules(work, clinic_id), published.planned(work, kind, clinic_id))
    sets = [RuleSet.model_validate(row.document) for row in rows if row is not None]
    found = (one for rules in sets for one in _deafened(work, draft, after, rules))
    return list(dict.fromkeys(found))


class Deafened(NamedTuple):
    """A form that waits for its day, and the rules that look at nothing from then on."""

    form: tables.FormPublication
    rules: Sequence[Rule | Emergency]


def deafened(work: Work, clinic_id: UUID, rules: RuleSet) -> list[Deafened]:
    """Return the planned forms that leave some of these rules with nothing to look at."""
    found = []
    for row in published.all_planned(work, tables.FormPublication, clinic_id):
        draft = work.session.get_one(tables.FormDraft, row.form_id)
        after = pinned.form(work.session, row.id, row.sha256).form
        if silent := _deafened(work, draft, after, rules):
            found.append(Deafened(row, silent))
    return found


def _deafened(
    work: Work, draft: tables.FormDraft, after: Form | None, rules: RuleSet
) -> list[Rule | Emergency]:
    before = published.live_form(work, draft.id)
    if before is None:
        return []
    others = [
        pinned.form(work.session, one.id, one.sha256).form
        for one in published.live_publications(work, draft.clinic_id)
        if one.form_id != draft.id
    ]
    still = set().union(*(everything_in(one) for one in (after, *others) if one is not None))
    gone = everything_in(pinned.form(work.session, before.id, before.sha256).form) - still
    return [one for one in rules.every if looks_at(one) & gone]


def everything_in(form: Form) -> set[str]:
    """Return the address of everything that a rule can look at in a form."""
    return {one.address for one in measured(form, "nb")} | _items(form) | every_option(form)


def _items(form: Form) -> set[str]:
    return {
        f"{part.id}/{item.link_id}"
        for part in form.parts
        for item in part.questionnaire.every_item()
    }


def _hospitals(work: Work, clinic_id: UUID, rules: RuleSet) -> tuple[set[str], set[str]]:
    """Return what the hospital's rules look at where the clinic has them word for word.

    What a clinic does not ask, its hospital's rules may look at all the same: they raise
    nothing there until it is asked.
    """
    row = drafting.rules(work, clinic_id)
    base_id = based.base_of(row.document) if row else None
    if row is not None and base_id is None:
        return set(), set()
    theirs = based.base_rules(work, base_id) if base_id else drafting.rule_set(work, clinic_id)
    return (
        {name for one in rules.rules if one in theirs.rules for name in asked_of(one.when)},
        {one.item for one in rules.emergencies if one in theirs.emergencies},
    )


def _drafts(work: Work, clinic_id: UUID) -> Iterator[Form]:
    for draft in drafting.drafts(work, clinic_id):
        form = comparing.as_patients_get_it(work, draft)
        if form is not None:
            yield form
