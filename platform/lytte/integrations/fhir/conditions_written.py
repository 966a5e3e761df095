"""Lytte's own conditions written as FHIRPath, for programs that only know FHIR.

An expression over a missing answer is empty, and empty does not open an item: the
same as Lytte's unknown.
"""

from typing import assert_never

from lytte.core.conditions import AllOf, AnyOf, AtLeast, AtMost, Chosen, Condition, IsTrue, Not


def fhirpath(condition: Condition) -> str:
    """Return the condition as an expression on the response."""
    match condition:
        case AtLeast():
            return f"{_answers(condition.item)}.first() >= {condition.value}"
        case AtMost():
            return f"{_answers(condition.item)}.first() <= {condition.value}"
        case Chosen():
            codes = " or ".join(f"code = {_quoted(each.code or '')}" for each in condition.options)
            given = _answers(condition.item)
            return f"iif({given}.exists(), {given}.where({codes}).exists(), {{}})"
        case IsTrue():
            return f"{_answers(condition.item)}.first() = true"
        case AllOf():
            return " and ".join(f"({fhirpath(each)})" for each in condition.of) or "true"
        case AnyOf():
            return " or ".join(f"({fhirpath(each)})" for each in condition.of) or "false"
        case Not():
            return f"({fhirpath(condition.of)}).not()"
        case _:
            assert_never(condition)


def _answers(link_id: str) -> str:
    return f"%resource.descendants().where(linkId = {_quoted(link_id)}).answer.value"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
