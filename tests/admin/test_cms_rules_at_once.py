"""Two clinic admins change the alert rules at once: nothing of either is lost unseen (C16)."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from lytte.core.thresholds import AtLeast, Rule
from tests.admin.test_cms_thresholds import draft, fields
from tests.cms_desk import Cms, Desk


@dataclass(frozen=True)
class Two:
    """A limit that two people have open."""

    rule: Rule
    first: Desk
    second: Desk

    @property
    def address(self) -> str:
        return f"/admin/thresholds/{self.rule.id}"


@pytest.fixture
def two(cms: Cms) -> Two:
    cms.form()
    first, second = cms.author, cms.second
    first.get("/admin/thresholds/new")
    first.follow(first.post("/admin/thresholds/new", **fields()))
    found = Two(draft(cms).rules[0], first, second)
    for each in (first, second):
        each.get(found.address)
    return found


def limits(cms: Cms) -> list[Decimal]:
    return [one.when.value for one in draft(cms).rules if isinstance(one.when, AtLeast)]


def test_who_changes_the_same_limit_sees_both_and_decides(cms: Cms, two: Two) -> None:
    first, second, address = two.first, two.second, two.address
    first.post(address, **fields(value_1_1="5"))

    answer = second.post(address, **fields(value_1_1="9", severity="amber"))

    assert answer.status_code == 409
    assert "Dere endret det samme" in second.text
    assert "når Smerte er minst 5" in second.text
    assert "når Smerte er minst 9" in second.text
    assert "lokal grense" not in second.text  # It is the same on both sides.
    assert limits(cms) == [Decimal(5)]
    second.follow(second.post(address, **fields(value_1_1="9", severity="amber")))
    assert limits(cms) == [Decimal(9)]


def test_a_limit_that_somebody_took_out_meanwhile_is_not_lost(cms: Cms, two: Two) -> None:
    first, second, address = two.first, two.second, two.address
    first.post(f"{address}/out")

    answer = second.post(address, **fields(value_1_1="9"))

    assert answer.status_code == 409
    assert "Tatt ut" in second.text
    assert "når Smerte er minst 9" in second.text
    assert limits(cms) == []


def test_two_who_write_a_limit_each_both_get_theirs(cms: Cms, two: Two) -> None:
    first, second = two.first, two.second
    for each in (first, second):
        each.get("/admin/thresholds/new")
    for each, value in ((first, "5"), (second, "9")):
        assert each.post("/admin/thresholds/new", **fields(value_1_1=value)).status_code == 303

    assert sorted(limits(cms)) == [Decimal(5), Decimal(7), Decimal(9)]


def test_two_who_write_the_first_limit_both_get_theirs(cms: Cms) -> None:
    cms.form()
    desks = (cms.author, cms.second)
    for each in desks:
        each.get("/admin/thresholds/new")
    for each, value in zip(desks, ("5", "9"), strict=True):
        assert each.post("/admin/thresholds/new", **fields(value_1_1=value)).status_code == 303

    assert sorted(limits(cms)) == [Decimal(5), Decimal(9)]
