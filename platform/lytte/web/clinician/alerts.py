"""The alert list: one entry a patient's occasion, open or closed, and why each was raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.services import alerting
from lytte.services.alerting import Listed
from lytte.services.faults import AlreadyDecided, NotFound
from lytte.web import staff
from lytte.web.clinician.frame import at_clinic, page
from lytte.web.clinician.sentences import AlertWords


@dataclass(frozen=True)
class Entry:
    """What one occasion raised, the worst first."""

    occasion: UUID
    alerts: Sequence[Listed]

    @property
    def worst(self) -> Listed:
        """The alert that decides where the entry stands."""
        return self.alerts[0]

    @property
    def owners(self) -> Sequence[str]:
        """Who has taken something of it."""
        return tuple(dict.fromkeys(one.owner for one in self.alerts if one.owner))

    @property
    def is_taken(self) -> bool:
        """Nothing of it waits for somebody to take it."""
        return all(one.state != "open" for one in self.alerts)


def alerts(slug: str) -> ResponseReturnValue:
    """Show what is open, the most urgent first; or what is closed, the newest first."""
    work, clinic = at_clinic(slug)
    closed = request.args.get("closed") == "1"
    listed = alerting.listed(work, [clinic.id], closed=closed)
    say = AlertWords.of_clinic(work, clinic.id, staff.language())
    work.session.commit()
    return page(
        "clinician/alerts.html",
        work,
        clinic,
        entries=_entries(listed),
        closed=closed,
        say=say,
        again=request.args.get("again", ""),
        moved=request.args.get("moved", ""),
    )


def move_alerts(slug: str) -> ResponseReturnValue:
    """Take, close or override what an occasion raised, or some of it."""
    work, clinic = at_clinic(slug)
    to, occasion = request.form.get("to", ""), request.form.get("occasion", "")
    if to not in alerting.FOLLOWS:
        abort(400)
    chosen = _ids(request.form.getlist("alert"))
    again = {"again": occasion, "_anchor": f"o{occasion}"}
    if to == "overridden" and not chosen:
        return _back(slug, **again)
    try:
        alerting.move(
            work,
            chosen,
            to,
            clinic_id=clinic.id,
            staff_id=staff.signed().staff_id,
            reason=request.form.get("reason", ""),
        )
    except alerting.ReasonNeeded:
        return _back(slug, **again)
    except AlreadyDecided:
        return _back(slug, moved="meanwhile")
    work.session.commit()
    return _back(slug, moved=to)


def _back(slug: str, **said: str) -> ResponseReturnValue:
    return redirect(url_for("clinician.alerts", slug=slug, **said), 303)  # type: ignore[arg-type]


def _ids(given: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in given]
    except ValueError:
        raise NotFound from None


def _entries(listed: Sequence[Listed]) -> list[Entry]:
    """Put together what belongs together, where the worst of it stands."""
    by_occasion: dict[UUID, list[Listed]] = {}
    for one in listed:
        by_occasion.setdefault(one.occasion, []).append(one)
    return [Entry(occasion, found) for occasion, found in by_occasion.items()]
