"""The patient's way through the form: which page an address means, and which comes next."""

from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID

from flask import abort, url_for

from lytte.core.form_pages import FormPage, is_answerable, named
from lytte.services.answers import further_rows
from lytte.services.answers.sitting import Sitting
from lytte.web.patient.door import SessionOver

REVIEW = "review"


def must_be_theirs(sitting: Sitting, assessment: UUID) -> None:
    """Ask for the way in again where the address is another form's, real or not.

    Somebody with two links opens the second, and goes back to the first one's page.
    """
    if sitting.assessment_id != assessment:
        raise SessionOver


def find(sitting: Sitting, name: str) -> FormPage | None:
    """Return the open page of this name; None when it is closed; 404 when there is none."""
    found = further_rows.page_named(sitting, name)
    if found is None and named(sitting.form, name) is None:
        abort(404)
    return found


def first_open(sitting: Sitting) -> str:
    """Return where the patient is: the first page with a question nobody has met yet."""
    if not sitting.stored and sitting.pages:
        return page_address(sitting, sitting.pages[0].id)
    for page in sitting.pages:
        if any(is_answerable(s.place) and sitting.saved(s) is None for s in page.spots):
            return page_address(sitting, page.id)
    return page_address(sitting, REVIEW)


def after(sitting: Sitting, page: FormPage) -> str:
    """Return the page that follows; what the answers have opened or closed counts."""
    later = [one.id for one in sitting.pages]
    if page.id not in later:
        return first_open(sitting)
    place = later.index(page.id) + 1
    return page_address(sitting, later[place] if place < len(later) else REVIEW)


def before(sitting: Sitting, page: FormPage) -> str:
    """Return the page before this one; the first page's is where the form is begun."""
    earlier = [one.id for one in sitting.pages]
    place = earlier.index(page.id) if page.id in earlier else len(earlier)
    if place == 0:
        return url_for("patient.start", assessment=sitting.assessment_id)
    return page_address(sitting, earlier[place - 1])


def next_row(sitting: Sitting, page: FormPage, which: str) -> str:
    """Return the first page of a further row of a group that ends here; 1 is the innermost."""
    name = further_rows.next_row(sitting, page, which)
    return after(sitting, page) if name is None else page_address(sitting, name)


def page_address(sitting: Sitting, name: str, **query: str) -> str:
    """Return the address of a page of this form."""
    path = _path(sitting.assessment_id, name)
    return f"{path}?{urlencode(query)}" if query else path


@lru_cache(maxsize=10_000)
def _path(assessment: UUID, name: str) -> str:
    # Three of these stand on every page, and two of them on the page before.
    if name == REVIEW:
        return url_for("patient.review", assessment=assessment)
    return url_for("patient.question", assessment=assessment, page=name)
