"""Alert rules in a file that would look at nothing: told before anything is taken in."""

from collections.abc import Iterator, Mapping

from lytte.core.bundle import Bundle, BundledClinic
from lytte.core.criteria import looks_at
from lytte.core.problems import Problem, warning
from lytte.core.thresholds import RuleSet
from lytte.services import levels
from lytte.services.bundles import bundling
from lytte.services.rules import ruling
from lytte.services.work import Work


def deaf(
    work: Work,
    bundle: Bundle,
    ours: Mapping[str, BundledClinic],
    language: str,
    *,
    renamed: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Return each rule that looks at what no form asks, neither in the file nor here.

    It is no reason to keep the file out: rules come in as a draft, and nobody sends a draft that
    looks at nothing. `ours` is `bundling.all_here`. What a clinic has word for word from its
    hospital may look at what the clinic does not ask.
    """
    shared = bundle.clinic(levels.SLUG)
    theirs = (shared.rules if shared else None) or RuleSet()
    found = list[Problem]()
    for clinic in bundle.clinics:
        alone, here = bundle.model_copy(update={"clinics": (clinic,)}), dict(ours)
        if clinic.slug == levels.SLUG:
            alone, theirs_too = bundle, RuleSet()
        else:
            theirs_too = theirs
            place = (renamed or {}).get(clinic.slug, clinic.slug)
            here = {place: ours[place]} if place in ours else {}
        asked = set().union(*map(ruling.everything_in, bundling.asked(work, alone, here)))
        found += _told(clinic, asked, theirs_too, language)
    return found


def _told(
    clinic: BundledClinic, asked: set[str], theirs: RuleSet, language: str
) -> Iterator[Problem]:
    for one in (clinic.rules or RuleSet()).every:
        found = looks_at(one)
        if found <= asked or one in theirs.every:
            continue
        name = one.name.read(language) or ", ".join(sorted(found - asked))
        yield warning(
            f"clinics/{clinic.slug}/rules/{one.id}",
            f"An alert rule at {clinic.name} looks at what no form asks, neither in the file "
            f"nor here: {name}.",
            "It comes in as a draft, and cannot be sent for approval as it is. Take it out, or "
            "bring in the form that asks it.",
        )
