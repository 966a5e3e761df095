"""The hospital's configuration as a file: taken out, looked at beside what is here, taken in."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.bundle import Bundle, BundledClinic, written
from lytte.core.differences import Entry, Row, compare
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem, error, note
from lytte.core.safety import SafetyText
from lytte.core.texts import direction
from lytte.core.thresholds import RuleSet
from lytte.services import clinics, levels
from lytte.services.bundles import bundle_reading, bundle_rules, bundling, bundling_out
from lytte.services.bundles.bundling import Content, Difference
from lytte.services.faults import NotReady
from lytte.services.rules import ruling
from lytte_admin.access import Page
from lytte_admin.in_words import rule_words, schedule_words, settings_lines
from lytte_admin.in_words.content_lines import ContentLines

LEAVE_OUT = "-"
"""Stands for no clinic here: that one of the file does not come along."""


class Bundles(Page):
    """For whoever moves a configuration from a test to production, or between hospitals."""

    roles = "hospital_admin"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self._index()

    @expose("/file")
    def file(self) -> ResponseReturnValue:
        """Give the configuration in use as a file, or with `drafts` what is being made."""
        found = bundling_out.export(self.work, as_made=bool(request.args.get("drafts")))
        self.commit()
        name = f"{found.hospital}{'-drafts' if found.as_made else ''}.lytte.json"
        return Response(
            written(found),
            mimetype="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @expose("/look", methods=["POST"])
    def look(self) -> ResponseReturnValue:
        """Show what a file would change; nothing is changed yet."""
        file = request.files.get("file")
        again = request.form.get("content", "").encode()
        if not (file or again):
            return self._index([error("", "Choose a file first.", "")]), 422
        return self._look(file.read() if file else again)

    @expose("/bring", methods=["POST"])
    def bring(self) -> ResponseReturnValue:
        """Take the file in that was looked at."""
        content = request.form.get("content", "").encode()
        try:
            bundle = bundle_reading.read(content).without(self._left_out())
            found = bundling.bring(
                self.work, bundle, staff_id=self.person.staff_id, renamed=self._renamed()
            )
        except NotReady:
            self.work.session.rollback()
            return self._look(content, refused=True)
        self.commit()
        rows = self._rows(bundle, found, bundling.all_here(self.work))
        return self.render(
            "cms/bundle_in.html", bundle=bundle, found=found, words=schedule_words, rows=rows,
            behind=_notes(bundle.left_behind), direction=direction,
        )  # fmt: skip

    def _index(self, problems: Sequence[Problem] = ()) -> str:
        behind = _notes(bundling_out.left_behind(self.work))
        return self.render("cms/bundles.html", problems=problems, behind=behind)

    def _look(self, content: bytes, *, refused: bool = False) -> ResponseReturnValue:
        try:
            whole = bundle_reading.read(content)
        except NotReady as fault:
            return self._index(fault.problems), 422
        left_out, renamed = self._left_out(), self._renamed()
        bundle = whole.without(left_out)
        language = self.say.language
        told = bundling.problems(self.work, bundle, renamed=renamed, language=language)
        ours = bundling.all_here(self.work)
        found = bundling.differences(self.work, bundle, language, renamed=renamed, ours=ours)
        page = self.render(
            "cms/bundle_look.html",
            bundle=bundle,
            content=content.decode("utf-8-sig"),
            problems=told,
            silent=bundle_rules.deaf(self.work, bundle, ours, language, renamed=renamed),
            found=found,
            rows=self._rows(bundle, found, ours),
            behind=_notes(bundle.left_behind),
            direction=direction,
            ours=clinics.reached(self.work, None),
            away=self._away(whole),
            renamed=renamed,
            left_out=left_out,
            leave=LEAVE_OUT,
            words=schedule_words,
        )
        return page, 422 if refused else 200

    def _rows(
        self, bundle: Bundle, found: Sequence[Difference], ours: Mapping[str, BundledClinic]
    ) -> dict[tuple[str, str], tuple[Row, ...]]:
        """Return what of rules, safety texts and settings is another, as it was and is."""
        forms = bundling.asked(self.work, bundle, ours)
        language = self.say.language
        names = rule_words.names_of(forms, language)
        lines = ContentLines(self.say, names, partial(ruling.options_in, forms, language=language))

        def told(content: Content | None) -> list[Entry]:
            match content:
                case RuleSet():
                    return lines.rules(content)
                case SafetyText():
                    return lines.safety(content)
                case OwnSettings():
                    return settings_lines.entries(content, names, self.say)
                case None:
                    return []

        return {
            (one.clinic, one.kind): compare(told(one.was), told(one.now))
            for one in found
            if one.now is not None
        }

    def _away(self, bundle: Bundle) -> list[tuple[str, str]]:
        """Return the clinics of the file that have no clinic of their name here."""
        here = {levels.SLUG, *(one.slug for one in clinics.reached(self.work, None))}
        return [(one.slug, one.name) for one in bundle.clinics if one.slug not in here]

    def _renamed(self) -> dict[str, str]:
        return {
            name.removeprefix("clinic-"): value
            for name, value in request.form.items()
            if name.startswith("clinic-") and value not in ("", LEAVE_OUT)
        }

    def _left_out(self) -> set[str]:
        """Return the clinics of the file that are not to come along."""
        given = request.form.items()
        return {name.removeprefix("clinic-") for name, value in given if value == LEAVE_OUT}


def _notes(left_behind: Iterable[str]) -> list[Problem]:
    """Return what stays behind as what can be told in the reader's language."""
    return [note("", one) for one in left_behind]
