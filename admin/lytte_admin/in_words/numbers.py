"""A decimal number as the reader writes it."""

from decimal import Decimal

from lytte.wording.catalogue import Words


def written(number: Decimal, say: Words) -> str:
    """Return the number with all its decimals, after the reader's decimal mark."""
    plain = f"{number.normalize():f}"
    return plain if say.language.startswith("en") else plain.replace(".", ",")
