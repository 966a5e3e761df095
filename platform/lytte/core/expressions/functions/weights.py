"""How much an answer counts: ordinal() and weight() (SDC, section 3.2).

The answer may carry the figure itself; else whoever evaluates knows it, or the form in
%questionnaire says it: at the option, at the concept of a contained value set, or at
the concept of a contained code system.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from lytte.core.expressions.coercion import plain
from lytte.core.expressions.elements import Element, Tree
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.scope import Collection, Run

Arguments = Sequence[Collection]

_BASE: Final = "http://hl7.org/fhir/StructureDefinition/"
_URLS: Final = frozenset(
    _BASE + name
    for name in (
        "ordinalValue",
        "itemWeight",
        "questionnaire-ordinalValue",
        "codesystem-ordinalValue",
        "valueset-ordinalValue",
    )
)


def _weight(items: Collection, _: Arguments, run: Run) -> Collection:
    found = (_own(item) or _given(item, run) or _of_form(item, run) for item in items)
    return [weight for weights in found for weight in weights]


def _own(item: object) -> list[Decimal]:
    """Return what the extension at the element itself says."""
    if not isinstance(item, Element):
        return []
    return [
        Decimal(value)
        for extension in _elements(item, "extension")
        if _text(extension, "url") in _URLS
        for child in extension.children("value")
        if isinstance(value := plain(child), int | Decimal) and not isinstance(value, bool)
    ][:1]


def _given(item: object, run: Run) -> list[Decimal]:
    ask = run.environment.weight
    weight = ask(item) if ask is not None else None
    return [] if weight is None else [weight]


def _of_form(item: object, run: Run) -> list[Decimal]:
    if run.environment.weight is not None or not isinstance(item, Element):
        return []
    if run.weights is None:
        run.weights = _weights(run)
    answer = _answer(item)
    for place in (_link_id(item), _SYSTEMS):
        found = run.weights.get((place, answer))
        if found is not None:
            return [found]
    return []


# Where a weight holds for a code wherever it is asked.
_SYSTEMS: Final = None


def _answer(item: Element) -> object:
    """Return what tells one answer of a question from another."""
    if not item.is_complex:
        return plain(item)
    return _text(item, "system"), _text(item, "code")


def _link_id(item: Element) -> object:
    """Return the linkId of the question that the answer was reached from."""
    around: Tree | None = item if isinstance(item, Tree) else None
    while around is not None:
        found = _text(around, "linkId")
        if found is not None:
            return found
        around = around.parent
    return None


def _weights(run: Run) -> dict[tuple[object, object], Decimal]:
    """Return every weight that the form, and what is contained in it, mentions."""
    found: dict[tuple[object, object], Decimal] = {}
    forms = _roots("questionnaire", run)
    for form in forms:
        sets = {key: each for each in _contained(form, "ValueSet") for key in _names(each)}
        for item in _descendants(form, "item", run):
            _note_question(found, item, sets.get(_text(item, "answerValueSet")))
    for root in (*forms, *_roots("resource", run)):
        for system in _contained(root, "CodeSystem"):
            for concept in _descendants(system, "concept", run):
                key = (_SYSTEMS, (_text(system, "url"), _text(concept, "code")))
                _note(found, key, _own(concept))
    return found


def _note_question(
    found: dict[tuple[object, object], Decimal], item: Element, value_set: Element | None
) -> None:
    link_id = _text(item, "linkId")
    for option in _elements(item, "answerOption"):
        for value in _elements(option, "value"):
            _note(found, (link_id, _answer(value)), _own(option) or _own(value))
    for concept, system in _concepts(value_set):
        _note(found, (link_id, (system, _text(concept, "code"))), _own(concept))


def _note(
    found: dict[tuple[object, object], Decimal], key: tuple[object, object], weights: list[Decimal]
) -> None:
    if weights:
        found.setdefault(key, weights[0])


def _roots(variable: str, run: Run) -> list[Element]:
    if variable == "questionnaire" and variable not in run.environment.variables:
        return []
    return [item for item in run.variable(variable) if isinstance(item, Element)]


def _contained(root: Element, kind: str) -> list[Element]:
    return [each for each in _elements(root, "contained") if each.type_name == kind]


def _names(value_set: Element) -> Iterator[object]:
    """Yield what a question may call a contained value set."""
    yield f"#{_text(value_set, 'id')}"
    yield _text(value_set, "url")


def _concepts(value_set: Element | None) -> Iterator[tuple[Element, object]]:
    if value_set is None:
        return
    for compose in _elements(value_set, "compose"):
        for include in _elements(compose, "include"):
            for concept in _elements(include, "concept"):
                yield concept, _text(include, "system")
    for expansion in _elements(value_set, "expansion"):
        for concept in _elements(expansion, "contains"):
            yield concept, _text(concept, "system")


def _descendants(root: Element, name: str, run: Run) -> Iterator[Element]:
    waiting = _elements(root, name)
    while waiting:
        run.spend(1)
        element = waiting.pop()
        yield element
        waiting.extend(_elements(element, name))


def _elements(of: Element, name: str) -> list[Element]:
    return [child for child in of.children(name) if isinstance(child, Element)]


def _text(of: Element, name: str) -> object:
    children = of.children(name)
    value = plain(children[0]) if children else None
    return value if isinstance(value, str) else None


WEIGHTS: Final[Functions] = {"ordinal": Eager(_weight), "weight": Eager(_weight)}
