"""What every answer of ours tells the browser about trust."""

import hashlib
from base64 import b64encode

from flask import Flask, Response, g, request

from lytte.web.house import house

# A patient's longest page is a few kilobytes; the CMS raises this where it takes files.
LARGEST_BODY = 1_000_000
STYLE = "patient/style.css"

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
    framed = {
        "Content-Security-Policy": policy.replace("{framed_by}", "self"),
        "X-Frame-Options": "SAMEORIGIN",
    }
    headers = {**HEADERS, "Content-Security-Policy": policy.replace("{framed_by}", "none")}

    @app.after_request
    def _say(response: Response) -> Response:
        for name, value in (headers | framed if g.get("framed") else headers).items():
            response.headers.setdefault(name, value)
        if house().secure:
            response.headers.setdefault("Strict-Transport-Security", A_YEAR)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def let_ourselves_frame() -> None:
    """Let our own CMS show this answer in a frame, as the preview does."""
    g.framed = True


def style_hash(app: Flask) -> str:
    """Return the fingerprint by which a browser knows the patient pages' one style."""
    style = app.jinja_env.get_template(STYLE).render()
    return "sha256-" + b64encode(hashlib.sha256(style.encode()).digest()).decode()
