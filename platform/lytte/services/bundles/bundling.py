"""A hospital's configuration in from a file: all of it, or none."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from lytte.core import bundle as bundles
from lytte.core import plan_changes
from lytte.core.bundle import Bundle, BundledClinic
from lytte.core.composition import Composition, Fallback, resolve
from lytte.core.form_changes import FormChange, between
from lytte.core.forms import Form, document
from lytte.core.instrument import Instrument
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem, error, stopping
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import BLANK, Plan
from lytte.core.thresholds import RuleSet
from lytte.services import levels, published
from lytte.services.bundles.bundling_out import bases, bundled, here, unnamed
from lytte.services.drafts import drafting
from lytte.services.faults import NotReady
from lytte.services.inheriting import inheriting_texts, sharing
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.services.sending import scheduling
from lytte.services.settings import setting, waiting_settings
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

Content = RuleSet | SafetyText | OwnSettings


@dataclass(frozen=True)
class Difference:
    """One thing of a clinic that is otherwise in the file; `changes` of a form or a plan."""

    clinic: str
    kind: str
    name: str
    is_new: bool = False
    changes: tuple[FormChange, ...] = ()
    plans: tuple[Plan, Plan] | None = None
    """Of a plan for sending: before and after."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What the forms of a plan are called."""
    was: Content | None = None
    now: Content | None = None
    """Of rules, a safety text and settings: before and after."""
    rebuilt: bool = False
    """It builds on the hospital's version here from now, as it does where it comes from."""


def all_here(work: Work) -> dict[str, BundledClinic]:
    """Return what each clinic here has being made, by the clinic's name in a file."""
    was = bases(work)
    return {slug: bundled(work, one, was, as_made=True) for slug, one in here(work).items()}


def differences(
    work: Work,
    bundle: Bundle,
    language: str,
    *,
    renamed: Mapping[str, str] | None = None,
    ours: Mapping[str, BundledClinic] | None = None,
) -> list[Difference]:
    """Return what taking the file in would change here; clinics that are not here are told.

    `ours` is `all_here`, for whoever has read it.
    """
    library, found = _library(work, bundle), list[Difference]()
    ours = all_here(work) if ours is None else ours
    known = set(bases(work).values())
    for clinic in bundle.clinics:
        mine = ours.get((renamed or {}).get(clinic.slug, clinic.slug))
        if mine is None and clinic.slug == levels.SLUG:
            mine = BundledClinic(slug=clinic.slug, name=clinic.name, rules=RuleSet())
        if mine is not None:
            theirs = clinic.model_copy(update={"built_on": _known(clinic, known)})
            found += [*_forms(theirs, mine, library, language), *_rest(theirs, mine)]
    return found


def asked(work: Work, bundle: Bundle, ours: Mapping[str, BundledClinic]) -> list[Form]:
    """Return what the forms here and in the file ask: by their words its rules are told."""
    library, found = _library(work, bundle), list[Form]()
    every = (*ours.values(), *bundle.clinics)
    for made in (form for clinic in every for form in clinic.forms.values()):
        with suppress(KeyError):  # What is unknown is a problem of its own.
            found.append(resolve(made, library))
    return found


def _library(work: Work, bundle: Bundle) -> dict[tuple[str, str], Instrument]:
    """Return the instruments on the shelf here and those in the file."""
    return dict(stocking.library(work)) | {(one.id, one.version): one for one in bundle.instruments}


def problems(
    work: Work, bundle: Bundle, *, renamed: Mapping[str, str] | None = None, language: str = "nb"
) -> list[Problem]:
    """Return what keeps the file from being taken in, all at once; titles in `language`."""
    library = stocking.library(work)
    found = bundles.problems(bundle, set(library), language)
    found += bundles.one_place(bundle, renamed or {})
    for one in bundle.instruments:
        mine = library.get((one.id, one.version))
        if mine is not None and document(mine) != document(one):
            title = one.title.read(language)
            found.append(
                error(
                    f"instruments/{one.id}",
                    f"{title} {one.version} is here already, with other content.",
                    "A version is never changed. Give it another version where it comes from.",
                )
            )
    ours = here(work)
    theirs = set(shared.forms) if (shared := bundle.clinic(levels.SLUG)) else set()
    for clinic in bundle.clinics:
        place = ours.get((renamed or {}).get(clinic.slug, clinic.slug))
        found += bundles.unsendable(clinic, theirs | _forms_of(work, place))
        if place is not None:
            found += inheriting_texts.waits(work, place, clinic.safety, clinic.slug)
            found += waiting_settings.waits(work, place, clinic.settings, clinic.slug)
        if place is None and clinic.slug != levels.SLUG:
            found.append(
                error(
                    f"clinics/{clinic.slug}",
                    f"There is no clinic here called {clinic.name} ({clinic.slug}).",
                    "Make it first, or say which clinic here takes its place.",
                )
            )
    return found


def bring(
    work: Work,
    bundle: Bundle,
    *,
    staff_id: UUID | None = None,
    renamed: Mapping[str, str] | None = None,
) -> list[Difference]:
    """Take the file in as drafts and proposals: nothing reaches a patient by itself.

    Forms and rules become drafts, a safety text a proposal for a second person, and
    settings wait on their page. What a form shows where a language has gaps is chosen
    again by who takes it in. Raises NotReady with every problem, and then nothing was changed.
    """
    if stopping(found := problems(work, bundle, renamed=renamed)):
        raise NotReady(found)
    if bundle.clinic(levels.SLUG):
        levels.make_common(work)
    changed = differences(work, bundle, "nb", renamed=renamed)
    for instrument in bundle.instruments:
        stocking.add(work, instrument, origin="imported", staff_id=staff_id)
    touched = {(one.clinic, one.kind, one.name) for one in changed}
    mine, ids = here(work), {fingerprint: row_id for row_id, fingerprint in bases(work).items()}
    for clinic in bundle.clinics:
        slug = (renamed or {}).get(clinic.slug, clinic.slug)
        _Taking(work, mine[slug], clinic, touched, ids, staff_id).all()
    work.record(
        Deed(
            "bundle.import", "hospital", str(work.session.hospital_id),
            fields={"from": bundle.hospital, "differences": len(changed)},
        )
    )  # fmt: skip
    return changed


def _forms_of(work: Work, clinic: tables.Clinic | None) -> set[str]:
    return set(scheduling.titles(work, clinic.id)) if clinic else set()


@dataclass(frozen=True)
class _Taking:
    """Takes one clinic of the file in, as drafts and proposals of the clinic `mine`."""

    work: Work
    mine: tables.Clinic
    clinic: BundledClinic
    touched: set[tuple[str, str, str]]
    ids: Mapping[str, UUID]
    """The hospital's versions here by their fingerprints."""
    staff_id: UUID | None

    def all(self) -> None:
        """Take in whatever differs."""
        by = Fallback(by=published.name(self.work, self.staff_id), at=self.work.now)
        for slug, form in self.clinic.forms.items():
            if self._differs("form", form.title.read("nb") or slug):
                row = drafting.save_form(
                    self.work, self.mine.id, slug, unnamed(form, by), did="bundle",
                    staff_id=self.staff_id, on=self._on(f"forms/{slug}"),
                )  # fmt: skip
                if (copied := self.clinic.copied_from.get(slug)) is not None:
                    sharing.remember(self.work, row, document(copied))
        self._rules_and_plan()
        self._settings()
        waits = published.waiting(self.work, tables.SafetyText, self.mine.id)  # The same, then.
        if self._differs("safety") and not waits:
            live = published.live_safety_text(self.work, self.mine.id)
            publishing.propose(
                self.work, tables.SafetyText, self.mine.id, self.clinic.safety,
                staff_id=self.staff_id, on=self._on("safety") or (live.base_id if live else None),
            )  # fmt: skip

    def _rules_and_plan(self) -> None:
        if self.clinic.rules is not None and self._differs("rules"):
            drafting.save_rules(
                self.work, self.mine.id, self.clinic.rules, did="bundle",
                staff_id=self.staff_id, on=self._on("rules"),
            )  # fmt: skip
        if self.clinic.plan is not None and self._differs("plan"):
            drafting.save_plan(
                self.work, self.mine.id, self.clinic.plan, did="bundle",
                staff_id=self.staff_id, on=self._on("plan"),
            )  # fmt: skip

    def _settings(self) -> None:
        if self.clinic.settings is not None and self._differs("settings"):
            logo = setting.own(self.work, self.mine.id).logo  # Theirs stayed behind.
            proposed = self.clinic.settings.model_copy(update={"logo": logo})
            if setting.proposed(self.work, self.mine.id) is None:  # The same, then.
                setting.propose(self.work, self.mine.id, proposed, staff_id=self.staff_id)

    def _differs(self, kind: str, name: str = "") -> bool:
        return (self.mine.name, kind, name) in self.touched

    def _on(self, name: str) -> UUID | None:
        """Return the hospital's version here that it builds on; None where there is none."""
        return self.ids.get(self.clinic.built_on.get(name, ""))


def _known(clinic: BundledClinic, known: Collection[str]) -> dict[str, str]:
    """Return what of a clinic builds on a version that the hospital here has too."""
    return {name: one for name, one in clinic.built_on.items() if one in known}


def _rebuilt(theirs: BundledClinic, mine: BundledClinic, name: str) -> bool:
    return name in theirs.built_on and theirs.built_on[name] != mine.built_on.get(name)


def _forms(
    theirs: BundledClinic, mine: BundledClinic, library: Mapping[Any, Instrument], language: str
) -> Iterator[Difference]:
    for slug, form in theirs.forms.items():
        before, rebuilt = mine.forms.get(slug), _rebuilt(theirs, mine, f"forms/{slug}")
        if before is None or rebuilt or document(before) != document(unnamed(form)):
            name = form.title.read("nb") or slug
            changes = tuple(_changes(before, form, library, language))
            yield Difference(mine.name, "form", name, before is None, changes, rebuilt=rebuilt)


def _rest(theirs: BundledClinic, mine: BundledClinic) -> Iterator[Difference]:
    yield from _content(theirs, mine, "rules", mine.rules, theirs.rules)
    rebuilt = _rebuilt(theirs, mine, "plan")
    if theirs.plan is not None and (theirs.plan != mine.plan or rebuilt):
        planned = _planned(mine, theirs.plan, {**mine.forms, **theirs.forms})
        yield replace(planned, rebuilt=rebuilt)
    safety = theirs.safety if theirs.safety.languages else None
    yield from _content(theirs, mine, "safety", mine.safety, safety)
    yield from _content(theirs, mine, "settings", mine.settings, theirs.settings)


def _content(
    theirs: BundledClinic, mine: BundledClinic, kind: str, was: Content | None, now: Content | None
) -> Iterator[Difference]:
    rebuilt = _rebuilt(theirs, mine, kind)
    if now is not None and (was != now or rebuilt):
        yield Difference(mine.name, kind, "", was is None, was=was, now=now, rebuilt=rebuilt)


def _planned(mine: BundledClinic, after: Plan, forms: Mapping[str, Composition]) -> Difference:
    titles = {slug: form.title.read("nb") or slug for slug, form in forms.items()}
    changes = plan_changes.between(mine.plan, after, titles)
    before = mine.plan or BLANK
    return Difference(
        mine.name, "plan", "", mine.plan is None, tuple(changes), (before, after), titles
    )


def _changes(
    before: Composition | None,
    after: Composition,
    library: Mapping[Any, Instrument],
    language: str,
) -> list[FormChange]:
    try:
        old: Form | None = resolve(before, library) if before else None
        return between(old, resolve(after, library), language)
    except KeyError:  # What is unknown is a problem of its own.
        return []
