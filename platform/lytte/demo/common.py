"""What a demo hospital shares with its clinics, what they make of it, and a form for others."""

import tomllib
from functools import cache
from pathlib import Path

from lytte.core.composition import Composition, LocalSlot
from lytte.core.items.boolean import Boolean
from lytte.core.merging import slot_key
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services import levels, published
from lytte.services.drafts import based, drafting
from lytte.services.inheriting import inheriting, sharing
from lytte.services.publishing import publishing
from lytte.services.work import Work
from lytte.storage import tables

TEXTS = Path(__file__).parent / "texts" / "common.toml"
FOOD = "mat-og-drikke"
OWN = {"bryst": ("prikking", "tingling"), "lunge": ("hoste", "cough")}
"""What each clinic asks besides; the breast clinic also words the hospital's question anew."""


def publish(work: Work, slug: str, made: Composition) -> tables.FormPublication:
    """Publish the hospital's form for its clinics to build on."""
    common = levels.make_common(work)
    whole = made.model_copy(update={"slots": (*made.slots, question(FOOD, "food"))})
    draft = drafting.save_form(work, common.id, slug, whole)
    return publishing.publish_form(work, draft.id)


def build_on(work: Work, clinic: tables.Clinic, parent: tables.FormPublication) -> tables.FormDraft:
    """Build a clinic's form on the hospital's, with what the clinic wants otherwise."""
    draft = inheriting.take(work, clinic.id, parent.id, staff_id=None)
    made = based.form_of(work, draft.document)
    slots = list(made.slots)
    if clinic.slug == "bryst":
        slots = [question(FOOD, "food_bryst") if slot_key(o) == FOOD else o for o in slots]
    if clinic.slug in OWN:
        slots.append(question(*OWN[clinic.slug]))
    changed = made.model_copy(update={"slots": tuple(slots)})
    return drafting.save_form(work, clinic.id, draft.slug, changed)


def move_on(work: Work, slug: str) -> None:
    """Publish the hospital's newer version, which its clinics have not looked at yet."""
    common = levels.make_common(work)
    draft = drafting.draft(work, common.id, slug)
    made = drafting.composition(work, draft)
    slots = [question(FOOD, "food_newer") if slot_key(o) == FOOD else o for o in made.slots]
    changed = made.model_copy(update={"slots": (*slots, question("fall", "fall"))})
    drafting.save_form(work, common.id, slug, changed)
    publishing.publish_form(work, draft.id, comment="Mengden er det som teller.")


def share(work: Work, clinic: tables.Clinic, slug: str) -> None:
    """Let other hospitals copy a form of the clinic's."""
    live = published.live_form(work, drafting.draft(work, clinic.id, slug).id)
    if live is not None:
        sharing.share(work, live, comment="Kort skjema før timen.")


def question(name: str, said: str) -> LocalSlot:
    """Return a question of one's own, answered yes or no."""
    item = Boolean(link_id=name, text=Text(_texts()[said]))
    return LocalSlot(id=name, questionnaire=Questionnaire(items=(item,)))


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))
