"""Which answers an expression says it reads."""

import pytest

from lytte.core.expressions.dependencies import dependencies
from lytte.core.expressions.expression import parse


@pytest.mark.parametrize(
    ("text", "link_ids", "subtrees"),
    [
        ("%resource.item.where(linkId='a').answer.value + 1", "a", ""),
        ("%resource.item.where(linkId='g').item.where(linkId='a').answer.value", "a", ""),
        ("%resource.item.where('a' = linkId).answer.value", "a", ""),
        ("%resource.item.where($this.linkId ~ 'a').answer.value", "a", ""),
        ("%resource.descendants().where(linkId='a' or linkId='b').answer.value", "a b", ""),
        ("%resource.repeat(item).where(linkId in ('a'|'b')).answer.value.sum()", "a b", ""),
        ("%resource.repeat(item|answer.item).where(linkId='a' and answer.value > 3)", "a", "a"),
        ("%resource.repeat(item.union(answer.item)).where(linkId='a').answer.value", "a", ""),
        ("%resource.item.where(linkId='a').exists()", "", "a"),
        ("%resource.item.exists(linkId='a' and answer.exists())", "a", "a"),
        ("%resource.item.where(linkId='a').answer.exists()", "a", ""),
        ("%resource.item.where(linkId='a').answer.item.where(linkId='c').answer.value", "a c", ""),
        ("%resource.item.where(linkId='g').item.answer.value.sum()", "", "g"),
        ("%resource.item.where(linkId='g').descendants().where(linkId='x').answer.value", "x", ""),
        ("QuestionnaireResponse.item.where(linkId='q').answer.value", "q", ""),
        (
            "iif(%resource.item.where(linkId='a').answer.value, 1, "
            "%resource.item.where(linkId='b').answer.value)",
            "a b",
            "",
        ),
        (
            "(%resource.item.where(linkId='a') | %resource.item.where(linkId='b')).answer.value",
            "a b",
            "",
        ),
        ("%resource.item.where(linkId='a').select(answer.value)", "a", ""),
        ("defineVariable('x', %resource.item.where(linkId='a')).select(%x.answer.value)", "a", ""),
        ("%resource.item.where(linkId='a').answer.children()", "a", "a"),
        ("%factory.Coding('s', %resource.item.where(linkId='a').answer.value)", "a", ""),
        ("-%resource.item.where(linkId='a').answer.value", "a", ""),
        ("%resource.item.where(linkId='a').answer.value is integer", "a", ""),
        ("%resource.item.where(linkId='a')[0].answer.first().value", "a", ""),
        ("%resource.status = 'completed' and %patient.gender = 'female'", "", ""),
        ("1 + 1", "", ""),
    ],
)
def test_a_path_that_names_its_items_depends_on_these(
    text: str, link_ids: str, subtrees: str
) -> None:
    found = dependencies(parse(text))

    assert found.is_certain
    assert " ".join(sorted(found.link_ids)) == link_ids
    assert " ".join(sorted(found.subtrees)) == subtrees
    assert not found.reads_own


@pytest.mark.parametrize(
    "text",
    [
        "%resource.item.answer.value.sum()",
        "%resource.item.where(linkId != 'a').answer.value",
        "%resource.item.where(linkId.startsWith('a')).answer.value",
        "%resource.item.where(linkId = %which).answer.value",
        "%resource.item.where(linkId = 'a' or answer.value = 3).answer.value",
        "%resource.item[2].answer.value",
        "%resource.children().children().value",
        "%resource.repeat(children()).where(linkId = 'a')",
        "%resource.item.all(linkId = 'a')",
        "%resource",
        "%resource.descendants().value",
        "(%resource.item | %resource.item.where(linkId='g').item).answer.value",
    ],
)
def test_a_path_that_does_not_may_read_anything(text: str) -> None:
    assert not dependencies(parse(text)).is_certain


def test_the_item_itself_is_known_from_the_whole_form() -> None:
    at_item = dependencies(parse("answer.value > 3 and item.answer.exists()"))
    at_form = dependencies(parse("item.where(linkId='a').answer.value"), at_item=False)
    anywhere = dependencies(parse("item.answer.value"), at_item=False)

    assert (at_item.reads_own, at_item.is_certain) == (True, True)
    assert (at_form.link_ids, at_form.is_certain) == (frozenset("a"), True)
    assert not anywhere.is_certain


def test_variables_and_the_clock_are_told() -> None:
    found = dependencies(parse("%score > 10 and today() > %patient.birthDate and %ucum != ''"))

    assert found.variables == {"score", "patient"}
    assert found.reads_clock
    assert found.is_certain
