"""The clinic's telephone, hours and safety text."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import safety
from lytte.core.problems import Problem
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.tailoring.safe import SayLine, lay
from lytte.services import (
    drafting,
    inheriting_texts,
    published,
    publishing,
    setting,
)
from lytte.storage import tables
from lytte_admin import coming, text_origins
from lytte_admin.coming import NoSuchHour
from lytte_admin.labels import LANGUAGES
from lytte_admin.telephone import Telephone


class Texts(Telephone):
    """Facts one person types twice and another confirms; texts that two people stand behind."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self._show(newest=bool(request.args.get("newest")))

    @expose("/safety", methods=["POST"])
    def safety(self) -> ResponseReturnValue:
        """Send the safety text to a second person, when no line is missing."""
        made = SafetyText(languages={tag: _lines(tag) for tag in self._languages()})
        found = inheriting_texts.tailored(self.work, self.clinic.id)
        known = {one.id: one for one in (found.hospital, found.base) if one} if found else {}
        asked = _asked()
        on = known.get(asked) if asked else None
        if on is None and request.form.get("on"):
            said = self.say("The hospital's text changed while you wrote. Nothing was sent; look.")
            return self._show(made, said=said, newest=True), 422
        back = request.form.get("back", "")
        if back:
            return self._show(_back(made, inheriting_texts.said(on), back), on=on)
        if problems := safety.problems(made, self._languages()):
            return self._show(made, problems, on=on), 422
        try:
            at = coming.wanted(request.form, self.work.now, self.zone, self.say)
        except NoSuchHour as fault:
            return self._show(made, on=on, said=str(fault)), 422
        publishing.propose(
            self.work, tables.SafetyText, self.clinic.id, made, on=on.id if on else None, at=at,
            staff_id=self.person.staff_id, comment=request.form.get("comment", "")[:400],
        )  # fmt: skip
        self.commit()
        flash(self.say("Sent. It is in force when someone else has approved it."))
        return redirect(url_for("approvals.index"), 303)

    def _languages(self) -> list[str]:
        asked = {
            tag
            for draft in drafting.drafts(self.work, self.clinic.id)
            for tag in drafting.composition(self.work, draft).languages
        }
        return [tag for tag in LANGUAGES if tag in asked] or ["nb"]

    def _show(
        self,
        made: SafetyText | None = None,
        problems: list[Problem] | None = None,
        *,
        on: tables.SafetyText | None = None,
        newest: bool = False,
        said: str = "",
        **telephone: Any,
    ) -> str:
        live = published.live_safety_text(self.work, self.clinic.id)
        languages = self._languages()
        found = inheriting_texts.tailored(self.work, self.clinic.id)
        origins = text_origins.origins(found, inheriting_texts.said(live), languages, newest=newest)
        if made is not None and found is not None:
            origins = text_origins.seen_from(found, made, origins.on if newest else on, languages)
        return self.render(
            "cms/texts.html",
            reach=setting.reach(self.work, self.clinic),
            text=made or origins.text,
            origins=origins,
            said=said,
            today=self.work.now.astimezone(self.zone).date(),
            planned=published.planned(self.work, tables.SafetyText, self.clinic.id),
            comes=self.comes,
            live=live,
            problems=problems or [],
            languages={tag: LANGUAGES[tag] for tag in languages},
            empty=SafetyLines(),
            **(telephone or self.telephone()),
        )

    def shown(self, **telephone: Any) -> str:
        return self._show(**telephone)


def _asked() -> UUID | None:
    """Return which of the hospital's versions the text was written on."""
    try:
        return UUID(request.form.get("on", ""))
    except ValueError:
        return None


def _back(made: SafetyText, theirs: SafetyText, at: str) -> SafetyText:
    """Return the text with one line as the hospital has it; nothing is kept before it is sent."""
    tag, _, name = at.partition("|")
    if tag not in made.languages or name not in safety.NAMES:
        return made
    change = SayLine(language=tag, line=name, text=text_origins.line(theirs, tag, name))
    return lay(made, (change,))


def _lines(tag: str) -> SafetyLines:
    given = {name: request.form.get(f"{name}-{tag}", "").strip()[:300] for name in safety.NAMES}
    return SafetyLines.model_validate(given)
