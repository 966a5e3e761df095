"""Text of an expression while it is put together, with how tightly it holds."""

from dataclasses import dataclass
from decimal import Decimal

from lytte.integrations.logic.questions import Kind

RANKS = {
    name: rank
    for rank, names in enumerate(
        (
            ("or",),
            ("and",),
            ("in",),
            ("=", "!="),
            ("<", ">", "<=", ">="),
            ("&", "+", "-"),
            ("*", "/", "div", "mod"),
            ("sign",),
            ("path",),
        )
    )
    for name in names
}
TIGHTEST = RANKS["path"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some FHIRPath: what it comes to, and the loosest operator in it.

    `is_certain` is a yes or no that is never missing.
    """

    text: str
    kind: Kind
    rank: int = TIGHTEST
    is_certain: bool = False

    def within(self, rank: int) -> str:
        """Return the text as it stands next to an operator of that rank."""
        return self.text if self.rank >= rank else f"({self.text})"

    def then(self, step: str, kind: Kind) -> "Piece":
        """Return the path that goes on from here."""
        return Piece(f"{self.within(TIGHTEST)}.{step}", kind)


def infix(left: Piece, operator: str, right: Piece, kind: Kind) -> Piece:
    """Return the two with the operator between them."""
    rank = RANKS[operator]
    return Piece(f"{left.within(rank)} {operator} {right.within(rank + 1)}", kind, rank)


def quoted(text: str) -> str:
    """Return a text as FHIRPath writes one."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"


def number_text(value: Decimal | int) -> str:
    """Return a number without an exponent."""
    return format(Decimal(value), "f")
