"""How the asking goes: charts with their tables, and the question that is most often left open."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.criteria import asked_of
from lytte.core.insights import Insight, Line, most_left_open, worst
from lytte.core.merging import slot_key
from lytte.core.suppression import LEAST
from lytte.services import insight, published
from lytte.services.drafts import drafting
from lytte.services.rules import ruling
from lytte_admin.access import Page
from lytte_admin.in_words import labels, rule_words, weeks
from lytte_admin.in_words.weeks import Table

FEW = 5
"""Lines that are seen at once, of a table that is long."""
RATED = ("asked", "answered", "minutes")
WAYS = ("answered", "minutes")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for a formula."""


class Insights(Page):
    """For the clinic's admins; no figure is of one patient or of one member of staff."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        found = self._found()
        page = self.render(
            "cms/insight.html",
            found=found,
            periods=insight.PERIODS,
            fewest=LEAST,
            **self._tables(found),
            worst=worst(found.items),
            most_open=[(one.name, one) for one in most_left_open(found.items, FEW)],
            few=FEW,
            rated=RATED,
            ways=WAYS,
            edit=self._edit,
        )
        self.commit()
        return page

    @expose("/file")
    def file(self) -> ResponseReturnValue:
        """Give the tables as one CSV file."""
        found = self._found()
        out = io.StringIO()
        writer = csv.writer(out)
        for row in self._rows(found):
            writer.writerow([_safe(one) for one in row])
        self.commit()
        return Response(
            "\ufeff" + out.getvalue(),
            mimetype="text/csv",
            headers={"Content-Disposition": 'attachment; filename="lytte.csv"'},
        )

    def _found(self) -> Insight:
        asked = request.args.get("days", insight.USUAL, type=int)
        days = asked if asked in insight.PERIODS else insight.USUAL
        return insight.insight(self.work, self.clinic.id, days, self.zone)

    def _tables(self, found: Insight) -> dict[str, Table]:
        """Return each table of the page and the file, its lines by their names."""
        sentences = self._sentences(found.days)
        gone = self.say("A rule that is no longer in use")
        return {
            "weeks": weeks.named(found.weeks, self.say),
            "ages": self._named(found.ages, self._age),
            "languages": self._named(found.languages, self._language),
            "modes": self._named(found.modes, lambda mode: self.say(labels.MODES[mode])),
            "by_whom": self._named(found.by_whom, lambda who: self.say(labels.ANSWERED_BY[who])),
            "items": [(one.name, one) for one in found.items],
            "alert_weeks": weeks.named(found.alert_weeks, self.say),
            "rules": self._named(found.rules, lambda rule: sentences.get(rule) or gone),
        }

    def _rows(self, found: Insight) -> Iterator[Sequence[Any]]:
        say, tables = self.say, self._tables(found)
        for title, names, lines in (
            (say("Week by week"), ("asked", "answered"), tables["weeks"]),
            (say("By age"), RATED, tables["ages"]),
            (say("By language"), RATED, tables["languages"]),
            (say("How they answered"), WAYS, tables["modes"]),
            (say("Question by question"), ("asked", "left open", "seconds"), tables["items"]),
            (say("Rule by rule"), ("alerts", "set aside"), tables["rules"]),
        ):
            yield (title, *(say(labels.COUNTED[name]) for name in names))
            for name, line in lines:
                yield (name, *(say("not shown") if one is None else one for one in line.numbers))
            yield ()

    def _named(self, lines: Sequence[Line], name: Callable[[str], str]) -> Table:
        return [(name(one.of), one) for one in lines]

    def _sentences(self, days: int) -> dict[str, str]:
        """Return each rule in words: as it is in force, and as it was before in these days."""
        language = self.say.language
        names = rule_words.names_of(ruling.spoken_of(self.work, self.clinic.id), language)
        said: dict[str, list[str]] = {}
        for rules in insight.rules_of(self.work, self.clinic.id, days, self.zone):
            for one in rules.rules:
                # Several rules bear the same name; what they say tells them apart. One whose
                # only question has gone is told by the name that it has itself.
                looked_at = asked_of(one.when)
                own = one.name.read(language) if len(looked_at) == 1 else ""
                called = dict.fromkeys(looked_at, own) | names
                sentence = rule_words.sentence(one.when, called, self.say)
                said.setdefault(one.id, []).append(sentence)
            for urgent in rules.emergencies:
                said.setdefault(urgent.id, []).append(urgent.name.read(language))
        now = published.rules_in_force(self.work, self.clinic.id)
        used = {one.id for one in now.rules} | {one.id for one in now.emergencies}
        told = {rule: self._by_turns(sentences) for rule, sentences in said.items()}
        return {
            rule: one if rule in used else self.say("{rule} (no longer in use)", rule=one)
            for rule, one in told.items()
        }

    def _by_turns(self, sentences: Sequence[str]) -> str:
        now, *before = dict.fromkeys(sentences)
        if not before:
            return now
        return self.say("{now} (earlier: {before})", now=now, before="; ".join(before))

    def _edit(self, part: str) -> str:
        """Return the id of the form a part stands in; empty when it stands in none."""
        for draft in drafting.drafts(self.work, self.clinic.id):
            made = drafting.composition(self.work, draft)
            if any(slot_key(slot) == part for slot in made.slots):
                return str(draft.id)
        return ""

    def _age(self, band: str) -> str:
        low, _, high = band.partition("-")
        if low == "0":
            return self.say("under {age}", age=int(high) + 1)
        if int(high) > 120:
            return self.say("{age} or older", age=low)
        return self.say("{low} to {high}", low=low, high=high)

    def _language(self, tag: str) -> str:
        return labels.LANGUAGES.get(tag, tag)


def _safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    said = str(value)
    return f"'{said}" if isinstance(value, str) and said.startswith(DANGEROUS) else value
