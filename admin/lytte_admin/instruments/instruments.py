"""The hospital's instruments: pick one of Lytte's own, or bring in a questionnaire."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error
from lytte.instruments import folder
from lytte.services import published
from lytte.services.instruments import exporting, importing, laying, stocking
from lytte.services.publishing import licensing
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.in_words.scale_lines import scale_lines
from lytte_admin.in_words.text_labels import own_words
from lytte_admin.instruments.licences import covered

# Questionnaires with value sets inside are the largest seen: 2 MB. Five times that is plenty.
LARGEST_FILE = 10_000_000
_WHOSE: dict[str, importing.Whose] = {"theirs": "theirs", "ours": "ours", "file": "file"}


def _row(problem: Problem) -> tuple[str, int]:
    """Return what sorts the faults of a sheet by its rows, and leaves others as they came."""
    sheet, found, number = problem.place.rpartition("row ")
    return (sheet, int(number)) if found and number.isdecimal() else ("", 0)


class Instruments(Page):
    """What can stand in a form."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        shelf = stocking.shelf(self.work)
        have = {(row.instrument_id, row.version) for row in shelf}
        offered = [one for one in folder.library().values() if (one.id, one.version) not in have]
        return self.render(
            "cms/instruments.html",
            shelf=shelf,
            offered=offered,
            uses=licensing.uses(self.work),
            **self._licences(),
            of={row.id: Instrument.model_validate(row.document) for row in shelf},
        )

    @expose("/add", methods=["POST"])
    def add(self) -> ResponseReturnValue:
        """Put one of Lytte's own instruments on the shelf."""
        instrument = folder.library().get(request.form.get("instrument", ""))
        if instrument is None:
            self.missing()
        row = stocking.add(self.work, instrument, staff_id=self.person.staff_id)
        self.commit()
        return redirect(url_for(".show", version_id=row.id), 303)

    @expose("/import", methods=["GET", "POST"])
    def bring(self) -> ResponseReturnValue:
        """Bring in a questionnaire; every problem is told, and nothing is half imported."""
        if request.method == "GET":
            return self._import_page([], {})
        names = ("id", "version", "owner", "language", "recipe", "whose")
        given = {name: request.form.get(name, "").strip() for name in names}
        file = request.files.get("file")
        if not file:
            given["beside"] = request.form.get("beside", "")
            return self._import_page([error("", "Choose a file first.", "")], given), 422
        content = file.read()
        found = importing.bring(
            self.work,
            content,
            importing.Naming(
                **{name: given[name] for name in ("id", "version", "owner", "recipe")},
                language=given["language"] or "nb",
                beside=tuple(request.form.get("beside", "").split()),
                whose=_WHOSE.get(given["whose"], "unsaid"),
            ),
            staff_id=self.person.staff_id,
        )
        if found.row is None:
            given["beside"] = request.form.get("beside", "")
            return self._import_page(found.problems, given), 422
        self.commit()
        for one in found.problems:
            flash(f"{self.told(one).message} {self.told(one).way_out}".strip())
        new = "again" if found.here_already else 1
        return redirect(url_for(".show", version_id=found.row.id, new=new), 303)

    def _import_page(self, problems: list[Problem], given: dict[str, str]) -> str:
        recipes = sorted(laying.recipes().values(), key=lambda one: one.title.read("nb").casefold())
        in_order = sorted(problems, key=_row)
        taken = any(one.way_out == importing.ANOTHER_VERSION for one in problems)
        return str(
            self.render(
                "cms/import.html", problems=in_order, given=given, recipes=recipes, taken=taken
            )
        )

    @expose("/<uuid:version_id>/export")
    def export(self, version_id: UUID) -> ResponseReturnValue:
        """Show the files an instrument can be taken out as, and what would be lost in each."""
        row = self._row(version_id)
        instrument = Instrument.model_validate(row.document)
        spoken = self.say.language
        files = [
            (kind, one, exporting.exported(instrument, kind, spoken).problems)
            for kind, one in exporting.FORMATS.items()
        ]
        title = instrument.title.read(spoken)
        return self.render("cms/export.html", row=row, title=title, files=files)

    @expose("/<uuid:version_id>/export/<kind>")
    def file(self, version_id: UUID, kind: str) -> ResponseReturnValue:
        """Give an instrument as a file."""
        row = self._row(version_id)
        if kind not in exporting.FORMATS:
            self.missing()
        found = exporting.hand_out(self.work, row, kind, self.say.language)
        self.commit()
        return Response(
            found.content,
            mimetype=found.mimetype,
            headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
        )

    def _licences(self) -> dict[str, Any]:
        """Return what says on what terms an instrument may be used, and until when."""
        today = self.work.now.date()
        return {
            "held": licensing.held(self.work),
            "covered": partial(covered, self),
            "today": today,
            "soon": today + licensing.WARNED_BEFORE,
        }

    def _row(self, version_id: UUID) -> tables.InstrumentVersion:
        row = self.work.session.get(tables.InstrumentVersion, version_id)
        if row is None:
            self.missing()
        return row

    @expose("/<uuid:version_id>")
    def show(self, version_id: UUID) -> ResponseReturnValue:
        """Show what a version asks and how it is scored."""
        row = self._row(version_id)
        instrument = Instrument.model_validate(row.document)
        shelf = stocking.shelf(self.work)
        versions = [one for one in shelf if one.instrument_id == row.instrument_id]
        return self.render(
            "cms/instrument.html",
            row=row,
            instrument=instrument,
            items=list(instrument.questionnaire.every_item()),
            scales=scale_lines(instrument, self.say),
            versions=versions,
            added={one.id: published.name(self.work, one.added_by) for one in versions},
            uses=licensing.uses(self.work).get(row.instrument_id, []),
            **self._licences(),
            own=partial(own_words, say=self.say),
            new=request.args.get("new"),
        )
