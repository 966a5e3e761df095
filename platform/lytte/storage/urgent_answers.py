"""What a clinic's patients answered to the questions that cannot wait, counted in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from lytte.storage.corrections import counts
from lytte.storage.sessions import HospitalSession

# One row for each place a question was answered: a repeating group has several.
_ANSWERS = f"""
from response r cross join unnest(cast(:items as text[])) as asked(item)
cross join lateral jsonb_array_elements(r.document -> 'parts' -> split_part(item, '/', 1)) a
where r.clinic_id = :clinic and r.authored >= :opens and r.authored < :closes
    and a ->> 'link_id' = substr(item, strpos(item, '/') + 1) and a ? 'values'
    and {counts("r.id")}
"""
_KINDS = text(f"select distinct item, a -> 'values' {_ANSWERS}")
_COUNTED = text(f"""
select set_off.name, count(distinct given.id), count(distinct given.patient_id)
from (select r.id, r.patient_id, item, a -> 'values' as given {_ANSWERS}) given
join jsonb_to_recordset(:wanted) as set_off(name text, item text, given jsonb)
    on set_off.item = given.item and set_off.given = given.given
group by 1
""").bindparams(bindparam("wanted", type_=JSONB))  # noqa: S608


class Given(NamedTuple):
    """One way in which a question was answered, by nobody in particular."""

    item: str
    values: Any


class Often(NamedTuple):
    """In how many responses, and of how many patients."""

    responses: int
    patients: int


class Where(NamedTuple):
    """Whose responses, of which days."""

    clinic_id: UUID
    opens: datetime
    closes: datetime


def answered(session: HospitalSession, where: Where, items: Collection[str]) -> list[Given]:
    """Return each way in which the questions were answered, once."""
    return [Given(*row) for row in session.connection().execute(_KINDS, _of(where, items))]


def often(
    session: HospitalSession, where: Where, wanted: Sequence[tuple[str, Given]]
) -> dict[str, Often]:
    """Return under each name how often a question was answered in one of these ways."""
    rows = [{"name": name, "item": one.item, "given": one.values} for name, one in wanted]
    given = _of(where, {one.item for _, one in wanted}) | {"wanted": rows}
    return {name: Often(*found) for name, *found in session.connection().execute(_COUNTED, given)}


def _of(where: Where, items: Collection[str]) -> dict[str, Any]:
    return {
        "clinic": where.clinic_id,
        "opens": where.opens,
        "closes": where.closes,
        "items": sorted(items),
    }
