"""What a clinic's rules can look at, and what keeps a draft of them from being proposed."""

from collections.abc import Iterator
from uuid import UUID

from lytte.core import rule_checks
from lytte.core.forms import Form
from lytte.core.problems import Problem, error
from lytte.core.sources import code
from lytte.core.summary_measures import measured
from lytte.core.thresholds import RuleSet
from lytte.services import clinics, comparing, drafting, published
from lytte.services.work import Work


def forms(work: Work, clinic_id: UUID) -> list[Form]:
    """Return the clinic's forms, those in use and those being made."""
    return [*published.live_forms(work, clinic_id), *_drafts(work, clinic_id)]


def languages(work: Work, clinic_id: UUID) -> list[str]:
    """Return the languages that the clinic's forms are in, in the order they first stand."""
    found = [tag for form in forms(work, clinic_id) for tag in form.languages]
    return list(dict.fromkeys(found)) or [clinics.by_id(work, clinic_id).language]


def option_texts(work: Work, clinic_id: UUID, address: str, language: str) -> dict[str, str]:
    """Return what each option of a question says, by its code; empty when no form asks it."""
    part_id, _, link_id = address.partition("/")
    for form in forms(work, clinic_id):
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
    asked = forms(work, clinic_id)
    found = rule_checks.problems(
        rules,
        measures={one.address: one.ends for form in asked for one in measured(form, "nb")},
        items={
            f"{part.id}/{item.link_id}"
            for form in asked
            for part in form.parts
            for item in part.questionnaire.every_item()
        },
        languages=languages(work, clinic_id),
    )
    if rules.emergencies and clinics.contact(work, clinic_id) is None:
        found.append(
            error(
                "safety",
                "The clinic has no telephone number and no out-of-hours route.",
                "Give them under Texts and telephone; nothing is published without.",
            )
        )
    return found


def _drafts(work: Work, clinic_id: UUID) -> Iterator[Form]:
    for draft in drafting.drafts(work, clinic_id):
        form = comparing.as_patients_get_it(work, draft)
        if form is not None:
            yield form
