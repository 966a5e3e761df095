"""A browser without scripts: it follows links, fills in forms and keeps cookies."""

import re
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.forms_world import BORN, Ready


class Browser:
    """One patient's browser; `page` is what it shows, `url` where it is."""

    def __init__(self, app: Flask, ready: Ready) -> None:
        self.client = app.test_client()
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nb"
        self.ready = ready
        self.page: TestResponse
        self.url = ""

    def get(self, url: str) -> TestResponse:
        """Go to a page, following redirects."""
        self.page = self.client.get(url, follow_redirects=True)
        self.url = self.page.request.full_path.removesuffix("?")
        return self.page

    def send(self, **fields: Any) -> TestResponse:
        """Send the form of the page shown, with its hidden fields, following redirects."""
        self.page = self.client.post(self._action(), data=self.filled(**fields))
        self.url = self.page.request.full_path.removesuffix("?")
        if self.page.status_code == 303:
            return self.get(self.page.headers["Location"])
        return self.page

    def filled(self, **fields: Any) -> dict[str, Any]:
        """Return what sending the form would send: hidden fields, what is chosen, and `fields`.

        A field is named by its page name with `_` for `-` and `.`: `q0_3`, `q0_3_x`.
        """
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.html))
        given = {_real(name, self.html): value for name, value in fields.items()}
        return {**hidden, **given}

    def enter(self, born: str = BORN, who: str = "self") -> TestResponse:
        """Come by the link, give the birth date, say who answers."""
        self.get(f"/a/{self.ready.token}")
        self.send(born=born)
        if "/start" in self.url:
            self.send(who=who)
        return self.page

    @property
    def html(self) -> str:
        """What the page holds."""
        return self.page.get_data(as_text=True)

    @property
    def text(self) -> str:
        """What the page says, without markup."""
        body = re.sub(r"<style>.*?</style>", "", self.html, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def _action(self) -> str:
        found = re.search(r'<form method="post"(?: id="f")?(?: action="([^"]*)")?', self.html)
        assert found, f"no form on {self.url}: {self.text[:300]}"
        return unescape(found.group(1) or self.url)


def _real(name: str, html: str) -> str:
    for candidate in re.findall(r'name="([^"]+)"', html):
        if re.sub(r"[-.]", "_", candidate) == name:
            return str(candidate)
    return name
