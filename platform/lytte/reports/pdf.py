"""From HTML to a tagged PDF, without ever reading a file or an address."""

import logging
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

TEMPLATES = Path(__file__).parent / "templates"
# Accessible by ISO 14289-1: tags, language, title. Tests read them back.
VARIANT = "pdf/ua-1"
PICTURE = "data:image/png;base64,"
# Signs that XML has no place for, and that nobody can see: a pasted answer may hold one.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

logging.getLogger("fontTools").setLevel(logging.WARNING)


class Overflow(Exception):
    """What should stand on one page does not."""


class Refused(FatalURLFetchingError):  # type: ignore[misc]  # weasyprint has no types
    """A report asked for something outside itself, which is never fetched."""


class NothingOutside(URLFetcher):  # type: ignore[misc]  # likewise
    """Fetch nothing: all that a report shows is in its own HTML."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url.startswith(PICTURE):  # It lies in the page itself.
            return super().fetch(url, headers)
        raise Refused(f"a report asked for {url[:80]}")


class WellFormed(HTML):  # type: ignore[misc]  # likewise
    """A page whose template is well-formed XML: read ten times as fast as any other.

    Sets what `HTML` sets after its own, forgiving reading (the version is pinned).
    """

    def __init__(self, source: str) -> None:
        self.base_url = None
        self.url_fetcher = NothingOutside()
        self.media_type = "print"
        root = ElementTree.fromstring(_UNSEEN.sub("", source))  # noqa: S314  # our own template
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

# Reading fonts is a third of a sheet's cost, so the fonts are shared; Pango's font map is not
# made for several threads at once.
_fonts = FontConfiguration()
_one_at_a_time = Lock()


@cache
def stylesheet(name: str) -> str:
    """Return a stylesheet of the reports as text, for a page that shows a report on screen."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _read_stylesheet(name: str) -> Any:
    return CSS(string=stylesheet(name), font_config=_fonts, url_fetcher=NothingOutside())


@lru_cache(maxsize=64)
def _written_style(style: str) -> Any:
    return CSS(string=style, font_config=_fonts, url_fetcher=NothingOutside())


def pdf(
    html: str,
    stylesheets: Sequence[str],
    *,
    style: str = "",
    pages: int | None = None,
    well_formed: bool = False,
) -> bytes:
    """Render `html` with the named stylesheets; Overflow when it takes more than `pages`.

    `style` is a few rules of one hospital's own. `well_formed` says that the template is
    written as XML, which is read faster.
    """
    sheets = [_read_stylesheet(name) for name in stylesheets]
    if style:
        sheets.append(_written_style(style))
    with _one_at_a_time:
        page = WellFormed(html) if well_formed else HTML(string=html, url_fetcher=NothingOutside())
        document = page.render(
            stylesheets=sheets,
            font_config=_fonts,
        )
        if pages is not None and len(document.pages) > pages:
            raise Overflow(f"{len(document.pages)} pages instead of {pages}")
        written: bytes = document.write_pdf(pdf_variant=VARIANT)
    return written
