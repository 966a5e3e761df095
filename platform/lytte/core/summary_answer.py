"""What was said beside the numbers: emergencies, topics, own words, gaps, other answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from lytte.core.alerting import emergencies
from lytte.core.answers import Given, Missing
from lytte.core.forms import Part
from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.summary_given import Call, SummaryInput
from lytte.core.summary_measures import item_name
from lytte.core.summary_shape import Emergencies, Gap, Other, Said, Topic, Urgent, Verbatim
from lytte.core.summary_table import previous
from lytte.core.thresholds import Emergency
from lytte.core.values import (
    Attachment,
    Coding,
    Date,
    DateTime,
    NativeValue,
    Quantity,
    Reference,
    Time,
    Uri,
)

# An item says with a code of this system where on the sheet its answer belongs.
SHEET = "urn:lytte:sheet"
TOPIC, URGENCY, OWN_WORDS = "topic", "topic-urgency", "own-words"
PRIORITIES = (TOPIC, URGENCY, OWN_WORDS)


class Asked(NamedTuple):
    """One item of one part with what was given, every occurrence of it."""

    part: Part
    item: Item
    given: tuple[Given, ...]

    @property
    def address(self) -> str:
        """Where rules and trends find it."""
        return f"{self.part.id}/{self.item.link_id}"

    @property
    def values(self) -> tuple[NativeValue, ...]:
        """All answers, of all occurrences."""
        return tuple(v for one in self.given if not isinstance(one, Missing) for v in one)

    @property
    def missing(self) -> Missing | None:
        """Why there is no answer; None when there is one."""
        return None if self.values else _why(self.given)

    @property
    def place(self) -> str:
        """Which place on the sheet the item asks for; empty for the ordinary one."""
        return next((c.code or "" for c in self.item.code if c.system == SHEET), "")


def asked_items(given: SummaryInput) -> tuple[Asked, ...]:
    """Return every question of the form with what was answered, in order.

    An item that was not asked has nothing given.
    """
    found = []
    for part in given.form.parts:
        by_item: dict[str, list[Given]] = {}
        for key, answer in given.answers.get(part.id, {}).items():
            by_item.setdefault(key.link_id, []).append(answer)
        found += [
            Asked(part, item, tuple(by_item.get(item.link_id, ())))
            for item in part.questionnaire.every_item()
            if item.type not in ("group", "display") and not item.hidden
        ]
    return tuple(found)


def _why(given: tuple[Given, ...]) -> Missing:
    reasons = [one for one in given if isinstance(one, Missing)]
    return next((one for one in reasons if one is not Missing.NOT_SHOWN), Missing.NOT_SHOWN)


def emergency_answers(given: SummaryInput, asked: Sequence[Asked]) -> Emergencies:
    """Tell each emergency question apart: set off, denied, left open."""
    said = {one.address: one for one in asked}
    off = {
        one.id
        for one in emergencies(given.rules.emergencies, {a: o.values for a, o in said.items()})
    }
    calls = {call.emergency_id: call for call in given.calls}
    raised, denied, unanswered = [], [], []
    for one in given.rules.emergencies:
        name = one.name.read(given.language)
        if one.id in off or one.id in calls:
            stands = said[one.item] if one.id in off else None
            raised.append(_urgent(given, one, calls.get(one.id), stands))
        elif one.item in said and said[one.item].values:
            denied.append(name)
        elif one.item in said and said[one.item].missing is not Missing.NOT_SHOWN:
            unanswered.append(name)
    return Emergencies(raised=tuple(raised), denied=tuple(denied), unanswered=tuple(unanswered))


def _answer(given: SummaryInput, one: Asked) -> str:
    """Return what was chosen; of yes and no there is nothing to tell that the name does not."""
    return ", ".join(
        _read(given, one, value) for value in one.values if not isinstance(value, bool)
    )


def _urgent(
    given: SummaryInput, emergency: Emergency, call: Call | None, stands: Asked | None
) -> Urgent:
    """Tell of one that was raised; `stands` is the question while its answer still sets it off."""
    name = emergency.name.read(given.language)
    answer = _answer(given, stands) if stands else ""
    if call is None:
        return Urgent(name=name, answer=answer)
    zone = given.zone
    return Urgent(
        name=name,
        answer=answer,
        withdrawn=stands is None,
        shown_at=call.shown_at and call.shown_at.astimezone(zone),
        reply=call.reply,
        replied_at=call.replied_at and call.replied_at.astimezone(zone),
        seen_by=call.seen_by,
        seen_at=call.seen_at and call.seen_at.astimezone(zone),
    )


def topics(given: SummaryInput, asked: Sequence[Asked]) -> tuple[Topic, ...]:
    """Return what the patient wants to talk about, each with the urgency that follows it."""
    found: list[Topic] = []
    for one in asked:
        if one.place == TOPIC:
            found += [Topic(text=_verbatim(given, one, value)) for value in one.values]
        elif one.place == URGENCY and found and one.values:
            found[-1] = Topic(text=found[-1].text, urgency=_read(given, one, one.values[0]))
    return tuple(found)


def own_words(given: SummaryInput, asked: Sequence[Asked]) -> tuple[Verbatim, ...]:
    """Return what the patient wrote freely for the clinician, word for word."""
    return tuple(
        _verbatim(given, one, value)
        for one in asked
        if one.place == OWN_WORDS
        for value in one.values
    )


def asks_for_priorities(asked: Sequence[Asked]) -> bool:
    """Tell whether this occasion asked what matters most."""
    places = (TOPIC, OWN_WORDS)
    return any(one.place in places and one.missing is not Missing.NOT_SHOWN for one in asked)


def gaps(given: SummaryInput, asked: Sequence[Asked]) -> tuple[Gap, ...]:
    """Return what was asked and not answered, with the last known number where there is one.

    Emergency questions are left out, and the patient's own priorities when there are none:
    the page tells of their silence where it tells of their answers.
    """
    elsewhere = {one.item for one in given.rules.emergencies}
    priorities = [one for one in asked if one.place in PRIORITIES]
    if not any(one.values for one in priorities):
        elsewhere |= {one.address for one in priorities}
    found = []
    for one in asked:
        missing = one.missing
        if missing is None or missing is Missing.NOT_SHOWN or one.address in elsewhere:
            continue
        before = previous(given.history, one.address)
        found.append(
            Gap(
                name=item_name(one.item, given.language),
                missing=missing,
                previous=before and (before[0], before[1].astimezone(given.zone)),
            )
        )
    return tuple(found)


def not_opened(given: SummaryInput, asked: Sequence[Asked]) -> tuple[str, ...]:
    """Name what this form asks only on a certain answer and did not ask.

    What is closed as a whole is named as a whole: the part, the group, then the question.
    """
    # That no second topic was named is no question left out.
    questions = [one for one in asked if one.place not in PRIORITIES]
    closed = {one.address for one in questions if one.missing is Missing.NOT_SHOWN}
    open_ = {one.address for one in questions} - closed
    found: list[str] = []
    for part in given.form.parts:
        here = [one.address for one in questions if one.part.id == part.id]
        if here and closed.issuperset(here):
            found.append(part.title.read(given.language) or part.id)
        elif here:
            found += _closed(part, part.questionnaire.items, given.language, closed, open_)
    return tuple(found)


def _closed(
    part: Part,
    items: Sequence[Item],
    language: str,
    closed: Collection[str],
    open_: Collection[str],
) -> Iterator[str]:
    for item in items:
        below = {f"{part.id}/{one.link_id}" for one in (item, *_under(item))}
        if below.isdisjoint(closed):
            continue
        if below.isdisjoint(open_) and (item.text or item.short_text):
            yield item_name(item, language)
        else:
            yield from _closed(part, item.items, language, closed, open_)


def _under(item: Item) -> Iterator[Item]:
    for one in item.items:
        yield one
        yield from _under(one)


def others(
    given: SummaryInput, asked: Sequence[Asked], told: Mapping[str, object]
) -> tuple[Other, ...]:
    """Return the answers that stand nowhere else; `told` are the addresses of those that do."""
    emergency = {one.item for one in given.rules.emergencies}
    found = []
    for one in asked:
        counted = {item for scale in one.part.scales for item in scale.items}
        placed = one.place in PRIORITIES or one.item.link_id in counted
        if one.values and not placed and one.address not in told and one.address not in emergency:
            answers = tuple(_said(given, one, value) for value in one.values)
            name, local = item_name(one.item, given.language), one.part.kind == "local"
            found.append(Other(name=name, answers=answers, local=local))
    return tuple(found)


def _verbatim(given: SummaryInput, one: Asked, value: NativeValue) -> Verbatim:
    """The patient's own words stay in the patient's language; an option is read in the reader's."""
    if isinstance(value, str) and _option(one, value) is None:
        return Verbatim(text=value, language=given.sending.language)
    return Verbatim(text=_read(given, one, value), language=given.language)


def _said(given: SummaryInput, one: Asked, value: NativeValue) -> Said:
    match value:
        case bool() | Decimal() | Date() | DateTime() | Time():
            return value
        case int() if _option(one, value) is None:
            return Decimal(value)
        case str():
            return _verbatim(given, one, value)
        case _:
            return _read(given, one, value)


def _option(one: Asked, value: NativeValue) -> AnswerOption | None:
    if isinstance(one.item, Choice):
        for option in one.part.questionnaire.options(one.item):
            if _same(option.value, value):
                return option
    return None


def _read(given: SummaryInput, one: Asked, value: NativeValue) -> str:
    """Return a chosen option in the reader's language, any other value as it can be read."""
    option = _option(one, value)
    if option is not None and option.text:
        return option.text.read(given.language)
    match value:
        case Coding():
            return value.display or value.code or ""
        case Quantity():
            return " ".join(str(part) for part in (value.value, value.unit) if part is not None)
        case Attachment():
            return value.title or value.url or ""
        case Reference():
            return value.display or value.reference or ""
        case Uri():
            return value.text
        case _:
            return str(value)


def _same(left: NativeValue, right: NativeValue) -> bool:
    if isinstance(left, Coding) and isinstance(right, Coding):
        return left.code == right.code
    return left == right
