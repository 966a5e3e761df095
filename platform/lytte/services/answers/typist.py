"""Who types a paper in, and in whose stead."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Typist:
    """Who types a paper in, now; and when it is corrected, in whose stead and why.

    `kept` are the rules whose alerts of before go on as they are.
    """

    staff_id: UUID
    replaces_id: UUID | None = None
    correction: str = ""
    kept: frozenset[str] = frozenset()
