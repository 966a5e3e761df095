"""Forms and answers made up by hypothesis, with every way of depending on one another."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.places import Places
from lytte.core.questionnaire import Questionnaire

_OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")
_TYPES = ("boolean", "integer", "decimal", "string", "group", "group", "display")

Drawn = dict[str, Any]


@st.composite
def forms(draw: st.DrawFn) -> Questionnaire:
    """Up to twelve items, nested, repeating, conditional and calculated in any direction."""
    count = draw(st.integers(2, 12))
    link_ids = [f"i{number}" for number in range(count)]
    items: list[Drawn] = [draw(_item(link_id, link_ids)) for link_id in link_ids]
    roots: list[Drawn] = []
    for number, item in enumerate(items):
        parents = [each for each in items[:number] if each["type"] != "display"]
        parent = draw(st.sampled_from([None, *parents]))
        (roots if parent is None else parent["items"]).append(item)
    variables = draw(st.lists(_variable(link_ids), max_size=2))
    return Questionnaire.model_validate({"items": roots, "variables": variables})


@st.composite
def _item(draw: st.DrawFn, link_id: str, link_ids: list[str]) -> Drawn:
    kind = draw(st.sampled_from(_TYPES))
    item: Drawn = {"type": kind, "link_id": link_id, "items": []}
    if kind != "display":
        item["repeats"] = draw(st.sampled_from([False, False, True]))
    if draw(st.booleans()):
        item["enable_when"] = draw(st.lists(_condition(link_ids), max_size=2))
        item["enable_behavior"] = draw(st.sampled_from([None, "all", "any"]))
    elif draw(st.integers(0, 5)) == 0:
        item["enable_when_expression"] = {"expression": draw(_expressions(link_ids, True))}
    elif draw(st.integers(0, 5)) == 0:
        item["condition"] = {
            "type": "not",
            "of": {"type": "at_least", "item": draw(st.sampled_from(link_ids)), "value": "2"},
        }
    if kind not in ("group", "display") and draw(st.integers(0, 3)) == 0:
        item["calculated_expression"] = {"expression": draw(_expressions(link_ids, False))}
        item["read_only"] = draw(st.booleans())
    if kind == "group" and draw(st.integers(0, 3)) == 0:
        item["variables"] = [draw(_variable(link_ids))]
    return item


@st.composite
def _condition(draw: st.DrawFn, link_ids: list[str]) -> Drawn:
    operator = draw(st.sampled_from(_OPERATORS))
    answer = draw(st.booleans()) if operator == "exists" else draw(_VALUES)
    question = draw(st.sampled_from([*link_ids, "nowhere"]))
    return {"question": question, "operator": operator, "answer": answer}


@st.composite
def _variable(draw: st.DrawFn, link_ids: list[str]) -> Drawn:
    name = draw(st.sampled_from(["v", "w"]))
    return {"name": name, "expression": draw(_expressions(link_ids, False))}


@st.composite
def _expressions(draw: st.DrawFn, link_ids: list[str], is_condition: bool) -> str:
    one, other = draw(st.sampled_from(link_ids)), draw(st.sampled_from(link_ids))
    found: str = draw(
        st.sampled_from(
            [
                f"%resource.item.where(linkId='{one}').answer.value.first()",
                f"%resource.repeat(item).where(linkId='{one}').answer.value.count()",
                f"%resource.descendants().where(linkId='{one}').answer.value.count()"
                f" + %resource.descendants().where(linkId='{other}').answer.count()",
                f"%resource.item.where(linkId='{one}').item.answer.value.count()",
                f"item.where(linkId='{one}').exists()",
                "%resource.item.answer.value.count()",
                "%resource.repeat(item).answer.count()",
                f"%resource.repeat(item).where(linkId!='{one}').answer.count()",
                "%v",
                "%w.first()",
                "%context.answer.value.count()",
            ]
        )
    )
    return f"({found}) != 1" if is_condition else found


_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.booleans(),
    st.integers(0, 4),
    st.sampled_from([Decimal("1.0"), Decimal("1.00"), Decimal("2.5")]),
    st.sampled_from(["a", "b"]),
)


@st.composite
def answers(draw: st.DrawFn, places: Places) -> list[tuple[Key, Given | None]]:
    """A patient's way through: answers given, changed, taken back, in rows far and near."""
    questions = [place for place in places.all if place.is_question]
    if not questions:
        return []
    found: list[tuple[Key, Given | None]] = []
    for _ in range(draw(st.integers(1, 12))):
        place = draw(st.sampled_from(questions))
        at = tuple(draw(st.integers(0, 2)) for _ in place.rows)
        most = 3 if place.item.repeats else 1
        given: Given | None = draw(
            st.one_of(
                st.lists(_VALUES, min_size=1, max_size=most).map(tuple),
                st.sampled_from([None, Missing.DECLINED, Missing.SKIPPED]),
            )
        )
        found.append((Key(place.item.link_id, at), given))
    return found
