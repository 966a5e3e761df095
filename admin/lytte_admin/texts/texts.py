"""The clinic's telephone, hours and safety text."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import safety
from lytte.core.clinic_wordings import SAFETY
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.tailoring.safe import SayLine, lay, rebase
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.faults import ChangedMeanwhile
from lytte.services.inheriting import inheriting_texts
from lytte.services.publishing import publishing
from lytte.services.publishing.taking_effect import Seen
from lytte.services.settings import setting
from lytte.storage import tables
from lytte.web import filters
from lytte_admin import coming
from lytte_admin.access import asked_id
from lytte_admin.coming import NoSuchHour
from lytte_admin.editing.beside import carried
from lytte_admin.editing.worded import Fault, told_of
from lytte_admin.in_words.labels import LANGUAGES
from lytte_admin.texts import text_origins
from lytte_admin.texts.telephone import Telephone


class Texts(Telephone):
    """Facts one person types twice and another confirms; texts that two people stand behind."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        waits = self._waiting() if request.args.get("waiting") else None
        if waits is not None:
            on = inheriting_texts.decided(self.work, waits.base_id)
            return self.shown(inheriting_texts.said(waits), on=on, began=waits)
        back = self._sent_back() if request.args.get("back") else None
        if back is not None:
            on = inheriting_texts.decided(self.work, back.base_id)
            return self.shown(inheriting_texts.said(back), on=on)
        return self.shown(newest=bool(request.args.get("newest")))

    @expose("/safety", methods=["POST"])
    def safety(self) -> ResponseReturnValue:
        """Send the safety text to a second person, when no line is missing."""
        made = SafetyText(languages={tag: _lines(tag) for tag in self._languages()})
        found = inheriting_texts.tailored(self.work, self.clinic.id)
        known = {one.id: one for one in (found.hospital, found.base) if one} if found else {}
        asked = asked_id("on")
        on = known.get(asked) if asked else None
        if on is None and request.form.get("on"):
            said = self.say("The hospital's text changed while you wrote. Nothing was sent; look.")
            return self.shown(made, said=said, newest=True), 422
        back = request.form.get("back", "")
        if back:
            return self.shown(_back(made, inheriting_texts.said(on), back), on=on)
        if faults := self._faults(made):
            return self.shown(made, faults, on=on), 422
        try:
            at = coming.wanted(request.form, self.work.now, self.zone, self.say)
        except NoSuchHour as fault:
            return self.shown(made, on=on, said=str(fault)), 422
        try:
            publishing.propose(
                self.work, tables.SafetyText, self.clinic.id, made, on=on.id if on else None,
                at=at, staff_id=self.person.staff_id, seen=_seen(),
                comment=request.form.get("comment", "")[:400],
            )  # fmt: skip
        except ChangedMeanwhile:
            return self._overtaken(made, on), 409
        self.commit()
        flash(self.say("Sent. It is in force when someone else has approved it."))
        return redirect(url_for("approvals.index"), 303)

    def _faults(self, made: SafetyText) -> list[Fault]:
        """Return everything that keeps the text from being sent, at the line it is about."""
        missing = {one.place: one for one in safety.problems(made, self._languages())}
        found = []
        for tag in self._languages():
            for name, kind in SAFETY.items():
                said, at = text_origins.line(made, tag, name), f"{name}-{tag}"
                empty = missing.get(f"safety/{tag}/{name}")
                each = [empty] if empty else safety.unfit(kind, said, at)
                found += [Fault(at, told_of(tag, one, self.say)) for one in each]
        return found

    def _overtaken(self, made: SafetyText, on: tables.SafetyText | None) -> str:
        """Show what somebody sent, or approved, meanwhile, with both people's lines."""
        live, waits = published.live_safety_text(self.work, self.clinic.id), self._waiting()
        theirs = waits if waits and waits.id != _seen().waiting else live
        if theirs is None:  # What was in force is no longer, and nothing is in its place.
            return self.shown(made, on=on)
        asked = asked_id("began")
        began = published.decided(self.work, tables.SafetyText, asked) if asked else None
        if began is not None and began.clinic_id != self.clinic.id:
            began = None
        both = rebase(inheriting_texts.said(began), inheriting_texts.said(theirs), made)
        said = self.say(
            "{name} changed this while you wrote, {moment}",
            name=published.name(self.work, theirs.author_id),
            moment=filters.moment(theirs.created_at, self.zone),
        )
        return self.shown(both.made, on=on, said=said, began=theirs, theirs=theirs)

    def _sent_back(self) -> tables.SafetyText | None:
        """Return the text that a second person sent back, to be written on from."""
        found = published.sent_back(self.work, self.clinic.id)
        return next((one for one in found if isinstance(one, tables.SafetyText)), None)

    def _waiting(self) -> tables.SafetyText | None:
        found = published.waiting(self.work, tables.SafetyText, self.clinic.id)
        return next(iter(found), None)

    def _beside(
        self,
        live: tables.SafetyText | None,
        began: tables.SafetyText | None,
        theirs: tables.SafetyText | None,
    ) -> dict[str, Any]:
        """Return what the text is written beside, and carries along so that it is not lost."""
        is_waiting = began is not None and began.state == "in_review"
        waits = began if is_waiting else self._waiting()
        seen = Seen(live.id if live else None, waits.id if waits else None)
        again = theirs is None and "began" in request.form
        other = theirs or waits
        return {
            "text_waits": waits,
            "seen": _seen() if again else seen,
            "began": asked_id("began") if again else (began.id if began else seen.in_force),
            "theirs": theirs,
            "other": inheriting_texts.said(other),
            "other_by": published.name(self.work, other.author_id) if other else "",
            "my_text": waits is not None and waits.author_id == self.person.staff_id,
        }

    def _languages(self) -> list[str]:
        asked = {
            tag
            for draft in drafting.drafts(self.work, self.clinic.id)
            for tag in drafting.composition(self.work, draft).languages
        }
        return [tag for tag in LANGUAGES if tag in asked] or ["nb"]

    def shown(
        self,
        made: SafetyText | None = None,
        faults: Sequence[Fault] = (),
        *,
        on: tables.SafetyText | None = None,
        newest: bool = False,
        said: str = "",
        began: tables.SafetyText | None = None,
        theirs: tables.SafetyText | None = None,
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
            faults=faults,
            languages={tag: LANGUAGES[tag] for tag in languages},
            empty=SafetyLines(),
            live=live,
            **self._beside(live, began, theirs),
            **(telephone or self.telephone()),
        )


def _seen() -> Seen:
    """Return what was in force, and waited, when the page was drawn."""
    return carried() or Seen(None)


def _back(made: SafetyText, theirs: SafetyText, at: str) -> SafetyText:
    """Return the text with one line as the hospital has it; nothing is kept before it is sent."""
    tag, _, name = at.partition("|")
    if tag not in made.languages or name not in safety.NAMES:
        return made
    change = SayLine(language=tag, line=name, text=text_origins.line(theirs, tag, name))
    return lay(made, (change,))


def _lines(tag: str) -> SafetyLines:
    """Return the lines as they were written, too long or not: `_faults` says which are."""
    given = {name: request.form.get(f"{name}-{tag}", "").strip() for name in safety.NAMES}
    return SafetyLines.model_construct(None, **given)
