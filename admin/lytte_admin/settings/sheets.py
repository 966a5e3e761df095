"""What stands on the summary sheet, and in which order, beside a page that shows it at once."""

from dataclasses import dataclass
from typing import cast

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from pydantic import ValidationError

from lytte.core.invented import Fullness, Trial
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem
from lytte.core.sheet_layout import HIDEABLE, KINDS, MOST, SIZES, SheetLayout
from lytte.core.summary import summarise
from lytte.reports import summary_sheet
from lytte.services import published
from lytte.services.faults import ChangedMeanwhile, NotReady
from lytte.services.settings import arranging, setting
from lytte.services.settings.arranging import Asked, Score, Way
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.in_words import sheet_labels
from lytte_admin.settings import arranged, settings_given


@dataclass(frozen=True)
class Tried:
    """One form's full page under a layout: by how much it is too high, and what would help."""

    asked: Asked
    over: int
    ways: list[Way]


class Sheets(Page):
    """The level's own layout: moved and hidden by buttons, tried on a full page, put in force."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self._show(setting.laid(self.work, self.clinic).sheet)

    @expose("/", methods=["POST"])
    def change(self) -> ResponseReturnValue:
        """Show the page as one button makes it, or put it in force."""
        made = self._given()
        do = request.form.get("do", "")
        if do == "save":
            return self._put(made, request.form.get("comment", "")[:400])
        for one in do.split(" "):
            made = arranged.done(made, one, self._scores())
        return self._show(made, changed=True)

    @expose("/paper", methods=["POST"])
    def paper(self) -> ResponseReturnValue:
        """Give the page as it comes out of the printer."""
        made, shown = self._given(), self._shown()
        if shown is None:
            self.missing()
        summary = summarise(self._trial(shown).page(self._fullness(), made))
        printed = summary_sheet.summary_pdf(summary)
        return Response(printed, mimetype="application/pdf")

    @expose("/fall", methods=["POST"])
    def fall(self) -> ResponseReturnValue:
        """Leave the layout to the level above."""
        return self._put(None, "")

    @expose("/back", methods=["POST"])
    def back(self) -> ResponseReturnValue:
        """Put the layout of an earlier version in force again, and nothing else of it."""
        number = request.form.get("number", "")
        found = setting.earlier(self.work, self.clinic.id, number)
        return self._put(found.sheet, self.say("As version {number}", number=number))

    @expose("/paper.css")
    def style(self) -> ResponseReturnValue:
        """Give the printed page's stylesheet to a screen that shows it as paper."""
        laid = setting.laid(self.work, self.clinic)
        colour = laid.clinic.accent or laid.hospital.accent or ""
        return Response(summary_sheet.paper_css(colour), mimetype="text/css")

    def _put(self, made: SheetLayout | None, comment: str) -> ResponseReturnValue:
        own = setting.own(self.work, self.clinic.id)
        try:
            changed = setting.put(
                self.work, self.clinic.id, own.model_copy(update={"sheet": made}),
                made_on=settings_given.number(request.form.get("version", "")),
                staff_id=self.person.staff_id, comment=comment,
            )  # fmt: skip
        except NotReady as fault:
            shown = made or setting.laid(self.work, self.clinic).sheet
            return self._show(shown, list(fault.problems), changed=True), 422
        except ChangedMeanwhile:
            shown = made or setting.laid(self.work, self.clinic).sheet
            return self._show(shown, [settings_given.MEANWHILE], changed=True), 409
        self.commit()
        said = self.say("In force now.") if changed else self.say("Nothing was changed.")
        return self.leave(".index", said=said)

    def _given(self) -> SheetLayout:
        before = setting.laid(self.work, self.clinic).sheet
        try:
            return SheetLayout.model_validate(arranged.given(request.form, before))
        except ValidationError:  # Only a form that was tampered with.
            self.missing()

    def _asked(self) -> list[Asked]:
        """Return the level's forms; a page asks for them several times."""
        if "sheet_forms" not in g:
            g.sheet_forms = arranging.asked(self.work, self.clinic)
        return cast(list[Asked], g.sheet_forms)

    def _scores(self) -> list[Score]:
        return arranging.scores(self._asked(), self.say.language)

    def _shown(self) -> Asked | None:
        every = self._asked()
        wanted = request.form.get("form", "")
        return next((one for one in every if one.id == wanted), every[0] if every else None)

    def _fullness(self) -> Fullness:
        return "ordinary" if request.form.get("patient") == "ordinary" else "full"

    def _trial(self, one: Asked) -> Trial:
        laid = setting.laid(self.work, self.clinic)
        letterhead = setting.letterhead(self.work, self.clinic, laid)
        return arranging.trial(self.work, one, self.say.language, letterhead)

    def _tried(self, layout: SheetLayout) -> list[Tried]:
        found = []
        for one in self._asked():
            trial = self._trial(one)
            over = arranging.over(summarise(trial.page("full", layout)))
            found.append(Tried(one, over, arranging.ways(trial, layout) if over else []))
        return found

    def _show(
        self,
        layout: SheetLayout,
        problems: list[Problem] | None = None,
        *,
        changed: bool = False,
    ) -> str:
        live = setting.row(self.work, self.clinic.id)
        laid = setting.laid(self.work, self.clinic)
        scores, shown, tried = self._scores(), self._shown(), self._tried(layout)
        return self.render(
            "cms/sheet.html",
            blocks=sheet_labels,
            layout=layout,
            source=laid.source("sheet"),
            above=not self.clinic.common and laid.hospital.sheet is not None,
            changed=changed and layout != laid.sheet,
            problems=problems or [],
            made_on=live.number if live else 0,
            hideable=HIDEABLE,
            kinds=KINDS,
            sizes=SIZES,
            most=MOST,
            names={one.address: one.name for one in scores},
            tables={
                kind: arranged.listed(layout, scores, kind)
                for kind in KINDS
                if any(one.kind == kind for one in scores)
            },
            tried=tried,
            asked=self._asked(),
            shown=shown,
            patient=self._fullness(),
            page=self._page(shown, layout) if shown else "",
            too_high=any(one.over for one in tried if one.asked == shown),
            keep=setting.reach(self.work, self.clinic).own.get("sheet", ()),
            versions=self._versions(),
            pressed=request.form.get("do", ""),
        )

    def _page(self, shown: Asked, layout: SheetLayout) -> str:
        """Draw the page as it is set on paper, also where it is too high for it."""
        summary = summarise(self._trial(shown).page(self._fullness(), layout))
        found = next(summary_sheet.kept(summary), None)
        page, spare = found or (summary_sheet.closest(summary), 0)
        return render_template(
            "cms/sheet_paper.html",
            language=self.say.language,
            style=url_for(".style"),
            body=summary_sheet.body_of(page, spare),
            ends=self.say("The paper ends here") if found is None else "",
        )

    def _versions(self) -> list[tuple[tables.LevelSettings, str]]:
        """Return each version that says something else of the sheet than the one before it."""
        rows = setting.versions(self.work, self.clinic.id)
        said = [OwnSettings.model_validate(one.document).sheet for one in rows]
        return [
            (row, published.name(self.work, row.author_id))
            for row, now, before in zip(rows, said, [*said, None][1:], strict=True)
            if now != before
        ]
