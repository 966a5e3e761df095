"""Which responses count: one that was corrected is kept for ever, and counts no longer.

Whoever reads responses asks here, and a house test holds every reader to it; whoever looks
into what was corrected says so there.
"""

from typing import Any, LiteralString

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from lytte.storage import tables


def counts(response_id: LiteralString) -> LiteralString:
    """Return the condition that nothing stands in for a response; true where there is none."""
    return (
        "not exists (select from response later "
        f"where later.replaces_id is not null and later.replaces_id = {response_id})"
    )


def counted(response_id: Any) -> ColumnElement[bool]:
    """Return the same condition for a statement of the ORM."""
    later = aliased(tables.Response)
    return ~select(later.id).where(col(later.replaces_id) == response_id).exists()
