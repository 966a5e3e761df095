"""How expressions name items: by linkId, as in where(linkId = 'a'), or by walking down."""

from collections.abc import Iterator, Sequence
from typing import Final

from lytte.core.expressions.syntax import (
    Call,
    Literal,
    Member,
    Operation,
    Path,
    Step,
    Term,
    This,
)

Pinned = tuple[frozenset[str], Sequence[Term]]

_SAME: Final = frozenset({"=", "~"})


def pinned(criterion: Term) -> Pinned | None:
    """Return the linkIds that a criterion allows, and what else it asks; None if any may do."""
    if not isinstance(criterion, Operation):
        return None
    signs = {sign for sign, _, _ in criterion.rest}
    operands = list(operands_of(criterion))
    if signs == {"and"}:
        return _all_of(operands)
    if signs == {"or"}:
        return _any_of(operands)
    if len(operands) != 2:
        return None
    [sign] = signs
    left, right = operands
    if sign == "in" and _is_link_id(left):
        return _ids(right)
    if sign == "contains" and _is_link_id(right):
        return _ids(left)
    if sign in _SAME and _is_link_id(left):
        return _ids(right)
    return _ids(left) if sign in _SAME and _is_link_id(right) else None


def _all_of(operands: Sequence[Term]) -> Pinned | None:
    """Return what the first operand that names a linkId allows; the others ask more."""
    for place, operand in enumerate(operands):
        found = pinned(operand)
        if found is not None:
            ids, rest = found
            return ids, [*rest, *operands[:place], *operands[place + 1 :]]
    return None


def _any_of(operands: Sequence[Term]) -> Pinned | None:
    every = [found for operand in operands if (found := pinned(operand)) is not None]
    if len(every) < len(operands):
        return None
    ids: frozenset[str] = frozenset().union(*(ids for ids, _ in every))
    return ids, [term for _, rest in every for term in rest]


def _is_link_id(term: Term) -> bool:
    return (
        isinstance(term, Path)
        and isinstance(term.start, This | None)
        and len(term.steps) == 1
        and isinstance(term.steps[0], Member)
        and term.steps[0].name == "linkId"
    )


def _ids(term: Term) -> Pinned | None:
    """Return the linkIds written out in the term, one or several joined by |."""
    if isinstance(term, Literal):
        return (frozenset({term.value}), []) if isinstance(term.value, str) else None
    if not isinstance(term, Operation) or {sign for sign, _, _ in term.rest} != {"|"}:
        return None
    return _any_id(list(operands_of(term)))


def _any_id(terms: Sequence[Term]) -> Pinned | None:
    found = [term.value for term in terms if isinstance(term, Literal)]
    ids = [value for value in found if isinstance(value, str)]
    return (frozenset(ids), []) if len(ids) == len(terms) else None


def operands_of(term: Operation) -> Iterator[Term]:
    yield term.first
    for _, operand, _ in term.rest:
        yield operand


def leads_to_items(term: Term) -> bool:
    """Whether what repeat() follows is item, answer, answer.item or several of these."""
    if isinstance(term, Path):
        if isinstance(term.start, Operation | Path):
            return leads_to_items(term.start) and all(map(_leads_on, term.steps))
        return isinstance(term.start, This | None) and all(map(_leads_on, term.steps))
    if isinstance(term, Operation):
        return all(sign == "|" for sign, _, _ in term.rest) and all(
            map(leads_to_items, operands_of(term))
        )
    return False


def _leads_on(step: Step) -> bool:
    if isinstance(step, Member):
        return step.name in {"item", "answer"}
    if isinstance(step, Call) and step.name in {"combine", "union"}:
        return all(map(leads_to_items, step.arguments))
    return False
