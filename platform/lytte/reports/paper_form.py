"""The blank paper form of any publication: the same ids, and a QR that brings it back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import segno

from lytte.core.foreign import reader
from lytte.core.forms import Form
from lytte.core.texts import direction
from lytte.reports.paper_items import PaperItems
from lytte.reports.paper_shapes import PaperBlock
from lytte.reports.pdf import environment
from lytte.reports.pdf import pdf as written
from lytte.wording.catalogue import Words, words

STYLE = "paper_form.css"
QUIET_ZONE = 4  # modules around a QR, ISO/IEC 18004


@dataclass(frozen=True)
class QrCode:
    """A QR as the rows of dark squares that a template draws."""

    side: int
    path: str


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """The form in one language, ready to be set."""

    language: str
    direction: str
    title: str
    introduction: str
    draft: str
    """Said on every page of a form that is not published; empty otherwise."""
    code: str
    """Printed on every page and in the QR: which form, which version, which language."""
    qr: QrCode
    qr_described: str
    safety_title: str
    safety: Sequence[str]
    fields: Sequence[str]
    who: str
    who_options: Sequence[str]
    how: str
    blocks: Sequence[PaperBlock]
    decline: str
    several: str
    thanks: str


def pdf(
    form: Form,
    language: str,
    *,
    code: str,
    safety: Sequence[str] = (),
    token: str = "",
    draft: bool = False,
    unread: bool = False,
) -> bytes:
    """Return the form as a tagged PDF, as many pages as it takes.

    `code` is short for the publication (form and number); the language is added to it.
    `safety` are the lines of the clinic's safety text, telephone numbers filled in.
    `token`, when given, ties the paper to one patient's assessment. A `draft` says on every
    page that it is none to hand out. While answers are `unread`, it says so with the lines.
    """
    page = paper_page(
        form, language, code=code, safety=safety, token=token, draft=draft, unread=unread
    )
    return written(environment.get_template("paper_form.html").render(page=page), [STYLE])


def paper_page(
    form: Form,
    language: str,
    *,
    code: str,
    safety: Sequence[str] = (),
    token: str = "",
    draft: bool = False,
    unread: bool = False,
) -> PaperPage:
    """Put the form into the words and boxes of one language."""
    _ = words("paper", language)
    read = reader(form, language)
    full_code = "/".join(part for part in (code, language, token) if part)
    return PaperPage(
        language=language,
        direction=direction(language),
        title=read(form.title),
        introduction=read(form.introduction),
        draft=_("Draft. Not to be handed out.") if draft else "",
        code=full_code,
        qr=qr(full_code),
        qr_described=_("QR code of this form: {code}", code=full_code),
        safety_title=_("If you need help now"),
        safety=(*safety, *_unread(unread and bool(safety), _)),
        fields=(_("Name"), _("Born"), _("Today's date")),
        who=_("Who fills this in?"),
        who_options=(
            _("I do, alone"),
            _("I do, with help"),
            _("Someone else, for me"),
        ),
        how=_("Put a cross in the box. Wrong box? Fill it in completely and cross the right one."),
        blocks=tuple(PaperItems.of(form, _).blocks()),
        decline=_("I do not want to answer"),
        several=_("You may cross several."),
        thanks=_("Thank you. Hand it in where you got it."),
    )


def _unread(so: bool, _: Words) -> list[str]:
    """Say that nobody can promise when answers are read, as the screen does."""
    if not so:
        return []
    return [_("We cannot say for certain when your answers are read. Ring if it cannot wait.")]


def qr(text: str) -> QrCode:
    """Draw `text` as a QR with its quiet zone; one path, so that no fetch is needed."""
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    return QrCode(side=len(rows), path="".join(_dark(rows)))


def _dark(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                yield f"M{x} {y}h1v1h-1z"
