"""Any text, read as an expression and worked out on any answers."""

import json
from contextlib import suppress

from lytte.core.expressions.dependencies import dependencies
from lytte.core.expressions.expression import parse
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.table import FUNCTIONS
from lytte.core.expressions.scope import Environment
from lytte.integrations.fhir.exact_json import NotJson
from lytte.integrations.fhir.exact_json import parse as read_json
from tests.core.expressions.worked import NOW
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

ANSWERS = json.dumps(
    {
        "resourceType": "QuestionnaireResponse",
        "item": [
            {"linkId": "a", "answer": [{"valueInteger": 3}, {"valueDecimal": 2.50}]},
            {"linkId": "b", "answer": [{"valueCoding": {"system": "s", "code": "c"}}]},
            {"linkId": "c", "answer": [{"valueQuantity": {"value": 7, "unit": "kg"}}]},
            {"linkId": "d", "answer": [{"valueDate": "2026-03"}, {"valueString": "12 a"}]},
            {"linkId": "e", "answer": [{"valueTime": "14:30:00"}, {"valueBoolean": False}]},
        ],
    }
)
TEXTS = [
    "%resource.item.where(linkId='a').answer.value.sum() / 2",
    "item.answer.value.ofType(Quantity).where(value > 5).exists() implies @2026-03 < today()",
    "iif(item.where(linkId = 'b').answer.value.code = 'c', 1, 'x'.toInteger())",
    "item.answer.value.select($this.toString() & '-' & $index.toString()).join(', ')",
    "item.aggregate($this.answer.count() + $total, 0) mod 3",
    "('a b'.split(' ') | 'c'.combine('c')).distinct().count() ~ 3.0",
    "@2026-03-29T02:30:00+01:00 + 1 month - 3 days >= now()",
    "5 'kg' + 500 'g' = 5.5 'kg' and '12'.matches('[0-9]{1,3}') xor {}.empty()",
    "item.repeat(item).answer.value.as(decimal).round(2).power(0.5).ln().precision()",
]
SEEDS = [f"{text}\n{ANSWERS}".encode() for text in TEXTS]
WORDS = [
    *(f".{name}(".encode() for name in FUNCTIONS),
    b" implies ", b" mod ", b" div ", b" in ", b" contains ", b" is ", b" as ", b"$this", b"$total",
    b"%resource", b"%x", b"@2026-02-29", b"@T24:00", b"9999999999999999999", b"0.00000000000001",
    b"1 year", b"2 'mg'", b"{}", b"'\\u0000'", b"//", b"/*",
]  # fmt: skip


def attempt(document: bytes) -> None:
    """The first line is the expression, the rest the answers; it gives values or a fault."""
    text, _, rest = document.decode("utf-8", "replace").partition("\n")
    try:
        focus = read_json(rest) if rest else {}
    except NotJson:
        focus = rest
    with within_bounds(), suppress(ExpressionError):
        expression = parse(text)
        dependencies(expression)
        environment = Environment({"x": focus, "resource": focus}, now=NOW)
        first = expression.evaluate(focus, environment)
        # Half a month or 1E+3 alike: the same question has the same answer.
        assert repr(first) == repr(expression.evaluate(focus, environment))


if __name__ == "__main__":
    guided.start("expressions")
