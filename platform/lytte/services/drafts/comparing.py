"""A draft beside what is in use: whether it differs, and what a patient would notice."""

from lytte.core import composition
from lytte.core.form_changes import FormChange, between
from lytte.core.forms import Form, document, sha256
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.work import Work
from lytte.storage import tables


def differs(work: Work, draft: tables.FormDraft, live: tables.FormPublication | None) -> bool:
    """Tell whether publishing the draft would change anything."""
    after = as_patients_get_it(work, draft)
    return live is None or after is None or sha256(document(after)) != live.sha256


def changes(
    work: Work, draft: tables.FormDraft, live: tables.FormPublication | None, language: str
) -> list[FormChange]:
    """Return what publishing the draft would change; nothing while it cannot be read."""
    after = as_patients_get_it(work, draft)
    if after is None:
        return []
    before = Form.model_validate(live.document) if live else None
    return between(before, after, language)


def as_patients_get_it(work: Work, draft: tables.FormDraft) -> Form | None:
    """Return the draft as a form; None while an instrument in it is not on the shelf."""
    try:
        made = drafting.composition(work, draft)
        return composition.resolve(made, stocking.library(work))
    except KeyError:
        return None
