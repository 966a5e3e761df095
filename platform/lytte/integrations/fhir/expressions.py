"""Expressions and constraints, as FHIR writes them in extensions."""

from collections.abc import Sequence
from typing import Any

from lytte.core.items.common import Constraint, Expression
from lytte.integrations.fhir import extensions, wording
from lytte.integrations.fhir.element import Element

FHIRPATH = "text/fhirpath"
_SPELLINGS = {"text/fhirpath", "text/fhir-path", "fhirpath", "application/fhirpath"}


def expression(extension: Element) -> Expression | None:
    """Take the expression of an extension; None when there is nothing to evaluate."""
    if isinstance(plain := extension.peek("valueString"), str):
        if not extension.reading.count_expression(extension.place, plain):
            return None
        extension.take("valueString")
        return Expression(expression=plain)
    given = extension.peek("valueExpression")
    if not isinstance(given, dict) or not isinstance(given.get("expression"), str):
        return None
    if not extension.reading.count_expression(extension.place, given["expression"]):
        return None
    part = extension.child("valueExpression")
    return None if part is None else _expression(part, str(given["expression"]))


def one(element: Element, role: str, urls: Sequence[str]) -> Expression | None:
    """Take the extension called `role` that holds one expression."""
    return element.extension(role, urls, expression)


def variables(element: Element) -> tuple[Expression, ...]:
    """Take the variables that the expressions below can use."""
    return element.extensions("variable", extensions.VARIABLE, expression)


def constraints(element: Element) -> tuple[Constraint, ...]:
    """Take the rules that answers must keep."""
    return element.extensions("constraint", extensions.CONSTRAINT, _constraint)


def written(given: Expression) -> dict[str, Any]:
    """Write an expression as FHIR's Expression."""
    return {
        name: value
        for name, value in (
            ("description", given.description),
            ("name", given.name),
            ("language", given.language),
            ("expression", given.expression),
        )
        if value is not None
    }


def constraint_written(given: Constraint, version: str, language: str) -> dict[str, Any]:
    """Write a constraint: `questionnaire-constraint` in R4, `targetConstraint` in R5."""
    later = version == "R5"
    parts: list[dict[str, Any]] = []
    if given.key:
        parts.append({"$role": "key", "url": "key", "valueId": given.key})
    parts.append({"$role": "severity", "url": "severity", "valueCode": given.severity})
    rule: dict[str, Any] = {"valueString": given.expression}
    if later or given.language != FHIRPATH:
        rule = {"valueExpression": {"language": given.language, "expression": given.expression}}
    parts.append({"$role": "expression", "url": "expression", **rule})
    if given.human:
        human = wording.written("valueString", given.human, language)
        parts.append({"$role": "human", "url": "human", **human})
    parts.extend(
        {"$role": "location", "url": "location", "valueString": at} for at in given.location
    )
    url = extensions.CONSTRAINT_R5 if later else extensions.CONSTRAINT[0]
    return {"$role": "constraint", "extension": parts, "url": url}


def _expression(part: Element, written_as: str) -> Expression:
    part.take("expression")
    language = part.text("language")
    if language is None:
        part.reading.warning(
            part.place,
            f"{part.named}: the expression “{written_as[:60]}” does not say its language; read as "
            "FHIRPath",
            f'Add "language": "{FHIRPATH}".',
        )
        language = FHIRPATH
    elif language.strip().lower() in _SPELLINGS:
        language = FHIRPATH
    else:
        part.reading.warning(
            part.place,
            f"{part.named}: the expression “{written_as[:60]}” is written in {language[:40]}, "
            "which has no effect here; it is kept for export",
            "Write it in FHIRPath, or leave it out if the question can do without it.",
        )
    return Expression(
        expression=written_as,
        language=language,
        name=part.text("name"),
        description=part.text("description"),
    )


def _constraint(extension: Element) -> Constraint | None:
    rule = extension.extension("expression", ("expression",), expression)
    if rule is None:
        return None
    severity = extension.extension("severity", ("severity",), _code)
    return Constraint(
        key=extension.extension("key", ("key",), _code) or "",
        expression=rule.expression,
        language=rule.language,
        severity="warning" if severity == "warning" else "error",
        human=wording.extended_text(extension, "human", ("human",)),
        location=extension.extensions("location", ("location",), _code),
    )


def _code(extension: Element) -> str | None:
    name = next(iter(extension.names("value")), None)
    return None if name is None else extension.text(name)
