"""From HTML to a tagged PDF, without ever reading a file or an address."""

import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

TEMPLATES = Path(__file__).parent / "templates"
# Accessible by ISO 14289-1: tags, language, title. Tests read them back.
VARIANT = "pdf/ua-1"

logging.getLogger("fontTools").setLevel(logging.WARNING)


class Overflow(Exception):
    """What should stand on one page does not."""


class Refused(FatalURLFetchingError):  # type: ignore[misc]  # weasyprint has no types
    """A report asked for something outside itself, which is never fetched."""


class NothingOutside(URLFetcher):  # type: ignore[misc]  # likewise
    """Fetch nothing: all that a report shows is in its own HTML."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise Refused(f"a report asked for {url[:80]}")


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


def pdf(html: str, stylesheets: Sequence[str], *, pages: int | None = None) -> bytes:
    """Render `html` with the named stylesheets; Overflow when it takes more than `pages`."""
    with _one_at_a_time:
        document = HTML(string=html, url_fetcher=NothingOutside()).render(
            stylesheets=[_read_stylesheet(name) for name in stylesheets],
            font_config=_fonts,
        )
        if pages is not None and len(document.pages) > pages:
            raise Overflow(f"{len(document.pages)} pages instead of {pages}")
        written: bytes = document.write_pdf(pdf_variant=VARIANT)
    return written
