"""Dictionaries nobody wrote, as large as they may be: read soon, or refused with the way out."""

from collections.abc import Callable

import pytest

from lytte.core.size import MOST_CONDITIONS as MANY
from lytte.core.size import MOST_OPTIONS
from lytte.integrations.redcap.read import read
from tests.integrations.redcap.dictionaries import dictionary, field, imported
from tests.machine import soon

_MOST = 2_500


def _listed(number: int) -> str:
    return "|".join(f"{n},a{n}" for n in range(number))


def _plain() -> bytes:
    return dictionary(*(field(f"f{n}") for n in range(_MOST)))


def _a_chain() -> bytes:
    chain = [field(f"f{n}", "yesno", branching_logic=f"[f{n - 1}]='1'") for n in range(1, MANY)]
    return dictionary(field("f0", "yesno"), *chain)


def _calculated() -> bytes:
    numbers = [field(f"n{n}", validation="integer") for n in range(_MOST - 500)]
    sums = [field(f"c{n}", "calc", choices=f"sum([n{n}],[n{n + 1}])*2") for n in range(500)]
    return dictionary(*numbers, *sums)


def _each_opened_by_an_option() -> bytes:
    listed = _listed(MOST_OPTIONS)
    waiting = [field(f"b{n}", branching_logic=f"[a]='{n}'") for n in range(MANY - 1)]
    return dictionary(field("a", "radio", choices=listed), *waiting)


def _each_opened_by_a_tick() -> bytes:
    listed = _listed(MOST_OPTIONS)
    logic = "[a({n})]='1' and [a({m})]<>'1'"
    waiting = [field(f"b{n}", branching_logic=logic.format(n=n, m=n + 1)) for n in range(MANY - 1)]
    return dictionary(field("a", "checkbox", choices=listed), *waiting)


def _deep_markup() -> bytes:
    return dictionary(*({**field(f"f{n}"), "field_label": "<div>" * 19_000} for n in range(20)))


def _long_markup() -> bytes:
    return dictionary(
        *({**field(f"f{n}"), "field_label": "<b><i>x</b> " * 8_000} for n in range(20))
    )


def _many_tags() -> bytes:
    tags = " ".join(f"@T{n}" for n in range(12_000))
    return dictionary(*({**field(f"f{n}"), "annotation": tags} for n in range(20)))


def _in_circles() -> bytes:
    round_ = (field(f"f{n}", branching_logic=f"[f{(n + 1) % MANY}]='1'") for n in range(MANY))
    return dictionary(*round_)


SWOLLEN = [
    _a_chain, _calculated, _deep_markup, _each_opened_by_a_tick, _each_opened_by_an_option,
    _in_circles, _long_markup, _many_tags, _plain,
]  # fmt: skip


@pytest.mark.parametrize("made", SWOLLEN, ids=lambda made: made.__name__.strip("_"))
def test_a_swollen_dictionary_takes_under_a_second(made: Callable[[], bytes]) -> None:
    document = made()
    assert len(document) <= 2_000_000

    found = soon(lambda: read(document))

    assert found.items or found.problems


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (dictionary(*(field(f"f{n}") for n in range(_MOST + 1))), "more than 2,500 items"),
        (
            dictionary(
                field("a", "radio", choices="|".join(f"{n},a" for n in range(MOST_OPTIONS + 1)))
            ),
            "over 6,000 options",
        ),
        (
            dictionary(
                field("a", "yesno"),
                *(
                    field(f"f{n}", branching_logic="[a]='1' or " * 99 + "[a]='1'")
                    for n in range(99)
                ),
            ),
            "100,000 letters",
        ),
        (dictionary(*(field(f"f{n}", section_header="Part") for n in range(_MOST))), "2,500 items"),
    ],
    ids=["fields", "choices", "logic", "headings"],
)
def test_what_is_too_much_is_refused_alone_and_soon(document: bytes, told: str) -> None:
    found = soon(lambda: read(document), 3_000_000)

    [problem] = found.problems
    assert told in problem.message
    assert problem.way_out
    assert found.draft is None


@pytest.mark.parametrize("sign", ["+", "-"])
def test_a_sum_of_thirty_fields_is_read_soon(sign: str) -> None:
    names = [f"f{n}" for n in range(30)]
    fields = [field(name, validation="integer") for name in names]
    total = field("total", "calc", choices=sign.join(f"[{name}]" for name in names))

    found = soon(lambda: read(dictionary(*fields, total)), 200_000)

    assert found.questionnaire is not None


def test_a_sum_of_thirty_fields_is_worked_out() -> None:
    names = [f"f{n}" for n in range(30)]
    fields = [field(name, validation="integer") for name in names]
    total = field("total", "calc", choices="+".join(f"[{name}]" for name in names))

    last = imported(*fields, total).items[-1]

    assert getattr(last, "calculated_expression", None) is not None


@pytest.mark.parametrize("sign", [" + ", " or "])
def test_thousands_put_together_are_told_and_no_crash(sign: str) -> None:
    logic = sign.join("[f0]=1" for _ in range(1_200))

    found = read(dictionary(field("f0", validation="integer"), field("a", branching_logic=logic)))

    assert any("puts more than 200 parts together" in each.message for each in found.problems)


def test_an_option_is_meant_by_its_code_before_its_number() -> None:
    asked = field("a", "radio", choices="01, One | 1, Also one | 02, Two")
    plain, other = (field(f"b{code}", branching_logic=f"[a]='{code}'") for code in ("1", "2"))

    conditions = [each.enable_when[0].answer for each in imported(asked, plain, other).items[1:]]

    assert [getattr(each, "code", None) for each in conditions] == ["1", "02"]
