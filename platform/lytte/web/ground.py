"""What every door stands on: headers, filters, health, a name for each request."""

from functools import cache
from uuid import uuid4

from flask import Flask, g, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

import lytte.web
from lytte.logs import request_id
from lytte.web import errors, filters, health, pieces, security
from lytte.web.house import House


def ground(house: House, *, proxies: int = 0) -> Flask:
    """Return an application with no pages of its own but the health of the process.

    `proxies` is how many of our own stand in front; more would let a visitor write
    his own address.
    """
    app = Flask(lytte.web.__name__, static_url_path="/static")
    app.config.update(
        SECRET_KEY=house.keys.cookie,
        MAX_CONTENT_LENGTH=security.LARGEST_BODY,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME="__Host-lytte-form" if house.secure else "lytte-form",
        SESSION_COOKIE_SECURE=house.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["lytte"] = house
    app.session_interface = _Sessions()
    app.before_request(_name_request)
    pieces.install(app)
    security.install(app)
    errors.install(app)
    filters.install(app)
    app.register_blueprint(health.blueprint)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    return app


class _Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, which the CMS uses; their signer is made once, not for every page."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return _signer(app)


@cache
def _signer(app: Flask) -> URLSafeTimedSerializer | None:
    return SecureCookieSessionInterface().get_signing_serializer(app)


def _name_request() -> None:
    """Give the request the name it has in the log and in the audit."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if given.isalnum() and len(given) <= 40 else uuid4().hex
    request_id.set(g.request_id)
