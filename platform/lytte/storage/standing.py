"""Which publication is in force at a moment: asked here, and nowhere else.

A version is in force from `live_at` until `retired_at`. One that is planned is in force
from its moment on, whether or not the job that writes it down has come round, so nobody
gets the wrong questions or limits because a machine was slow.
"""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from lytte.storage import tables

Kind = TypeVar("Kind", bound=tables.Publication)

KINDS: tuple[type[tables.Publication], ...] = (
    tables.FormPublication,
    tables.RuleSetPublication,
    tables.SafetyText,
    tables.SchedulePublication,
)
EVER = ("live", "scheduled", "retired")


def newest(alias: str) -> str:
    """Return the end of a statement over the versions of one thing: the one in force at `:now`."""
    return (
        f"{alias}.state in ('live', 'scheduled', 'retired') and {alias}.live_at <= :now "
        f"and ({alias}.retired_at is null or {alias}.retired_at > :now) "
        f"order by {alias}.live_at desc, {alias}.number desc limit 1"
    )


def form_of(assessment: str) -> str:
    """Return the expression for the version an occasion is answered on.

    The one it was begun on; not begun yet, the one in force at `:now`, or what it was
    planned on when the form is in use no longer.
    """
    return f"""case {assessment}.state when 'due' then coalesce(
        (select n.id from form_publication n
            where n.form_id = (select p.form_id from form_publication p
                where p.id = {assessment}.form_publication_id) and {newest("n")}),
        {assessment}.form_publication_id) else {assessment}.form_publication_id end"""  # noqa: S608


def of(kind: type[Kind], owner_id: UUID, at: datetime) -> SelectOfScalar[Kind]:
    """Return the statement for the version of one thing that is in force at a moment."""
    return (
        select(kind)
        .where(owner(kind) == owner_id, _at(kind, at))
        .order_by(col(kind.live_at).desc(), col(kind.number).desc())
        .limit(1)
    )


def each(kind: type[Kind], at: datetime) -> SelectOfScalar[Kind]:
    """Return the statement for everything of a kind that is in force at a moment, one each."""
    return (
        select(kind)
        .where(_at(kind, at))
        .ext(distinct_on(owner(kind)))
        .order_by(owner(kind), col(kind.live_at).desc(), col(kind.number).desc())
    )


def owner(kind: type[tables.Publication]) -> Any:
    """Return the column that says what a publication is a version of."""
    return col(kind.form_id if issubclass(kind, tables.FormPublication) else kind.clinic_id)


def _at(kind: type[tables.Publication], at: datetime) -> Any:
    return and_(
        col(kind.state).in_(EVER),
        col(kind.live_at) <= at,
        or_(col(kind.retired_at).is_(None), col(kind.retired_at) > at),
    )
