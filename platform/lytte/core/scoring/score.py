"""Scores of a set of scales from the answers to their items."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import assert_never

from lytte.core.answers import Missing
from lytte.core.scoring.bank import ItemResponse
from lytte.core.scoring.composite import Composite
from lytte.core.scoring.graded_response import Estimate, answers_estimate
from lytte.core.scoring.linear import Linear, Range
from lytte.core.scoring.lookup import Lookup
from lytte.core.scoring.maximum import Maximum
from lytte.core.scoring.mean import Mean
from lytte.core.scoring.proctcae_grade import ProctcaeGrade
from lytte.core.scoring.result import Reason, ScaleResult
from lytte.core.scoring.scale import Scale
from lytte.core.scoring.sum import Sum
from lytte.core.scoring.value_set import ValueSet
from lytte.core.scoring.weighted import Weighted

# Twice the digits that are kept, so that thirds add up to one; no traps, because an
# absurd number in an answer becomes a reason, never an error on the way to the nurse.
_WIDE = Context(prec=56, traps=[])
_KEPT = Context(prec=28, traps=[])

# Never used: the scale was refused without its item range.
_UNIT: Range = (Decimal(0), Decimal(1))
_PER_CENT: Range = (Decimal(0), Decimal(100))

Outcome = Decimal | Estimate | Reason


def score(
    scales: Sequence[Scale], values: Mapping[str, Decimal | Missing]
) -> dict[str, ScaleResult]:
    """Score each scale, by its id, in the order given.

    An item that is not in `values` is missing, as is one whose value is `Missing`.
    """
    results: dict[str, ScaleResult] = {}
    waiting = list(scales)
    with localcontext(_WIDE):
        while waiting:
            open_ids = {scale.id for scale in waiting}
            ready = [scale for scale in waiting if open_ids.isdisjoint(_parts(scale))]
            for scale in ready or waiting:  # none is ready: they are made of each other
                results[scale.id] = _score(scale, values, results)
            waiting = [scale for scale in waiting if scale.id not in results]
    return {scale.id: _kept(results[scale.id]) for scale in scales}


def _parts(scale: Scale) -> tuple[str, ...]:
    return scale.method.parts if isinstance(scale.method, Composite) else ()


def _score(
    scale: Scale, values: Mapping[str, Decimal | Missing], results: Mapping[str, ScaleResult]
) -> ScaleResult:
    counted, impossible = _counted(scale, values)
    answered, of = len(counted), len(scale.items)
    outcome: Outcome = Reason(kind="out_of_range", items=impossible)
    if barred := _barred(scale, values):
        outcome = Reason(kind="not_asked", items=barred)
    elif not impossible:
        outcome = _outcome(scale, counted, values, results)
    se = outcome.t_se if isinstance(outcome, Estimate) else None
    exact = outcome.t if isinstance(outcome, Estimate) else outcome
    found = exact if isinstance(exact, Reason) else _published(scale, exact)
    if isinstance(found, Reason):
        return ScaleResult(value=None, reason=found, answered=answered, of=of)
    return ScaleResult(value=found, answered=answered, of=of, se=se)


def _barred(scale: Scale, values: Mapping[str, Decimal | Missing]) -> tuple[str, ...]:
    """Return what says that the scale is not for this person; nothing where that is unknown."""
    given = ((item, least, values.get(item)) for item, least in scale.only_from.items())
    return tuple(
        item for item, least, value in given if isinstance(value, Decimal) and value < least
    )


def _published(scale: Scale, exact: Decimal) -> Decimal | Reason:
    """Round as the source does, and hold back what cannot be a score of this scale."""
    value = exact
    if scale.decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-scale.decimals), ROUND_HALF_UP)
    kept = _KEPT.plus(value)
    low, high = scale.range or (kept, kept)
    if not kept.is_finite() or not low <= kept <= high:
        return Reason(kind="score_out_of_range")
    return value


def _kept(result: ScaleResult) -> ScaleResult:
    # Only now: a composite is made of its parts with all their digits.
    if result.value is None:
        return result
    return result.model_copy(update={"value": _plain(_KEPT.plus(result.value))})


def _plain(value: Decimal) -> Decimal:
    """Write 50 as 50, not as 50.000 and not as 5E+1."""
    short = value.normalize(_KEPT)
    return short.quantize(Decimal(1), context=_KEPT) if 0 < _exponent(short) <= 27 else short


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _counted(
    scale: Scale, values: Mapping[str, Decimal | Missing]
) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """Return what each answered item counts, and the items whose number is impossible."""
    counted: dict[str, Decimal] = {}
    faulty = []
    for item in scale.items:
        value = values.get(item)
        if value is None or isinstance(value, Missing):
            continue
        counts = _count(scale, item, value)
        if counts is None:
            faulty.append(item)
        else:
            counted[item] = counts
    return counted, tuple(faulty)


def _count(scale: Scale, item: str, value: Decimal) -> Decimal | None:
    if not value.is_finite():
        return None
    if steps := scale.recode.get(item):
        reached = [counts for start, counts in steps if start <= value]
        if not reached:
            return None
        value = reached[-1]
    if scale.item_range is None:
        return value
    low, high = scale.item_range
    if not low <= value <= high:
        return None
    return low + high - value if item in scale.reverse else value


def _outcome(
    scale: Scale,
    counted: Mapping[str, Decimal],
    values: Mapping[str, Decimal | Missing],
    results: Mapping[str, ScaleResult],
) -> Outcome:
    # The grade has its own missing rule: a closed branch counts as 0.
    if isinstance(scale.method, ProctcaeGrade):
        return scale.method.score(counted)
    if len(counted) < scale.needed:
        missing = tuple(item for item in scale.items if item not in counted)
        asked = [item for item in missing if values.get(item) is not Missing.NOT_SHOWN]
        if missing and not asked:
            return Reason(kind="not_asked", items=missing, needed=scale.needed)
        return Reason(kind="too_few_answered", items=missing, needed=scale.needed)
    if isinstance(scale.method, Composite):
        return _composite(scale.method, results)
    return _of_items(scale, scale.method, counted)


def _composite(method: Composite, results: Mapping[str, ScaleResult]) -> Outcome:
    found = {part: results[part].value for part in method.parts if part in results}
    scores = {part: value for part, value in found.items() if value is not None}
    if missing := tuple(part for part in method.parts if part not in scores):
        return Reason(kind="part_missing", items=missing)
    return method.score(scores)


def _of_items(
    scale: Scale,
    method: Sum | Mean | Linear | Weighted | Maximum | Lookup | ValueSet | ItemResponse,
    counted: Mapping[str, Decimal],
) -> Outcome:
    values, of = tuple(counted.values()), len(scale.items)
    match method:
        case Sum() | Lookup():
            return method.score(values, of)
        case Mean() | Maximum():
            return method.score(values)
        case Linear():
            return method.score(values, scale.item_range or _UNIT, scale.range or _PER_CENT)
        case Weighted() | ValueSet():
            return method.score(counted)
        case ItemResponse():
            return answers_estimate(method, counted, scale.item_range or _UNIT)
        case _:
            assert_never(method)
