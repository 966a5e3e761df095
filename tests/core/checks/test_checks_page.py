"""docs/checks.md says what the rules say."""

from pathlib import Path

import pytest

from lytte.core.checks.check import CHAPTERS, REFUSED
from lytte.core.checks.form import Form, Rule
from lytte.core.checks.page import page
from tests.core.checks.broken import BROKEN

PAGE = Path(__file__).parents[3] / "docs" / "checks.md"
RULES = [rule for _, rules in CHAPTERS for rule in rules]


def test_the_page_is_the_one_the_rules_write() -> None:
    assert PAGE.read_text("utf-8") == page(), "run the command at the top of the page"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_says_what_it_is_and_whether_import_refuses_it(rule: Rule) -> None:
    assert rule.__doc__
    found = {problem.severity for problem in rule(Form(BROKEN[rule.__name__]))}
    assert (found == {"error"}) == (rule in REFUSED)
