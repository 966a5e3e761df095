"""Pieces of the patient's pages that look the same to more than one: drawn once, kept.

Most of a question page is its style, its safety box and a question nobody has answered
yet. None of them depends on the patient, so a page puts in what was drawn before.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from typing import Protocol

from flask import Flask
from jinja2.environment import TemplateModule

from lytte.core.colours import Tint
from lytte.services.pinned import Shelf
from lytte.web.forms.shown import Shown
from lytte.wording.catalogue import Words, words

STYLE = "patient/style.css"
SAFETY = "patient/safety.html"

_fresh: Shelf[TemplateModule] = Shelf(4000)


class Drawable(Protocol):
    """A question as a page holds it. `fresh`: nobody has answered it yet."""

    @property
    def partial(self) -> str: ...
    @property
    def shown(self) -> Shown: ...
    @property
    def name(self) -> str: ...
    @property
    def deep(self) -> bool: ...
    @property
    def fresh(self) -> bool: ...


def install(app: Flask) -> None:
    """Give the templates `style`, `safety` and `item`."""
    pieces: dict[str, Callable[..., TemplateModule]]
    pieces = {"style": style, "safety": _safety, "item": _item}
    app.jinja_env.globals |= {name: partial(draw, app) for name, draw in pieces.items()}


@lru_cache(maxsize=256)
def style(app: Flask, tint: Tint, night: str) -> TemplateModule:
    """Return the one style of the patient pages in a hospital's colours.

    `night` is which screens get the dark colours, where a preview decides it.
    """
    shown = {"tint": tint, "night": night}
    return app.jinja_env.get_template(STYLE).make_module({"page": shown})


@lru_cache(maxsize=512, typed=True)
def _safety(
    app: Flask, language: str, telephones: tuple[Hashable, ...], when_read: str
) -> TemplateModule:
    shown = {"help": telephones, "when_read": when_read}
    given = {"page": shown, "language": language, "_": words("patient", language)}
    return app.jinja_env.get_template(SAFETY).make_module(given)


def _item(app: Flask, node: Drawable, _: Words) -> TemplateModule:
    def drawn() -> TemplateModule:
        template = app.jinja_env.get_template(f"items/{node.partial}.html")
        return template.make_module({"node": node, "_": _})

    if not node.fresh:
        return drawn()
    return _fresh.get((app, node.shown, node.name, node.deep, _), drawn)
