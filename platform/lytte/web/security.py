"""What every answer of ours tells the browser about trust."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, g, request

from lytte.core.colours import LYTTE, Tint
from lytte.web import pieces
from lytte.web.house import house

# A patient's longest page is a few kilobytes; the CMS raises this where it takes files.
LARGEST_BODY = 1_000_000

POLICY_HEADER = "Content-Security-Policy"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' '{style}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors '{framed_by}'"
)
A_YEAR = "max-age=31536000; includeSubDomains"


def install(app: Flask) -> None:
    """Send the headers with every answer; only our own files may be kept by a browser."""
    policy = POLICY.replace("{style}", style_hash(app))
    usual = f"'{style_hash(app)}'"
    headers = {**HEADERS, POLICY_HEADER: policy.replace("{framed_by}", "none")}

    @app.after_request
    def _say(response: Response) -> Response:
        if g.get("framed"):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers[POLICY_HEADER] = policy.replace("{framed_by}", "self")
        if styles := g.get("styles"):
            also = " ".join((usual, *(f"'{one}'" for one in sorted(styles))))
            said = response.headers.get(POLICY_HEADER, headers[POLICY_HEADER])
            response.headers[POLICY_HEADER] = said.replace(usual, also, 1)
        if house().secure:
            response.headers["Strict-Transport-Security"] = A_YEAR
        if request.endpoint != "static" and not g.get("may_keep"):
            response.headers["Cache-Control"] = "no-store"
        return response

    app.wsgi_app = _Said(app.wsgi_app, headers)  # type: ignore[method-assign]


class _Said:
    """Adds what is the same for every answer; it stands outside, so that nothing goes without."""

    def __init__(self, inner: WSGIApplication, headers: Mapping[str, str]) -> None:
        self._inner = inner
        self._headers = tuple(headers.items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, said: list[tuple[str, str]], *fault: Any) -> Any:
            there = {name for name, _ in said}
            more = [one for one in self._headers if one[0] not in there]
            return start_response(status, said + more, *fault)

        return self._inner(environ, start)


def let_ourselves_frame() -> None:
    """Let our own CMS show this answer in a frame, as the preview does."""
    g.framed = True


def dress(tint: Tint, night: str = "") -> None:
    """Let this answer carry the patients' style in a hospital's own colours."""
    if (tint, night) != (LYTTE, ""):
        styles: set[str] = g.setdefault("styles", set())
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        styles.add(style_hash(app, tint, night))


def let_it_be_kept() -> None:
    """Let the browser keep this answer for as long as a patient sits, and no longer."""
    g.may_keep = True


@lru_cache(maxsize=512)
def style_hash(app: Flask, tint: Tint = LYTTE, night: str = "") -> str:
    """Return the fingerprint by which a browser knows the patient pages' one style.

    `night` is which screens get the dark colours, where a preview decides it.
    """
    style = str(pieces.style(app, tint, night))
    return "sha256-" + b64encode(hashlib.sha256(style.encode()).digest()).decode()
