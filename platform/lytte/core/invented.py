"""A patient who does not exist, with answers to any form: what a layout of the sheet is tried on.

A full page is the fullest that the form can make: everything is beyond a limit, an
emergency is set off, and much is written. An ordinary one has a little of each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from lytte.core.alerting import alerts
from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.forms import Form, Part
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.sheet_layout import OWN, SheetLayout
from lytte.core.standard_errors import estimates
from lytte.core.summary_given import (
    BLANK,
    Agreement,
    Call,
    Letterhead,
    Meeting,
    Origin,
    Person,
    Sending,
    SummaryInput,
)
from lytte.core.summary_measures import Measured, measured
from lytte.core.thresholds import Occasion as Earlier
from lytte.core.thresholds import Rule, RuleSet
from lytte.core.values import NativeValue

Fullness = Literal["full", "ordinary"]
VISITS = 6
NOBODY = "00000000"
EVERY = timedelta(days=21)
# How far towards the worst end each visit stood, in tenths, the newest last.
FULL = ((2, 3, 4, 6, 7, 9), (3, 3, 5, 5, 6, 8), (1, 3, 2, 4, 6, 10))
ORDINARY = ((2, 2, 3, 3, 4, 7), (1, 1, 1, 1, 1, 1), (3, 3, 2, 3, 3, 3), (4, 4, 3, 3, 2, 2))


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the invented patient writes, in the reader's language, and what was agreed."""

    name: str
    topic: str
    own_words: str
    answer: str
    agreed_topic: str
    agreed: str
    who: str
    verdict: str
    course: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a page is invented for: a form, the rules in force, the reader and the clock."""

    form: Form
    rules: RuleSet
    now: datetime
    zone: tzinfo
    language: str
    said: Said
    letterhead: Letterhead = BLANK

    def page(self, fullness: Fullness, layout: SheetLayout = OWN) -> SummaryInput:
        """Return one invented response to the form."""
        full = fullness == "full"
        numbers = {one.address: _series(one, n, full=full) for n, one in self._measures()}
        rules = _with_limits(self.rules, dict(self._by_address())) if full else self.rules
        now = {address: values[-1] for address, values in numbers.items()}
        history = tuple(self._earlier(numbers))
        answers = {part.id: dict(self._answers(part, now, full=full)) for part in self.form.parts}
        around = Surroundings(now=self.now.astimezone(self.zone))
        return SummaryInput(
            form=self.form,
            answers=answers,
            measures=now,
            standard_errors={one.address: one.se for one in estimates(self.form, answers, around)},
            rules=rules,
            person=Person(
                name=self.said.name, birth_date=date(1951, 3, 14), number="000000", synthetic=True
            ),
            sending=Sending(authored=self.now, answered=len(now), asked=len(now)),
            origin=self._origin(),
            zone=self.zone,
            language=self.language,
            meeting=Meeting(
                starts_at=self.now + timedelta(days=1),
                course=self.said.course,
                course_source=self.said.source,
            ),
            history=history,
            alerts=alerts(rules.rules, now, history),
            calls=tuple(self._calls()) if full else (),
            agreements=tuple(self._agreements(3 if full else 1)),
            layout=layout,
            letterhead=self.letterhead,
        )

    def _origin(self) -> Origin:
        return Origin(
            response_id=NOBODY,
            printed_at=self.now,
            form_number=1,
            form_sha256=NOBODY,
            rules_number=1,
            rules_since=self.now.date(),
            rules_sha256=NOBODY,
            layout_number=1,
        )

    def _all_answers(
        self, now: Mapping[str, Decimal], *, full: bool
    ) -> Mapping[str, Mapping[Key, Given]]:
        return {part.id: dict(self._answers(part, now, full=full)) for part in self.form.parts}

    def _measures(self) -> Iterator[tuple[int, Measured]]:
        return enumerate(measured(self.form, self.language))

    def _by_address(self) -> Iterator[tuple[str, Measured]]:
        return ((one.address, one) for _, one in self._measures())

    def _earlier(self, numbers: Mapping[str, Sequence[Decimal]]) -> Iterator[Earlier]:
        for visit in range(VISITS - 1):
            measures = {address: values[visit] for address, values in numbers.items()}
            yield Earlier(at=self.now - EVERY * (VISITS - 1 - visit), measures=measures)

    def _answers(
        self, part: Part, now: Mapping[str, Decimal], *, full: bool
    ) -> Iterator[tuple[Key, Given]]:
        set_off = {one.item: one.triggers[:1] for one in self.rules.emergencies[:1] if full}
        for number, item in enumerate(part.questionnaire.every_item()):
            address = f"{part.id}/{item.link_id}"
            if item.type not in ("group", "display"):
                given: Given = set_off.get(address) or self._answer(part, item, now.get(address))
                yield (
                    Key(item.link_id),
                    given if full or address in now or number % 5 != 4 else Missing.SKIPPED,
                )

    def _answer(self, part: Part, item: Item, number: Decimal | None) -> Given:
        found: NativeValue | None = number
        match item:
            case Boolean():
                found = False
            case Choice():
                found = next((one.value for one in part.questionnaire.options(item)), None)
            case FreeText():
                places = {one.code for one in item.code}
                topic = self.said.topic if "topic" in places else self.said.answer
                found = self.said.own_words if "own-words" in places else topic
            case Number() if number is None:
                found = item.minimum if item.minimum is not None else Decimal(1)
        return Missing.SKIPPED if found is None else (found,)

    def _calls(self) -> Iterator[Call]:
        for one in self.rules.emergencies[:1]:
            yield Call(emergency_id=one.id, shown_at=self.now)

    def _agreements(self, many: int) -> Iterator[Agreement]:
        for number in range(many):
            yield Agreement(
                topic=f"{self.said.agreed_topic} {number + 1}",
                what=self.said.agreed,
                who=self.said.who,
                agreed_on=(self.now - EVERY).date(),
                verdict=self.said.verdict,
            )


def _series(one: Measured, place: int, *, full: bool) -> tuple[Decimal, ...]:
    """Return a number a visit, further towards the worst end of its scale the fuller the page."""
    low, high = one.ends or (Decimal(0), Decimal(100))
    shapes = FULL if full else ORDINARY
    from_low = one.worse != "down"
    return tuple(
        (low + (high - low) * Decimal(tenths if from_low else 10 - tenths) / 10).quantize(
            Decimal(1), ROUND_HALF_UP
        )
        for tenths in shapes[place % len(shapes)]
    )


def _with_limits(rules: RuleSet, measures: Mapping[str, Measured]) -> RuleSet:
    """Add a limit to each score that has none, so that the fullest page has them all."""
    said = " ".join(rule.when.model_dump_json() for rule in rules.rules)
    watched = {address for address in measures if f'"{address}"' in said}
    made = [_limit(one) for address, one in measures.items() if address not in watched]
    return rules.model_copy(update={"rules": (*rules.rules, *made)})


def _limit(one: Measured) -> Rule:
    low, high = one.ends or (Decimal(0), Decimal(100))
    kind = "below" if one.worse == "down" else "at_least"
    when = {"type": kind, "measure": one.address, "value": (low + high) / 2}
    return Rule.model_validate(
        {"id": f"invented-{one.address}", "severity": "amber", "when": when, "local": True}
    )
