"""The alert list: one entry a patient's occasion, open or closed, and why each was raised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.services import clinic_day
from lytte.services.alerts import agreeing, alerting
from lytte.services.alerts.alerting import Listed
from lytte.services.faults import AlreadyDecided, NotFound
from lytte.services.work import Work
from lytte.web import staff
from lytte.web.clinician.frame import at_clinic, page
from lytte.web.clinician.sentences import AlertWords

KNOWN = "known"


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
    def reply(self) -> str | None:
        """What the patient said to “Call us now”, the most worrying of it; None without one."""
        said = {one.reply for one in self.alerts}
        return next((one for one in ("cannot_call", "", "called") if one in said), None)

    @property
    def owners(self) -> Sequence[str]:
        """Who has taken something of it."""
        return tuple(dict.fromkeys(one.owner for one in self.alerts if one.owner))

    @property
    def agreeable(self) -> Sequence[Listed]:
        """What a plan can cover: never an emergency, nor silence."""
        return tuple(one for one in self.alerts if not (one.emergency or one.silence))

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
    today = work.now.astimezone(clinic_day.zone_of(work)).date()
    return page(
        "clinician/alerts.html",
        work,
        clinic,
        entries=_entries(listed),
        closed=closed,
        say=say,
        again=request.args.get("again", ""),
        lacks=request.args.get("lacks", ""),
        moved=request.args.get("moved", ""),
        first_day=today + timedelta(days=1),
        last_day=today + agreeing.LONGEST,
    )


def known(slug: str) -> ResponseReturnValue:
    """Show what is known, with the plan and the day it is looked at again."""
    work, clinic = at_clinic(slug)
    plans = agreeing.listed(work, clinic.id)
    say = AlertWords.of_clinic(work, clinic.id, staff.language())
    work.session.commit()
    return page(
        "clinician/known.html",
        work,
        clinic,
        plans=plans,
        say=say,
        again=request.args.get("again", ""),
        moved=request.args.get("moved", ""),
    )


def end_known(slug: str) -> ResponseReturnValue:
    """Let an alert be heard again, because the patient cannot live with it."""
    work, clinic = at_clinic(slug)
    [plan] = _ids([request.form.get("plan", "")])
    moved = "ended"
    try:
        agreeing.end(
            work, plan, clinic_id=clinic.id, staff_id=staff.signed().staff_id,
            reason=request.form.get("reason", ""),
        )  # fmt: skip
    except alerting.ReasonNeeded:
        return redirect(
            url_for("clinician.known", slug=slug, again=str(plan), _anchor=f"p{plan}"), 303
        )
    except AlreadyDecided:
        moved = "meanwhile"
    work.session.commit()
    return redirect(url_for("clinician.known", slug=slug, moved=moved), 303)


def move_alerts(slug: str) -> ResponseReturnValue:
    """Take, close, override or agree on what an occasion raised, or some of it."""
    work, clinic = at_clinic(slug)
    to, occasion = request.form.get("to", ""), request.form.get("occasion", "")
    if to not in (*alerting.FOLLOWS, KNOWN):
        abort(400)
    chosen = _ids(request.form.getlist("alert"))
    again = {"again": occasion, "lacks": to, "_anchor": f"o{occasion}"}
    if to in ("overridden", KNOWN) and not chosen:
        return _back(slug, **again)
    try:
        _move(work, chosen, to, clinic.id, request.form)
    except (alerting.ReasonNeeded, agreeing.ReviewNeeded):
        return _back(slug, **again)
    except agreeing.NeverKnown:
        abort(400)
    except AlreadyDecided:
        return _back(slug, moved="meanwhile")
    work.session.commit()
    return _back(slug, moved=to)


def _move(
    work: Work, chosen: Sequence[UUID], to: str, clinic_id: UUID, given: Mapping[str, str]
) -> None:
    whose = {"clinic_id": clinic_id, "staff_id": staff.signed().staff_id}
    reason = given.get("reason", "")
    if to == KNOWN:
        agreeing.agree(work, chosen, review_on=_day(given.get("until", "")), reason=reason, **whose)
    else:
        alerting.move(work, chosen, to, reason=reason, **whose)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


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
