"""The shared FHIRPath cases, judged as docs/fhirpath.md says."""

import pytest

from tests.core.expressions.fhirpath_cases import PAGE, REASONS, Outcome, outcomes, page, table
from tests.corpus import corpus


@pytest.fixture(scope="module")
def found() -> list[Outcome]:
    corpus("fhirpath", "cases")
    found = outcomes()
    print(table(found))
    return found


def test_every_shared_case_passes_or_has_its_reason(found: list[Outcome]) -> None:
    unexplained = [
        f"{case.file} {case.number}: {case.text} -> {fault}"
        for outcome in found
        for case, fault in outcome.failures
        if (case.file, case.number) not in REASONS
    ]

    assert unexplained == []


def test_at_least_99_of_100_shared_cases_pass(found: list[Outcome]) -> None:
    passed, total = sum(each.passed for each in found), sum(each.total for each in found)

    assert total > 1500
    assert passed / total > 0.99


def test_the_page_says_what_passes(found: list[Outcome]) -> None:
    written = page(found)

    assert PAGE.read_text() == written, "python -m tests.core.expressions.fhirpath_cases --write"
