"""A form tried out, page by page: beside the editor, or on one's own phone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from lytte.core.form_pages import FormPage, Spot
from lytte.core.forms import Form
from lytte.services.answers import further_rows
from lytte.services.answers.sitting import Sitting
from lytte.services.previews import previewing
from lytte.web.patient import gaps
from lytte.web.patient.drawing import Drawing
from lytte.web.patient.frame import Frame, Help, Mark, opening, reading_time
from lytte.web.patient.sent import Sent, few_on, is_asking, read
from lytte.web.security import dress
from lytte.wording.catalogue import words
from lytte_admin.in_words import labels

MADE_BY_US = "preview"
BACK = "back"
"""Looks at the page before, with all that was tried so far."""
SWITCHES = ("dark", "large", "everything", "tablet", "heard")


@dataclass(frozen=True)
class Look:
    """How the preview is looked at: the language, on what, how, and what is asked rarely."""

    language: str
    dark: bool = False
    large: bool = False
    everything: bool = False
    tablet: bool = False
    heard: bool = False
    """As a list of what is read aloud, in its order."""

    @property
    def size(self) -> str:
        """The classes of the patient's page."""
        return " ".join(name for name, on in (("xl", self.large), ("night", self.dark)) if on)

    @property
    def address(self) -> dict[str, Any]:
        """The look as it stands in an address."""
        return {"language": self.language, **{one: "1" for one in SWITCHES if getattr(self, one)}}

    def of(self, form: Form) -> Form:
        """Return the form as it is looked at: without conditions where everything is shown."""
        return previewing.with_everything(form) if self.everything else form


@dataclass(frozen=True)
class Shown:
    """What a request comes to: a page of the form or its end, and the answers so far."""

    sitting: Sitting
    page: FormPage | None
    tried: previewing.Tried
    sent: Sent | None = None
    asking: bool = False
    """Whether the page asks about what was left open on it, as the patient's does once."""

    def drawing(self, look: Look, address: Callable[..., str]) -> Drawing:
        """Return the page to be drawn; `address` says where a page of it stands."""
        if self.page is None:
            raise ValueError("The end is no page of the form.")
        ids = [one.id for one in self.sitting.pages]
        place = ids.index(self.page.id)
        asks = self.asking or (self.sent is not None and is_asking())
        few = few_on(self.sitting, self.page) if self.asking else ()
        return Drawing(
            sitting=self.sitting,
            page=self.page,
            words=words("patient", look.language),
            action=address(at=self.page.id, **look.address, **({"ask": "1"} if asks else {})),
            back=address(at=ids[place - 1], **look.address) if place else "",
            form=self.sent.form if self.sent else None,
            revisions=self.sent.revisions if self.sent else {},
            unanswered=gaps.unanswered(self.sitting, self.page) if self.asking else (),
            few=[(one.spot, one.count, one.least) for one in few],
        )


def step(seat: Callable[[previewing.Tried], Sitting], look: Look) -> Shown:
    """Answer what was asked: show a page, or take its answers along to the next."""
    tried = _tried()
    found = seat(tried)
    here = _here(found)
    if request.method == "GET" or here is None or BACK in request.form:
        return Shown(found, here or next(iter(found.pages), None), tried)
    sent = read(found, here, look.language)
    if sent.form.looks or not sent.is_sound(found):
        return Shown(found, here, tried, sent)
    tried = previewing.with_answers(found, sent.entries)
    after = seat(tried)
    same = further_rows.page_named(after, here.id)
    if same is not None and sent.is_asked_about(after, same):
        return Shown(after, same, tried, asking=True)
    return Shown(after, _further_row(after, here) or _next(after, here), tried)


def look_asked(form: Form | None) -> Look:
    """Return how the address wants the form looked at."""
    offered = form.languages if form else ("nb",)
    asked = request.args.get("language", "")
    # A language that patients cannot choose yet is looked at while it is being written.
    offered = (*offered, *labels.LANGUAGES)
    switched = {name: request.args.get(name) == "1" for name in SWITCHES}
    return Look(asked if asked in offered else offered[0], **switched)


def page_name(form: Form, page: FormPage, language: str) -> str:
    """Return what a page asks first, by which it is chosen from a list."""
    part = form.parts[page.part]
    texts = [spot.place.item.text.read(language) for spot in page.spots]
    return next(filter(None, texts), "") or part.title.read(language)


def frame(shown: Shown, look: Look, note: str, logo: Callable[[str], str]) -> Frame:
    """Return what stands around a page: whose it is, the telephones, and that nothing is stored.

    `logo` gives the address of the hospital's picture by its fingerprint.
    """
    found = shown.sitting
    _ = words("patient", look.language)
    lines = found.lines(look.language)
    now = found.help()
    numbers = []
    if now is not None:
        contact = now.contact
        status = " ".join(filter(None, (opening(now.answering, now, _), lines.who_answers)))
        numbers = [
            Help(now.clinic, contact.phone, status),
            Help(contact.out_of_hours_name, contact.out_of_hours_phone, lines.out_of_hours),
            Help(_("Danger to life"), contact.emergency_phone, lines.danger),
        ]
    night, tint, picture = "all" if look.dark else "", found.settings.tint, found.settings.logo
    dress(tint, night)
    return Frame(
        language=look.language,
        size=look.size,
        place=found.greeting.place,
        mark=Mark(logo(picture.sha256), found.hospital, picture.width, picture.height)
        if picture
        else None,
        tint=tint,
        night=night,
        help=tuple(numbers),
        when_read=reading_time(lines, now, _),
        key=str(_serializer().dumps(shown.tried)),
        notes=[note],
    )


def _here(found: Sitting) -> FormPage | None:
    """Return the page the address names, or the first one of the part that it names."""
    at, part = request.args.get("at", ""), request.args.get("part", "")
    ids = [one.id for one in found.form.form.parts]
    return further_rows.page_named(found, at) or next(
        (page for page in found.pages if part and ids[page.part] == part), None
    )


def _tried() -> previewing.Tried:
    """Return the answers that the page before carried; none when they are not ours."""
    try:
        found: previewing.Tried = _serializer().loads(request.form.get("k", ""))
    except BadSignature:
        return []
    return found


def _further_row(found: Sitting, here: FormPage) -> FormPage | None:
    """Return the first page of the further row that was asked for; None when none was."""
    name = further_rows.next_row(found, here, request.form.get("add", ""))
    return further_rows.page_named(found, name) if name else None


def _next(found: Sitting, here: FormPage) -> FormPage | None:
    """Return the page after `here`; what the answers opened or closed counts."""
    ids, last = [one.id for one in found.pages], _along(here.spots[-1])
    if here.id in ids:
        return next(iter(found.pages[ids.index(here.id) + 1 :]), None)
    return next((page for page in found.pages if _along(page.spots[0]) > last), None)


def _along(spot: Spot) -> tuple[int, ...]:
    """Say how far along the way a question is: row 0 with all it holds before row 1."""
    around = zip(spot.place.rows, spot.key.at, strict=True)
    rows_before = (number for place, row in around for number in (place.number, row))
    return (spot.part, *rows_before, spot.place.number)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=MADE_BY_US)
