"""What has been published: the versions, and which of them is in force."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import union_all
from sqlmodel import col, select

from lytte.core.forms import Form
from lytte.core.thresholds import RuleSet
from lytte.services import pinned
from lytte.services.faults import NotFound, NothingNew
from lytte.services.work import Work
from lytte.storage import standing, tables
from lytte.storage.standing import Kind
from lytte.storage.tables import Publication

LATELY = timedelta(days=14)
"""For how long what was sent back is told on the first page."""
Version = Publication | tables.LevelSettings
"""What is kept of everything that was ever in force."""


def form_publication(work: Work, publication_id: UUID) -> tables.FormPublication:
    """Return a publication of the hospital; NotFound when it has none with that id."""
    found = work.session.get(tables.FormPublication, publication_id)
    if found is None:
        raise NotFound
    return found


def live_forms(work: Work, clinic_id: UUID) -> list[Form]:
    """Return the forms the clinic's patients get now."""
    rows = live_publications(work, clinic_id)
    return [pinned.form(work.session, row.id, row.sha256).form for row in rows]


def live_ids(work: Work, clinic_id: UUID) -> set[UUID]:
    """Return which versions of the clinic's forms are in force."""
    kind = tables.FormPublication
    wanted = standing.each(kind, work.now).where(kind.clinic_id == clinic_id)
    return set(work.session.execute(wanted.with_only_columns(col(kind.id))).scalars())


def live_publications(work: Work, clinic_id: UUID) -> list[tables.FormPublication]:
    """Return the version in force of each of the clinic's forms."""
    kind = tables.FormPublication
    wanted = standing.each(kind, work.now).where(kind.clinic_id == clinic_id)
    return list(work.session.exec(wanted).all())


def live_form(
    work: Work, form_id: UUID, at: datetime | None = None
) -> tables.FormPublication | None:
    """Return the publication that the next patient gets, or got at another time."""
    return in_force(work, tables.FormPublication, form_id, at)


def live_rules(
    work: Work, clinic_id: UUID, at: datetime | None = None
) -> tables.RuleSetPublication | None:
    """Return the thresholds in force at the clinic."""
    return in_force(work, tables.RuleSetPublication, clinic_id, at)


def rules_in_force(work: Work, clinic_id: UUID) -> RuleSet:
    """Return what the clinic's thresholds in force say; none are an empty set."""
    live = live_rules(work, clinic_id)
    return RuleSet.model_validate(live.document) if live else RuleSet()


def rules_since(work: Work, clinic_id: UUID, since: datetime) -> Iterator[RuleSet]:
    """Yield the rules that have been in force at any time since then, the newest first."""
    for row in versions(work, tables.RuleSetPublication, clinic_id):
        begun = row.live_at is not None and row.live_at <= work.now
        if begun and (row.retired_at is None or row.retired_at > since):
            yield RuleSet.model_validate(row.document)


def live_safety_text(
    work: Work, clinic_id: UUID, at: datetime | None = None
) -> tables.SafetyText | None:
    """Return the safety text in force at the clinic."""
    return in_force(work, tables.SafetyText, clinic_id, at)


def in_force(
    work: Work, kind: type[Kind], owner_id: UUID, at: datetime | None = None
) -> Kind | None:
    """Return the version in force of one form, or of a clinic's rules or safety text."""
    return work.session.exec(standing.of(kind, owner_id, at or work.now)).one_or_none()


def planned(work: Work, kind: type[Kind], owner_id: UUID) -> Kind | None:
    """Return the version that comes into force later, when one is planned."""
    found = _in_state(work, kind, owner_id, "scheduled")
    return next((one for one in found if one.live_at and one.live_at > work.now), None)


def all_planned(work: Work, kind: type[Kind], clinic_id: UUID) -> list[Kind]:
    """Return everything of a kind at a clinic that comes into force later."""
    later = (kind.clinic_id == clinic_id, kind.state == "scheduled", col(kind.live_at) > work.now)
    return list(work.session.exec(select(kind).where(*later)).all())


def everything_planned(work: Work, clinic_id: UUID) -> list[Publication]:
    """Return all that comes into force later at a clinic, the first of them first."""
    found = [row for kind in standing.KINDS for row in all_planned(work, kind, clinic_id)]
    return sorted(found, key=lambda row: (row.live_at, row.number))


def waiting(work: Work, kind: type[Kind], owner_id: UUID) -> list[Kind]:
    """Return what waits for a second person: one version at most."""
    return list(_in_state(work, kind, owner_id, "in_review"))


def answered_on(work: Work, assessment: tables.Assessment) -> tables.FormPublication | None:
    """Return the version an occasion is answered on; not begun yet, the one in force."""
    begun = work.session.get(tables.FormPublication, assessment.form_publication_id)
    if begun is None or assessment.state != "due":
        return begun
    return live_form(work, begun.form_id) or begun


def versions(work: Work, kind: type[Kind], owner_id: UUID) -> list[Kind]:
    """Return every version of one thing, the newest first."""
    wanted = select(kind).where(standing.owner(kind) == owner_id)
    return list(work.session.exec(wanted.order_by(col(kind.number).desc())).all())


def state(row: Version, live: Version | None, now: datetime) -> str:
    """Return how a version stands now, also where no job has written it down yet."""
    if live is not None and row.id == live.id:
        return "live"
    has_come = row.live_at is not None and row.live_at <= now
    return "retired" if row.state in ("live", "scheduled") and has_come else row.state


def publications(
    work: Work, clinic_id: UUID, *, form_id: UUID | None = None
) -> list[tables.FormPublication]:
    """Return what the clinic has published, the newest first."""
    wanted = select(tables.FormPublication).where(tables.FormPublication.clinic_id == clinic_id)
    if form_id is not None:
        wanted = wanted.where(tables.FormPublication.form_id == form_id)
    newest = col(tables.FormPublication.created_at).desc()
    return list(work.session.exec(wanted.order_by(newest)).all())


def names(work: Work, rows: Sequence[Version]) -> dict[UUID, str]:
    """Return the name of everyone who wrote or approved one of these."""
    wanted = {one for row in rows for one in (row.author_id, row.approver_id) if one}
    found = work.session.exec(
        select(tables.Staff.id, tables.Staff.name).where(col(tables.Staff.id).in_(wanted))
    ).all()
    return dict(found)


def name(work: Work, staff_id: UUID | None) -> str:
    """Return somebody's name; Lytte itself when nobody did it."""
    staff = work.session.get(tables.Staff, staff_id) if staff_id else None
    return staff.name if staff else "Lytte"


def nothing_new(work: Work, row: Publication) -> NothingNew:
    """Return the refusal to publish once more what `row` says already."""
    return NothingNew(row.number, name(work, row.author_id), row.created_at)


def all_waiting(work: Work, clinic_id: UUID) -> list[Publication]:
    """Return everything of a clinic that waits for a second person, the oldest first."""
    found = [
        row
        for kind in standing.KINDS
        for row in work.session.exec(
            select(kind).where(kind.clinic_id == clinic_id, kind.state == "in_review")
        ).all()
    ]
    return sorted(found, key=lambda row: row.created_at)


def owner_of(row: Publication) -> UUID:
    """Return what it is a version of: a form, or the clinic whose rules or text they are."""
    return row.form_id if isinstance(row, tables.FormPublication) else row.clinic_id


def sent_back(work: Work, clinic_id: UUID) -> list[Publication]:
    """Return what a second person sent back of late and nobody has sent again."""
    since = work.now - LATELY
    found = [
        row
        for kind in standing.KINDS
        for row in work.session.exec(
            select(kind).where(
                kind.clinic_id == clinic_id, kind.state == "rejected",
                col(kind.approver_id).is_not(None), col(kind.decided_at) > since,
            )
        ).all()
    ]  # fmt: skip
    return [row for row in found if _newest(work, row)]


def _newest(work: Work, row: Publication) -> bool:
    return all(one.number <= row.number for one in versions(work, type(row), owner_of(row)))


def count_waiting(work: Work, clinic_id: UUID, staff_id: UUID) -> int:
    """Return how many proposals wait for this person: nobody is the second one of their own."""
    wanted = (
        select(kind.id).where(
            kind.clinic_id == clinic_id,
            kind.state == "in_review",
            col(kind.author_id).is_distinct_from(staff_id),
        )
        for kind in standing.KINDS
    )
    return len(work.session.execute(union_all(*wanted)).all())


def decided(work: Work, kind: type[Kind], row_id: UUID) -> Kind | None:
    """Return one version; None when the hospital has none with that id."""
    return work.session.get(kind, row_id)


def _in_state(work: Work, kind: type[Kind], owner_id: UUID, state: str) -> Sequence[Kind]:
    wanted = select(kind).where(standing.owner(kind) == owner_id, kind.state == state)
    return work.session.exec(wanted).all()
