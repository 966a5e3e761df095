"""Names in an instrument that must lead somewhere, and faults only the whole can show."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lytte.core.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    IsTrue,
    Not,
)
from lytte.core.criteria import asked, simple
from lytte.core.instrument import Instrument
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.problems import Problem, error
from lytte.core.thresholds import Answered
from lytte.core.values import Coding, NativeValue
from lytte.instruments.recipes import scale_set_faults

ITEMS, LIMITS = "instrument.toml", "thresholds.toml"


def name_faults(instrument: Instrument) -> Iterator[Problem]:
    """Yield a problem for each name that leads nowhere, stands twice, or measures nothing."""
    every = list(instrument.questionnaire.every_item())
    by_id = {item.link_id: item for item in every}
    for link_id in _twice(item.link_id for item in every):
        yield error(f"{ITEMS} {link_id}", "two items have this link_id", "rename one of them")
    for item in every:
        yield from _item_faults(item, by_id)
    for scale in instrument.scales:
        for name in scale.items:
            if name not in by_id:
                yield error(f"{ITEMS} scale {scale.id}", f"names {name}, which is not an item")
    for fault in scale_set_faults(instrument.scales):
        yield error(ITEMS, fault)
    yield from _rule_faults(instrument, by_id)
    yield from _emergency_faults(instrument, by_id)


def conditions(condition: Condition) -> Iterator[Condition]:
    """Yield `condition` and everything it is made of."""
    yield condition
    match condition:
        case AllOf() | AnyOf():
            for one in condition.of:
                yield from conditions(one)
        case Not():
            yield from conditions(condition.of)
        case _:
            return


def _item_faults(item: Item, by_id: Mapping[str, Item]) -> Iterator[Problem]:
    place = f"{ITEMS} {item.link_id}"
    for when in item.enable_when:
        if when.question not in by_id:
            yield error(place, f"is asked by the answer to {when.question}, which is not an item")
    if isinstance(item, Choice):
        yield from _option_faults(item, place)
    for one in conditions(item.condition) if item.condition else ():
        if not isinstance(one, AllOf | AnyOf | Not):
            yield from _opener_faults(one, place, by_id)


def _option_faults(item: Choice, place: str) -> Iterator[Problem]:
    codes = [_code(option.value) for option in item.answer_options]
    for code in _twice(codes):
        yield error(place, f"two options have the code {code}", "rename one of them")
    if not codes and not item.answer_value_set:
        yield error(place, "has nothing to choose from", "give it options")
    if item.scored and all(option.weight is None for option in item.answer_options):
        yield error(place, "is scored, but no option has a weight")


def _opener_faults(
    opener: AtLeast | AtMost | Chosen | IsTrue, place: str, by_id: Mapping[str, Item]
) -> Iterator[Problem]:
    if opener.item not in by_id:
        yield error(place, f"is asked by the answer to {opener.item}, which is not an item")
    elif isinstance(opener, Chosen):
        offered = _offered(by_id[opener.item])
        for option in opener.options:
            if option.code not in offered:
                yield error(place, f"waits for {option.code}, no option of {opener.item}")


def _rule_faults(instrument: Instrument, by_id: Mapping[str, Item]) -> Iterator[Problem]:
    numbers = {name for name, item in by_id.items() if _is_number(item)}
    numbers |= {scale.id for scale in instrument.scales}
    ids = [rule.id for rule in instrument.rules] + [one.id for one in instrument.emergencies]
    for rule_id in _twice(ids):
        yield error(_place(rule_id, instrument), "two have this id", "rename one of them")
    for rule in instrument.rules:
        place = _place(rule.id, instrument)
        if not rule.source:
            yield error(
                place, "does not say where the limit comes from", "give a source, or local = true"
            )
        for one in simple(rule.when):
            item = by_id.get(asked(one).removeprefix(f"{instrument.id}/"))
            if isinstance(one, Answered):
                yield from _answer_faults(one, place, item)
            elif asked(one).removeprefix(f"{instrument.id}/") not in numbers:
                yield error(
                    place, f"measures {asked(one)}, neither a scale nor an item with a number"
                )


def _answer_faults(waits: Answered, place: str, item: Item | None) -> Iterator[Problem]:
    if item is None:
        yield error(place, f"waits for an answer to {waits.item}, which is not an item")
    elif isinstance(item, Boolean):
        if not all(isinstance(one, bool) for one in waits.options):
            yield error(place, f"waits for something else than yes or no to {waits.item}")
    else:
        for option in waits.options:
            if _code(option) not in _offered(item):
                yield error(place, f"waits for {_code(option)}, no option of {waits.item}")


def _emergency_faults(instrument: Instrument, by_id: Mapping[str, Item]) -> Iterator[Problem]:
    for one in instrument.emergencies:
        place = _place(one.id, instrument)
        item = by_id.get(one.item.removeprefix(f"{instrument.id}/"))
        if item is None:
            yield error(place, f"stands on {one.item}, which is not an item")
        elif isinstance(item, Choice):
            for trigger in one.triggers:
                if _code(trigger) not in _offered(item):
                    yield error(place, f"is set off by {_code(trigger)}, no option of {one.item}")


def _place(rule_id: str, instrument: Instrument) -> str:
    return f"{LIMITS} {rule_id.removeprefix(instrument.id + '.')}"


def _is_number(item: Item) -> bool:
    match item:
        case NumericRating() | VisualAnalogue():
            return True
        case Choice() | Number():
            return item.scored
        case _:
            return False


def _offered(item: Item) -> set[str | None]:
    if not isinstance(item, Choice):
        return set()
    return {_code(option.value) for option in item.answer_options}


def _code(value: NativeValue) -> str | None:
    return value.code if isinstance(value, Coding) else str(value)


def _twice(names: Iterable[str | None]) -> list[str]:
    return [str(name) for name, times in Counter(names).items() if times > 1]
