"""The hospital's configuration as a file: taken out, looked at beside what is here, taken in."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.bundle import Bundle, written
from lytte.core.problems import Problem
from lytte.services import bundle_reading, bundling, clinics, levels
from lytte.services.faults import NotReady
from lytte_admin import schedule_words
from lytte_admin.access import Page


class Bundles(Page):
    """For whoever moves a configuration from a test to production, or between hospitals."""

    roles = "hospital_admin"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.render("cms/bundles.html")

    @expose("/file")
    def file(self) -> ResponseReturnValue:
        """Give the configuration as a file."""
        found = bundling.export(self.work)
        self.commit()
        name = f"{found.hospital}.lytte.json"
        return Response(
            written(found),
            mimetype="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @expose("/look", methods=["POST"])
    def look(self) -> ResponseReturnValue:
        """Show what a file would change; nothing is changed yet."""
        file = request.files.get("file")
        return self._look(file.read() if file else b"")

    @expose("/bring", methods=["POST"])
    def bring(self) -> ResponseReturnValue:
        """Take the file in that was looked at."""
        content = request.form.get("content", "").encode()
        try:
            bundle = bundle_reading.read(content)
            found = bundling.bring(
                self.work, bundle, staff_id=self.person.staff_id, renamed=self._renamed()
            )
        except NotReady as fault:
            self.work.session.rollback()
            return self._look(content, list(fault.problems))
        self.commit()
        return self.render("cms/bundle_in.html", bundle=bundle, found=found, words=schedule_words)

    def _look(self, content: bytes, problems: list[Problem] | None = None) -> ResponseReturnValue:
        try:
            bundle = bundle_reading.read(content)
        except NotReady as fault:
            return self.render("cms/bundles.html", problems=list(fault.problems)), 422
        renamed = self._renamed()
        told = problems or bundling.problems(self.work, bundle, renamed=renamed)
        page = self.render(
            "cms/bundle_look.html",
            bundle=bundle,
            content=content.decode("utf-8-sig"),
            problems=told,
            found=bundling.differences(self.work, bundle, self.say.language, renamed=renamed),
            ours=clinics.reached(self.work, None),
            away=self._away(bundle),
            renamed=renamed,
            words=schedule_words,
        )
        return page, 422 if problems else 200

    def _away(self, bundle: Bundle) -> list[tuple[str, str]]:
        """Return the clinics of the file that have no clinic of their name here."""
        here = {levels.SLUG, *(one.slug for one in clinics.reached(self.work, None))}
        return [(one.slug, one.name) for one in bundle.clinics if one.slug not in here]

    def _renamed(self) -> dict[str, str]:
        return {
            name.removeprefix("clinic-"): value
            for name, value in request.form.items()
            if name.startswith("clinic-") and value
        }
