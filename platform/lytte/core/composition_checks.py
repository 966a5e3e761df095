"""What is amiss in a clinic's own part of a form: its conditions, and what it left unwritten.

A branch that can never open, that is always open, or that waits for something asked
later is refused with the reason (C10): the author meant something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lytte.core.composition import Composition, InstrumentSlot, Library, LocalSlot
from lytte.core.conditions import AllOf, AnyOf, AtLeast, AtMost, Chosen, Condition, IsTrue, Not
from lytte.core.evaluation.own_conditions import named
from lytte.core.items.choice import Choice
from lytte.core.problems import Problem, error
from lytte.core.sources import Source, sources, sources_of

MOST_PAIRS = 40
Simple = AtLeast | AtMost | Chosen | IsTrue


def problems(composition: Composition, library: Library) -> list[Problem]:
    """Return what is wrong with the form's conditions and with its local questions."""
    return [*_branches(composition, library), *_unwritten(composition)]


def _branches(composition: Composition, library: Library) -> Iterator[Problem]:
    everything = {one.address for one in sources(composition, library)}
    before: dict[str, Source] = {}
    for number, slot in enumerate(composition.slots):
        if number:
            earlier = composition.slots[number - 1]
            before |= {one.address: one for one in sources_of(earlier, library)}
        if slot.condition is None:
            continue
        name = slot_name(slot, library)
        place = slot.instrument if isinstance(slot, InstrumentSlot) else slot.id
        lost = [one for one in named(slot.condition) if one not in before]
        for address in lost:
            if address in everything:
                yield error(
                    place,
                    f"«{name}» waits for an answer that is given later in the form.",
                    "Move it down, or let it wait for something that is asked before it.",
                )
            else:
                yield error(
                    place,
                    f"«{name}» waits for something that is no longer in the form.",
                    "Put it back, or take the condition away.",
                )
        if not lost:
            yield from _reach(place, name, slot.condition, before)


def _reach(
    place: str, name: str, condition: Condition, before: Mapping[str, Source]
) -> Iterator[Problem]:
    if _never(condition, before):
        yield error(
            place,
            f"«{name}» is never asked: no answer opens it.",
            "Change the condition, or take it away.",
        )
    elif _always(condition, before):
        yield error(
            place,
            f"«{name}» is asked whatever the answer is.",
            "Take the condition away, or make it narrower.",
        )


def _never(condition: Condition, before: Mapping[str, Source]) -> bool:
    match condition:
        case AllOf(of=parts):
            return any(_never(one, before) for one in parts) or _rule_each_other_out(parts)
        case AnyOf(of=parts):
            return all(_never(one, before) for one in parts)
        case Not(of=part):
            return _always(part, before)
        case simple:
            return _none_fits(simple, before[simple.item])


def _always(condition: Condition, before: Mapping[str, Source]) -> bool:
    """Tell whether every possible answer opens it; a missing answer still does not."""
    match condition:
        case AllOf(of=parts):
            return all(_always(one, before) for one in parts)
        case AnyOf(of=parts):
            return any(_always(one, before) for one in parts)
        case Not(of=part):
            return _never(part, before)
        case simple:
            return _all_fit(simple, before[simple.item])


def _none_fits(condition: Simple, source: Source) -> bool:
    match condition:
        case AtLeast(value=value):
            return source.ends is not None and value > source.ends[1]
        case AtMost(value=value):
            return source.ends is not None and value < source.ends[0]
        case Chosen(options=options):
            return not {one.code for one in options} & source.codes
        case IsTrue():
            return source.kind != "yes_no"


def _all_fit(condition: Simple, source: Source) -> bool:
    match condition:
        case AtLeast(value=value):
            return source.ends is not None and value <= source.ends[0]
        case AtMost(value=value):
            return source.ends is not None and value >= source.ends[1]
        case Chosen(options=options):
            return bool(source.codes) and source.codes <= {one.code for one in options}
        case IsTrue():
            return False


def _rule_each_other_out(parts: Sequence[Condition]) -> bool:
    least: dict[str, Decimal] = {}
    most: dict[str, Decimal] = {}
    for one in parts[:MOST_PAIRS]:
        match one:
            case AtLeast(item=item, value=value):
                least[item] = max(value, least.get(item, value))
            case AtMost(item=item, value=value):
                most[item] = min(value, most.get(item, value))
            case _:
                continue
    return any(least[item] > most[item] for item in least.keys() & most.keys())


def _unwritten(composition: Composition) -> Iterator[Problem]:
    for slot in composition.slots:
        if isinstance(slot, LocalSlot):
            for item in slot.questionnaire.items:
                if isinstance(item, Choice) and len(item.answer_options) < 2:
                    yield error(
                        slot.id,
                        f"«{item.text.read('nb')}» has fewer than two options.",
                        "Write at least two options.",
                    )


def slot_name(slot: InstrumentSlot | LocalSlot, library: Library, language: str = "nb") -> str:
    """Return what a part of the form is called: the instrument's title, or the question."""
    if isinstance(slot, InstrumentSlot):
        instrument = library.get((slot.instrument, slot.version))
        return instrument.title.read(language) if instrument else slot.instrument
    first = next(iter(slot.questionnaire.items), None)
    return slot.title.read(language) or (first.text.read(language) if first else slot.id)
