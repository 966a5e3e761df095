"""How the asking goes: charts with their tables, and the question that is most often left open."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.merging import slot_key
from lytte.core.small_cells import FEWEST, share, shown
from lytte.core.thresholds import RuleSet
from lytte.services import drafting, insight, published
from lytte.services.insight import Insight, Rate
from lytte_admin import labels, rule_words
from lytte_admin.access import Page

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Line:
    """One row of a table: what it is of, its numbers, and the share its bar shows."""

    name: str
    numbers: tuple[int | str | None, ...]
    """None is too few to show; a dash is what is not known."""
    per_cent: int | None = None
    note: str = ""
    link: str = ""


class Insights(Page):
    """For the clinic's admins; no figure is of one patient or of one member of staff."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        found = self._found()
        page = self.render(
            "cms/insight.html",
            found=found,
            periods=insight.PERIODS,
            fewest=FEWEST,
            weeks=self._rates(found.weeks, self._week),
            ages=self._rates(found.ages, self._age),
            languages=self._rates(found.languages, self._language),
            modes=self._counts(found.modes, labels.MODES),
            by_whom=self._counts(found.by_whom, labels.ANSWERED_BY),
            items=list(self._items(found)),
            worst=insight.worst(found.items, FEWEST),
            rules=list(self._rules(found)),
            alert_weeks=self._alert_weeks(found),
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
        for row in self._table(found):
            writer.writerow([_safe(one) for one in row])
        self.commit()
        return Response(
            "\ufeff" + out.getvalue(),
            mimetype="text/csv",
            headers={"Content-Disposition": 'attachment; filename="lytte.csv"'},
        )

    def _found(self) -> Insight:
        asked = request.args.get("days", 90, type=int)
        days = asked if asked in insight.PERIODS else 90
        return insight.insight(self.work, self.clinic.id, days, self.zone)

    def _table(self, found: Insight) -> Iterator[Sequence[Any]]:
        say, few = self.say, self.say("fewer than {number}", number=FEWEST)
        sections = (
            (say("Week by week"), ("asked", "answered"), self._rates(found.weeks, self._week)),
            (say("By age"), ("asked", "answered"), self._rates(found.ages, self._age)),
            (say("By language"), ("asked", "answered"),
             self._rates(found.languages, self._language)),
            (say("Question by question"), ("asked", "left open", "seconds"),
             list(self._items(found))),
            (say("Rule by rule"), ("alerts", "set aside"), list(self._rules(found))),
        )  # fmt: skip
        for title, names, lines in sections:
            yield (title, *(say(labels.COUNTED[name]) for name in names))
            for line in lines:
                yield (line.name, *(few if one is None else one for one in line.numbers))
            yield ()

    def _rates(self, rates: Sequence[Rate], name: Any) -> list[Line]:
        seen = shown([one.invited for one in rates])
        return [
            Line(name(one.group), (None, None))
            if count is None
            else Line(name(one.group), (count, one.answered), share(one.answered, count))
            for one, count in zip(rates, seen, strict=True)
        ]

    def _counts(self, counts: Sequence[tuple[str, int]], names: dict[str, str]) -> list[Line]:
        every = sum(count for _, count in counts)
        return [
            Line(self.say(names[name]), (count,), share(count, every) if count else None)
            for (name, _), count in zip(counts, shown([count for _, count in counts]), strict=True)
        ]

    def _items(self, found: Insight) -> Iterator[Line]:
        for one in found.items:
            small = one.asked < FEWEST
            missing = None if small or 0 < one.missing < FEWEST else one.missing
            note = (
                self.say("the words changed in version {number}", number=one.reworded_in)
                if one.reworded_in
                else ""
            )
            yield Line(
                one.name,
                (
                    None if small else one.asked,
                    missing,
                    None if small else "–" if one.seconds is None else one.seconds,
                ),
                None if missing is None else share(missing, one.asked),
                note,
                one.address.partition("/")[0],
            )

    def _rules(self, found: Insight) -> Iterator[Line]:
        sentences = self._sentences()
        for one in found.rules:
            small = one.alerts < FEWEST or one.patients < FEWEST
            aside = None if small or 0 < one.overridden < FEWEST else one.overridden
            yield Line(
                sentences.get(one.rule_id) or self.say("A rule that is no longer in use"),
                (None if small else one.alerts, aside),
                None if aside is None else share(aside, one.alerts),
            )

    def _alert_weeks(self, found: Insight) -> list[Line]:
        seen = shown([count for _, count in found.alert_weeks], with_total=False)
        most = max((count for count in seen if count), default=0)
        return [
            Line(self._week(str(week)), (count,), round(100 * count / most) if count else None)
            for (week, _), count in zip(found.alert_weeks, seen, strict=True)
        ]

    def _sentences(self) -> dict[str, str]:
        """Return each rule in words, those in force and those before them."""
        live = published.live_rules(self.work, self.clinic.id)
        rules = RuleSet.model_validate(live.document) if live else RuleSet()
        forms = published.live_forms(self.work, self.clinic.id)
        names = rule_words.names_of(forms, self.say.language)
        said = {
            one.id: one.name.read(self.say.language)
            or rule_words.sentence(one.when, names, self.say)
            for one in rules.rules
        }
        return said | {one.id: one.name.read(self.say.language) for one in rules.emergencies}

    def _edit(self, part: str) -> str:
        """Return the id of the form a part stands in; empty when it stands in none."""
        for draft in drafting.drafts(self.work, self.clinic.id):
            made = drafting.composition(self.work, draft)
            if any(slot_key(slot) == part for slot in made.slots):
                return str(draft.id)
        return ""

    def _week(self, monday: str) -> str:
        number = date.fromisoformat(monday).isocalendar()
        return self.say("week {week}, {year}", week=number.week, year=number.year)

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
