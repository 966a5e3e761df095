"""What an invented patient answers: every question that opens, as the course would have it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from lytte.core.answered_form import CompiledForm, CompiledPart
from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.places import Place
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.summary_answer import SHEET, TOPIC
from lytte.core.values import NativeValue
from lytte.demo.people import Course

# Branches inside branches are answered in as many rounds.
ROUNDS = 4
# Part of a link_id -> the symptom it follows, and how much of it. What is not named
# here follows fatigue, which is what everyday life follows too.
SYMPTOMS = {
    "fever": ("mouth", 0.15), "vomiting": ("nausea", 0.6), "intake": ("appetite", 0.7),
    "change": ("pain", 0.9), "temperature": ("pain", 0.0), "fall": ("pain", 0.2),
    "pain": ("pain", 1.0), "fatigue": ("fatigue", 1.0), "nausea": ("nausea", 1.0),
    "appetite": ("appetite", 1.0), "breath": ("breath", 1.0), "sleep": ("sleep", 1.0),
    "worry": ("worry", 1.0), "sad": ("sadness", 1.0), "mouth": ("mouth", 1.0),
}  # fmt: skip
EVERYDAY = ("fatigue", 0.7)
WORDS = {
    "nb": (
        "Lurer på om det er greit å trene litt.",
        "Det er verst om kvelden. Mannen min blir bekymret.",
        "Jeg vil gjerne vite hva som skjer etter siste kur.",
        "Klarer ikke å gå turer som før.",
    ),
    "nn": ("Eg lurer på kor lenge dette varer.", "Det er verst om natta."),
    "en": ("I would like to know what happens after the last course.", "Worse in the evening."),
    "ar": ("أريد أن أعرف ماذا سيحدث بعد العلاج الأخير.",),
}


@dataclass(frozen=True)
class Temper:
    """How one patient answers: in which language, how often a question is left open."""

    language: str
    skips: float
    declines: float
    triggers: Mapping[str, frozenset[NativeValue]]
    """Answers that set off an emergency, by `part/link_id`; avoided but for the rare one."""


def reply(
    random: Random, form: CompiledForm, course: Course, temper: Temper, progress: float
) -> dict[str, dict[Key, Given]]:
    """Return part -> answers to everything that opens along the way."""
    return {part.part.id: _reply_to(random, part, course, temper, progress) for part in form.parts}


def _reply_to(
    random: Random, part: CompiledPart, course: Course, temper: Temper, progress: float
) -> dict[Key, Given]:
    """Answer one part, round by round: what opens is answered in the next.

    Parts of the demo's forms stand alone, so each is worked out by itself, and again only
    after an answer that something looks at.
    """
    given: dict[Key, Given] = {}
    waiting, evaluation = _questions(part), evaluate(part.compiled, given)
    # Nobody has two of the same thing on their mind.
    named: frozenset[NativeValue] = frozenset()
    readers, anything = part.compiled.readers, part.compiled.always
    for _ in range(ROUNDS):
        news = [one for one in waiting if one[1].guard is None or evaluation.enabled(one[0])]
        for key, place in news:
            avoided = temper.triggers.get(f"{part.part.id}/{place.item.link_id}", frozenset())
            topic = _is_topic(place.item)
            found = _answer(
                random, place, course, temper, progress, avoided | named if topic else avoided
            )
            given[key] = found
            if topic and not isinstance(found, Missing):
                named |= set(found)
        read = [key for key, place in news if anything or place in readers]
        for key in read:
            evaluation.answer(key, given[key])
        waiting = tuple(one for one in waiting if one[0] not in given)
        if not read or not waiting:
            break
    return given


@cache
def _questions(part: CompiledPart) -> tuple[tuple[Key, Place], ...]:
    """Return the first occurrence of every question of a part, with its place."""
    return tuple(
        (place.at((0,) * len(place.rows)), place)
        for place in part.compiled.places.all
        if place.is_question
    )


def _is_topic(item: Item) -> bool:
    """Tell whether a question asks what the patient wants to talk about."""
    return any((one.system, one.code) == (SHEET, TOPIC) for one in item.code)


def _answer(
    random: Random,
    place: Place,
    course: Course,
    temper: Temper,
    progress: float,
    avoided: frozenset[NativeValue],
) -> Given:
    if random.random() < temper.declines:
        return Missing.DECLINED
    if random.random() < temper.skips:
        return Missing.SKIPPED
    return tuple(_values(random, place, course, temper, progress, avoided)) or Missing.SKIPPED


def _values(
    random: Random,
    place: Place,
    course: Course,
    temper: Temper,
    progress: float,
    avoided: frozenset[NativeValue],
) -> Iterator[NativeValue]:
    item = place.item
    level = _level(item.link_id, course, progress)
    match item:
        case NumericRating() | VisualAnalogue():
            spread = item.maximum - item.minimum
            yield item.minimum + round(level * spread / 10)
        case Choice():
            yield from _chosen(random, item, level, avoided)
        case Boolean():
            yield level >= 6 and True not in avoided
        case Number() if item.type == "integer":
            yield level
        case FreeText() if random.random() < 0.5:
            yield random.choice(WORDS[temper.language])


def _chosen(
    random: Random, item: Choice, level: int, avoided: frozenset[NativeValue]
) -> Iterator[NativeValue]:
    plain = [one for one in item.answer_options if not one.exclusive]
    if avoided:
        plain = [one for one in plain if one.value not in avoided]
    if not plain:
        return
    weights = [one.weight for one in plain]
    if item.repeats:
        yield from (one.value for one in random.sample(plain, min(len(plain), 1 + level // 4)))
    elif all(weight is not None for weight in weights):
        ordered = sorted(plain, key=lambda one: one.weight or 0, reverse=item.worse == "down")
        yield ordered[min(len(ordered) - 1, round(level * (len(ordered) - 1) / 10))].value
    else:
        yield random.choice(plain).value


def _level(link_id: str, course: Course, progress: float) -> int:
    symptom, share = _follows(link_id)
    return round(course.level(symptom, progress) * share)


@cache
def _follows(link_id: str) -> tuple[str, float]:
    """Return the symptom a question follows, and how much of it."""
    return next((found for part, found in SYMPTOMS.items() if part in link_id), EVERYDAY)
