"""Rules about conditions that cannot be understood, or are read differently elsewhere."""

from collections.abc import Iterator
from decimal import Decimal

from lytte.core.checks.form import Form
from lytte.core.checks.telling import named, told
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.places import ancestors
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.problems import Problem, error, note, warning
from lytte.core.values import Coding, Date, DateTime, Quantity, Reference, Time, Uri

_KINDS: dict[str, tuple[type, ...]] = {
    "attachment": (),
    "boolean": (bool,),
    "date": (Date, DateTime),
    "dateTime": (Date, DateTime),
    "decimal": (int, Decimal),
    "integer": (int, Decimal),
    "numeric_rating": (int, Decimal),
    "quantity": (Quantity, int, Decimal),
    "reference": (Reference,),
    "string": (str, Uri),
    "text": (str, Uri),
    "time": (Time,),
    "url": (str, Uri),
    "visual_analogue": (int, Decimal),
}
_UNORDERED = (bool, Coding, Reference)
_ORDERING = (">", "<", ">=", "<=")


def condition_on_nothing(form: Form) -> Iterator[Problem]:
    """A condition refers to a linkId that no item has.

    Misspelt, or the question was removed: the item would never be shown as meant.
    """
    for item in form.items:
        for condition in item.enable_when:
            if form.place(condition.question) is None:
                yield error(
                    item.link_id,
                    f"{told(item)} depends on the item {condition.question}, which does not exist",
                    "Correct the linkId or remove the condition.",
                )


def condition_on_itself(form: Form) -> Iterator[Problem]:
    """An item is shown only after it, or something inside it, has been answered.

    That can never happen.
    """
    for place, _, source in form.links:
        if source is place or place in ancestors(source):
            yield error(
                place.item.link_id,
                f"{told(place.item)} depends on an answer inside itself",
                "Let it depend on a question that is asked before it.",
            )


def condition_on_a_text(form: Form) -> Iterator[Problem]:
    """A condition refers to a group or a text, which cannot be answered."""
    for place, condition, source in form.links:
        if not source.is_question:
            yield error(
                place.item.link_id,
                f"{told(place.item)} depends on {named(source.item)}, which cannot be answered",
                f"Let it depend on a question instead of {condition.question}.",
            )


def circular(form: Form) -> Iterator[Problem]:
    """Items depend on one another in a circle.

    Which one is shown would depend on which is looked at first.
    """
    yield from compile(form.questionnaire, readings=form.readings).problems


def exists_without_yes_or_no(form: Form) -> Iterator[Problem]:
    """“Is answered” (exists) is compared with something other than true or false."""
    for item in form.items:
        for condition in item.enable_when:
            if condition.operator == "exists" and not isinstance(condition.answer, bool):
                yield error(
                    item.link_id,
                    f"{told(item)} asks whether {condition.question} is answered, and then for "
                    "something else than yes or no",
                    "Use answerBoolean true (answered) or false (not answered).",
                )


def answer_of_another_type(form: Form) -> Iterator[Problem]:
    """A condition compares an answer with a value of another type.

    A number is never equal to a text, nor a coded option to a word, so the item is
    never shown (with “not equal”: always).
    """
    for place, condition, source in form.links:
        if condition.operator == "exists" or not source.is_question:
            continue
        expected = _expected(form, source.item)
        if expected and not _is_one(condition.answer, expected):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} compares the answer to {named(source.item)}, which is "
                f"{_a(expected[0])}, with {_a(type(condition.answer))}",
                "Compare with a value of the type that is answered.",
            )


def order_without_order(form: Form) -> Iterator[Problem]:
    """A condition asks for more or less of something that has no order.

    Options, yes-or-no answers and references are equal or different, never more.
    """
    for place, condition, _ in form.links:
        if condition.operator in _ORDERING and isinstance(condition.answer, _UNORDERED):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} asks whether {condition.question} is {condition.operator} "
                "something that has no order",
                "Use = or !=, or compare a number.",
            )


def behaviour_missing(form: Form) -> Iterator[Problem]:
    """Several conditions, and nothing says whether all must hold or any of them.

    FHIR demands enableBehavior here, and programs differ; Lytte reads “any”.
    """
    for item in form.items:
        if len(item.enable_when) > 1 and item.enable_behavior is None:
            yield warning(
                item.link_id,
                f"{told(item)} has {len(item.enable_when)} conditions and does not say whether all "
                "must hold; read as: any of them opens it",
                "Set enableBehavior to all or any.",
            )


def two_kinds_of_condition(form: Form) -> Iterator[Problem]:
    """An item has both plain conditions and a condition as an expression.

    FHIR does not say which one counts: some programs want both to hold, others only the
    expression.
    """
    for item in form.items:
        if item.enable_when and item.enable_when_expression is not None:
            yield warning(
                item.link_id,
                f"{told(item)} has conditions and an expression that says when it is shown",
                "Keep one of the two.",
            )


def not_equal_when_unanswered(form: Form) -> Iterator[Problem]:
    """“Not equal” without “is answered” beside it.

    While the question is unanswered, “not equal” is true, so the item is shown from the
    start. Other programs hide it until there is an answer.
    """
    asked = {
        (place, condition.question)
        for place, condition, _ in form.links
        if condition.operator == "exists"
    }
    for place, condition, source in form.links:
        if condition.operator == "!=" and (place, condition.question) not in asked:
            yield warning(
                place.item.link_id,
                f"{told(place.item)} is shown also before {named(source.item)} is answered, "
                "because no answer counts as different",
                f"Add the condition that {condition.question} exists, if that is not meant.",
            )


def code_without_system(form: Form) -> Iterator[Problem]:
    """A condition and the option it means do not both name the code's system.

    Lytte then compares the code alone; some programs find the two different.
    """
    for place, condition, source in form.links:
        wanted = condition.answer
        if not isinstance(wanted, Coding) or not wanted.code:
            continue
        systems = form.offer(source.item).systems_of(wanted.code)
        if systems and wanted.system not in systems and (None in systems or not wanted.system):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} waits for the code {wanted.code} of {named(source.item)}; "
                "only one of the two says from which system it is",
                "Write the same system in both, or in neither.",
            )


def depends_on_later(form: Form) -> Iterator[Problem]:
    """An item depends on a question that is asked after it.

    It would appear on a page the patient has already left.
    """
    for place, _, source in form.links:
        if source.number > place.number and place not in ancestors(source):
            yield note(
                place.item.link_id,
                f"{told(place.item)} depends on {named(source.item)}, which is asked later",
                "Move it after that question.",
            )


def _expected(form: Form, item: Item) -> tuple[type, ...]:
    if not isinstance(item, Choice):
        return _KINDS.get(item.type, ())
    kinds = tuple(form.offer(item).kinds) or (Coding,)
    return (*kinds, str) if item.type == "open-choice" else kinds


def _is_one(value: object, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    if isinstance(value, Coding) and not value.code and str in kinds:
        return True
    return isinstance(value, kinds)


def _a(kind: type) -> str:
    return {
        bool: "yes or no",
        int: "a number",
        Decimal: "a number",
        str: "a text",
        Coding: "a coded option",
        Uri: "an address",
        Quantity: "an amount with a unit",
        Reference: "a reference",
        Date: "a date",
        DateTime: "a point in time",
        Time: "a time of day",
    }.get(kind, kind.__name__)


RULES = (
    condition_on_nothing,
    condition_on_itself,
    condition_on_a_text,
    circular,
    exists_without_yes_or_no,
    answer_of_another_type,
    order_without_order,
    behaviour_missing,
    two_kinds_of_condition,
    not_equal_when_unanswered,
    code_without_system,
    depends_on_later,
)
