"""What an occasion was answered with before anybody types its paper in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from lytte.services import published
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.corrections import counted


@dataclass(frozen=True)
class Answered:
    """What an occasion was answered with already, and who typed it in, if anybody did."""

    response: tables.Response
    typed_in_by: str
    alerts: int
    emergency: bool


def begun(work: Work, assessment_id: UUID) -> int:
    """Return how many questions were answered on a screen."""
    kind = tables.Answer
    wanted = select(func.count()).where(
        kind.assessment_id == assessment_id, col(kind.missing).is_(None)
    )
    return int(work.session.exec(wanted).one())


def answered(work: Work, assessment_id: UUID) -> Answered | None:
    """Return what holds of an occasion; None while nobody has answered it."""
    response = work.session.exec(
        select(tables.Response).where(
            tables.Response.assessment_id == assessment_id, counted(tables.Response.id)
        )
    ).one_or_none()
    if response is None:
        return None
    alerts = work.session.exec(
        select(tables.Alert).where(
            tables.Alert.response_id == response.id, tables.Alert.state != "known"
        )
    ).all()
    return Answered(
        response=response,
        typed_in_by=published.name(work, response.typed_in_by) if response.typed_in_by else "",
        alerts=len(alerts),
        emergency=any(one.emergency for one in alerts),
    )
