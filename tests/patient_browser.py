"""A browser without scripts: it follows links, fills in forms and keeps cookies."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from tests.forms_world import BORN, Ready
from tests.site import Site


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

    def to_the_end(self, **answers: str) -> None:
        """Send page after page, each with what it asks of `answers`, until the thanks."""
        for _ in range(30):
            if self.url.endswith("/thanks"):
                break
            asked = {name for name in answers if _real(name, self.html) != name}
            self.send(**{name: answers[name] for name in asked})
        assert self.url.endswith("/thanks"), self.url

    def held(self) -> dict[str, list[str]]:
        """Return what the inputs of the page hold, as a browser would send them."""
        inputs = _Inputs()
        inputs.feed(self.html)
        return inputs.held

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


def send_in(site: Site, publication_id: UUID, **answers: str) -> None:
    """Let the patient of a running Lytte send a form in, with these answers and no others."""
    token = site.link(publication_id).rpartition("/")[2]
    patient = Browser(site.app, Ready(site.world, publication_id, token, publication_id))
    patient.enter()
    patient.to_the_end(**answers)


class _Inputs(HTMLParser):
    """Reads what inputs, menus and text areas hold."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, list[str]] = {}
        self._inside = ""
        self._is_area = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an input or a chosen option holds."""
        given = dict(attrs)
        is_pick = tag == "input" and given.get("type") in ("radio", "checkbox")
        if tag in ("select", "textarea"):
            self._inside = given["name"] or ""
            self._is_area = tag == "textarea"
        is_held = "checked" in given if is_pick else tag == "input" or "selected" in given
        if is_held:
            name = self._inside if tag == "option" else given["name"]
            self.held.setdefault(name or "", []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        """Note what stands in a text area."""
        if self._is_area and data.strip():
            self.held.setdefault(self._inside, []).append(data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        """Leave the menu or the text area."""
        if tag in ("select", "textarea"):
            self._inside, self._is_area = "", False


def _real(name: str, html: str) -> str:
    for candidate in re.findall(r'name="([^"]+)"', html):
        if re.sub(r"[-.]", "_", candidate) == name:
            return str(candidate)
    return name
