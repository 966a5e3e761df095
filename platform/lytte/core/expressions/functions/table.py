"""Every function an expression may call, by its name."""

from typing import Final

from lytte.core.expressions.functions.boundaries import BOUNDARIES
from lytte.core.expressions.functions.codings import CODINGS
from lytte.core.expressions.functions.conversion import CONVERSION
from lytte.core.expressions.functions.dates import DATES
from lytte.core.expressions.functions.existence import EXISTENCE
from lytte.core.expressions.functions.fhir import FHIR
from lytte.core.expressions.functions.mathematics import MATHEMATICS
from lytte.core.expressions.functions.selection import SELECTION
from lytte.core.expressions.functions.signatures import Functions
from lytte.core.expressions.functions.spans import SPANS
from lytte.core.expressions.functions.texts import TEXTS
from lytte.core.expressions.functions.weights import WEIGHTS

FUNCTIONS: Final[Functions] = {
    **EXISTENCE,
    **SELECTION,
    **CONVERSION,
    **TEXTS,
    **CODINGS,
    **MATHEMATICS,
    **DATES,
    **SPANS,
    **BOUNDARIES,
    **FHIR,
    **WEIGHTS,
}
