"""Run the shared FHIRPath cases, and write down which of them fail and why.

python -m tests.core.expressions.fhirpath_cases          the share passed, per file
python -m tests.core.expressions.fhirpath_cases --write  … into docs/fhirpath.md
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lytte.core.expressions import temporal
from lytte.core.expressions.decimals import Long, are_equal
from lytte.core.expressions.expression import parse
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.quantities import Quantity
from lytte.core.expressions.scope import Environment
from lytte.core.expressions.temporal import Temporal
from tests.corpus import CORPUS

ROOT = Path(__file__).parents[3]
CASES = CORPUS / "fhirpath"
PAGE = ROOT / "docs" / "fhirpath.md"
START = "<!-- cases: written by the command above -->"
END = "<!-- end of cases -->"
NOW = datetime(2026, 11, 24, 9, 30, 15, 250_000, UTC)


_BY_ID = (
    "Two elements without a value, which differ only in their id. Here the case wants them "
    "equal; `intersect` and `subsetOf (1)` in the same cases want them different, as FHIR says "
    "(an id is part of an element). We hold them different everywhere."
)
REASONS = {
    ("5.1_existence.yaml", 49): _BY_ID,
    ("5.1_existence.yaml", 60): _BY_ID,
    ("simple.yaml", 34): (
        "The case rests on JavaScript, where a text has a property `length`. In FHIRPath a text "
        "has no children: both sides are empty, and so is the comparison. `length()` exists."
    ),
}


class _Loader(yaml.SafeLoader):
    """Reads decimals as decimals."""


_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value))


@dataclass(frozen=True)
class Case:
    """One expression with what it should come to."""

    file: str
    number: int
    text: str
    subject: object
    base: str | None
    context: str | None
    knows_fhir: bool
    variables: Mapping[str, object]
    result: Sequence[object] | None

    def fault(self) -> str | None:
        """Return what is wrong with our answer, None if nothing is."""
        try:
            found = self._answer()
        except ExpressionError as error:
            return None if self.result is None else f"error: {error}"
        if self.result is None:
            return f"no error, but {shown(found)}"
        expected = [each for each in self.result if each is not None]
        same = len(found) == len(expected) and all(map(_is_same, found, expected))
        return None if same else shown(found)

    def _answer(self) -> list[object]:
        focus: object = self.subject
        variables = dict(self.variables)
        environment = Environment(variables, now=NOW, knows_fhir=self.knows_fhir)
        if self.context:
            focus = variables["context"] = parse(self.context).items(focus, environment)
            variables["resource"] = self.subject
        return parse(self.text, max_nodes=1000, max_depth=64).evaluate(focus, environment)


def shown(values: Sequence[object]) -> str:
    return json.dumps([_plain(value) for value in values], default=str, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Temporal | Quantity | Long):
        return str(value)
    return value


def _is_same(found: object, expected: object) -> bool:
    found = _plain(found)
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, int | Decimal) and isinstance(expected, int | Decimal):
        return are_equal(found, expected)
    if isinstance(found, str) and isinstance(expected, str):
        return found == expected or _is_same_moment(found, expected)
    return found == expected


def _is_same_moment(found: str, expected: str) -> bool:
    left, right = temporal.moment(found), temporal.moment(expected)
    return left is not None and right is not None and temporal.order(left, right, 0) == 0


def cases() -> Iterator[Case]:
    """Return the cases that concern R4 or no model, and whose input is there."""
    for path in sorted((CASES / "cases").glob("*.yaml")):
        document = _as_json(yaml.load(path.read_text(), _Loader))  # a SafeLoader
        rows = list(_rows(document["tests"]))
        for number, row in enumerate(rows, 1):
            yield from _cases_of(path.name, number, row, document.get("subject"))


def _as_json(value: Any) -> Any:
    """Return the value with texts for keys, as JSON has them and YAML need not."""
    if isinstance(value, dict):
        return {str(key): _as_json(each) for key, each in value.items()}
    return [_as_json(each) for each in value] if isinstance(value, list) else value


def _rows(tests: Sequence[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    for test in tests:
        if "expression" in test:
            yield test
        for value in test.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield from (_rows(value) if "expression" not in test else ())


def _cases_of(file: str, number: int, row: Mapping[str, object], subject: object) -> Iterator[Case]:
    if row.get("disable") or row.get("model", "r4") != "r4":
        return
    name = row.get("inputfile")
    if name is not None:
        if not (CASES / "r4" / str(name)).exists():
            return
        subject = _input(str(name))
    expressions = row["expression"]
    variables = row.get("variables") or {}
    result = row.get("result")
    for expression in expressions if isinstance(expressions, list) else [expressions]:
        base = expression["base"] if isinstance(expression, dict) else None
        text = expression["expression"] if isinstance(expression, dict) else expression
        yield Case(
            file=file,
            number=number,
            text=str(text),
            subject=subject,
            base=base,
            context=row.get("context"),  # type: ignore[arg-type]
            knows_fhir="model" in row,
            variables=variables,  # type: ignore[arg-type]
            result=None if row.get("error") else (result or []),  # type: ignore[arg-type]
        )


@cache
def _input(name: str) -> object:
    return json.loads((CASES / "r4" / name).read_text(), parse_float=Decimal)


@dataclass(frozen=True)
class Outcome:
    """How a file of cases came out."""

    file: str
    passed: int
    failures: tuple[tuple[Case, str], ...]

    @property
    def total(self) -> int:
        return self.passed + len(self.failures)


def outcomes() -> list[Outcome]:
    by_file: dict[str, list[tuple[Case, str | None]]] = {}
    for case in cases():
        by_file.setdefault(case.file, []).append((case, case.fault()))
    return [
        Outcome(
            file,
            sum(fault is None for _, fault in found),
            tuple((case, fault) for case, fault in found if fault is not None),
        )
        for file, found in by_file.items()
    ]


def table(found: Sequence[Outcome]) -> str:
    """Return the share passed per file, and every failure with its reason, as Markdown."""
    rows = ["| file | passed | of |", "|---|---|---|"]
    rows += [f"| {each.file} | {each.passed} | {each.total} |" for each in found]
    passed, total = sum(each.passed for each in found), sum(each.total for each in found)
    rows += [f"| **all** | **{passed}** | **{total}** ({100 * passed / total:.2f} %) |", ""]
    rows += ["| case | expression | expected | ours | why |", "|---|---|---|---|---|"]
    for outcome in found:
        for case, fault in outcome.failures:
            why = REASONS.get((case.file, case.number), "not explained yet")
            expected = "an error" if case.result is None else shown(case.result)
            name = f"{case.file} {case.number}"
            rows.append(f"| {name} | `{_in_cell(case.text)}` | `{expected}` | `{fault}` | {why} |")
    return "\n".join(rows) + "\n"


def _in_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def page(found: Sequence[Outcome]) -> str:
    """Return the page with its table brought up to date."""
    before, start, rest = PAGE.read_text().partition(START)
    _, end, after = rest.partition(END)
    return f"{before}{start}\n{table(found)}{end}{after}"


def main() -> None:
    found = outcomes()
    if "--write" in sys.argv:
        PAGE.write_text(page(found))
    print(table(found))


if __name__ == "__main__":
    main()
