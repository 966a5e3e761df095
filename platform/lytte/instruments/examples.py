"""Examples worked by hand, and what the engine makes of the same answers."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from lytte.core.alerting import alerts, emergencies
from lytte.core.answered_form import (
    AnsweredPart,
    CompiledForm,
    answer_form,
    compile_form,
    known,
    measures,
)
from lytte.core.answers import Given, Key, Missing
from lytte.core.chosen import chosen
from lytte.core.evaluation.pages import asked
from lytte.core.forms import Form
from lytte.core.frozen import Frozen
from lytte.core.instrument import Instrument
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.problems import Problem, error
from lytte.core.thresholds import Occasion
from lytte.core.values import Coding, NativeValue

Plain = bool | int | Decimal | str | list[str]
"""An answer as an author writes it: a number, a text, an option's code or several."""

# What happened before happened a week apart; only the order counts.
_LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
_REASONS = {reason.value for reason in Missing}


class Example(Frozen):
    """Answers to an instrument, and what they must come to; what is left out is not looked at."""

    name: str
    answers: Mapping[str, Plain]
    before: tuple[Mapping[str, Plain], ...] = ()
    """What the same patient answered earlier, oldest first."""
    proxy: bool = False
    asked: tuple[str, ...] = ()
    """Items that are open, besides others perhaps."""
    not_asked: tuple[str, ...] = ()
    scores: Mapping[str, Decimal | Literal["none"]] = Field(default={})
    alerts: tuple[str, ...] | None = None
    """Every rule that alerts, in the order of thresholds.toml; [] when none may."""
    emergencies: tuple[str, ...] | None = None


class Outcome(Frozen):
    """What the engine makes of an example's answers, in the words of an example."""

    asked: tuple[str, ...]
    scores: Mapping[str, Decimal | Literal["none"]]
    alerts: tuple[str, ...]
    emergencies: tuple[str, ...]


def read_examples(folder: Path) -> tuple[list[Example], list[Problem]]:
    """Read `examples/*.toml`; a file that cannot be read is a problem, the others still count."""
    found: list[Example] = []
    problems: list[Problem] = []
    for file in sorted((folder / "examples").glob("*.toml")):
        place = f"{folder.name}/examples/{file.name}"
        try:
            with file.open("rb") as opened:
                tables = tomllib.load(opened, parse_float=Decimal).get("example", [])
            found += [Example.model_validate(table) for table in tables]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            problems.append(error(place, f"is not TOML: {fault}"))
        except ValidationError as invalid:
            problems += [
                error(place, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
                for fault in invalid.errors()
            ]
    return found, problems


def differences(instrument: Instrument, example: Example) -> Iterator[str]:
    """Yield a sentence for each way the engine and the hand disagree."""
    got = outcome(instrument, example)
    open_items = set(got.asked)
    yield from (
        f"{one} should be asked and is not" for one in example.asked if one not in open_items
    )
    yield from (
        f"{one} should not be asked and is" for one in example.not_asked if one in open_items
    )
    for scale, expected in example.scores.items():
        if got.scores.get(scale) != expected:
            yield f"{scale} is {got.scores.get(scale)}, worked by hand {expected}"
    for what in ("alerts", "emergencies"):
        wanted = getattr(example, what)
        if wanted is not None and getattr(got, what) != wanted:
            yield f"{what} are {list(getattr(got, what))}, worked by hand {list(wanted)}"


def outcome(instrument: Instrument, example: Example) -> Outcome:
    """Answer the instrument as the example says.

    Raises ValueError when the example answers what the instrument does not ask.
    """
    form = compile_form(Form(title=instrument.title, parts=(instrument.part,)))
    now = _answered(form, instrument, example.answers)
    history = [
        Occasion(
            at=_LONG_AGO + timedelta(weeks=week),
            measures=known(measures({instrument.id: _answered(form, instrument, earlier)})),
        )
        for week, earlier in enumerate(example.before)
    ]
    said = _said(now)
    numbers = known(measures({instrument.id: now}))
    by_address = {f"{instrument.id}/{link_id}": values for link_id, values in said.items()}
    looked_at = numbers | chosen(instrument.rules, by_address)
    raised = alerts(instrument.rules, looked_at, history, proxy=example.proxy)
    return Outcome(
        asked=tuple(said),
        scores={
            name: "none" if one.value is None else one.value for name, one in now.scales.items()
        },
        alerts=tuple(_short(alert.rule_id, instrument) for alert in raised),
        emergencies=tuple(
            _short(one.id, instrument) for one in emergencies(instrument.emergencies, by_address)
        ),
    )


def _said(part: AnsweredPart) -> dict[str, tuple[NativeValue, ...]]:
    """Return what was answered to each open question, in the order they are asked."""
    evaluation = part.evaluation
    if evaluation is None:
        return {}
    return {key.link_id: tuple(evaluation.values(key)) for key in asked(evaluation)}


def _answered(
    form: CompiledForm, instrument: Instrument, written: Mapping[str, Plain]
) -> AnsweredPart:
    items = {item.link_id: item for item in instrument.questionnaire.every_item()}
    if strangers := sorted(set(written) - set(items)):
        raise ValueError(f"answers {', '.join(strangers)}, which is not an item")
    answers = {Key(link_id): _given(items[link_id], plain) for link_id, plain in written.items()}
    return answer_form(form, {instrument.id: answers})[instrument.id]


def _given(item: Item, plain: Plain) -> Given:
    if isinstance(plain, str) and plain in _REASONS:
        return Missing(plain)
    return tuple(_value(item, one) for one in (plain if isinstance(plain, list) else [plain]))


def _value(item: Item, plain: bool | int | Decimal | str) -> NativeValue:
    match item:
        case Choice():
            return _chosen(item, plain)
        case NumericRating() | VisualAnalogue():
            if not isinstance(plain, int) or not item.minimum <= plain <= item.maximum:
                raise ValueError(f"{item.link_id} cannot be answered {plain}")
            return plain
        case _:
            return plain


def _chosen(item: Choice, plain: Any) -> NativeValue:
    """Find the option by its code, or by its weight where the example is written in numbers."""
    for option in item.answer_options:
        value = option.value
        if isinstance(value, Coding) and plain in (value.code, option.weight):
            return value
    if item.type == "open-choice" and isinstance(plain, str):
        return plain
    raise ValueError(f"{item.link_id} has no option {plain}")


def _short(rule_id: str, instrument: Instrument) -> str:
    return rule_id.removeprefix(f"{instrument.id}.")
