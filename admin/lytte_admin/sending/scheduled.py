"""What every page about a clinic's plan for sending stands on: the draft, and saving a change."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.merging import Conflict, merged_plan
from lytte.core.problems import Problem
from lytte.core.schedules.example import Example, pathway_of, read_example, usual_example
from lytte.core.schedules.plan import Plan
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.sending import scheduling
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.editing import kept
from lytte_admin.in_words import plan_labels, schedule_words
from lytte_admin.sending import schedule_calendar

Change = Callable[[Plan], Plan]


class SchedulePage(Page):
    """A page about the chosen clinic's plan."""

    def render(self, template: str, **values: Any) -> str:
        """Draw a page in the CMS frame, with the words of a plan at hand."""
        return super().render(template, plan_labels=plan_labels, **values)

    @property
    def making(self) -> tables.ScheduleDraft | None:
        """The plan's draft; none when nobody has changed it."""
        return scheduling.draft(self.work, self.clinic.id)

    @property
    def plan(self) -> Plan:
        """The plan as it is being made."""
        return scheduling.plan(self.work, self.clinic.id)

    @property
    def version(self) -> int:
        """Which save of the draft this page shows."""
        return draft.version if (draft := self.making) else 0

    @property
    def titles(self) -> dict[str, str]:
        """What each of the clinic's forms is called."""
        return scheduling.titles(self.work, self.clinic.id)

    @property
    def called(self) -> dict[str, str]:
        """What every form is called that a plan here can name: the hospital's, too."""
        return {**scheduling.above(self.work, self.clinic.id).titles, **self.titles}

    @property
    def seen(self) -> Plan:
        """The plan as it was on the page that was sent; as it is when that is not kept."""
        version = request.form.get("version", self.version, type=int)
        return scheduling.plan_at(self.work, self.clinic.id, version) or self.plan

    def names(self) -> dict[UUID, str]:
        """The clinics the reader reaches: another one's name says where a patient is followed."""
        return {one.id: one.name for one in self.clinics}

    def problems(self, plan: Plan) -> list[Problem]:
        """Everything that keeps the plan from being published."""
        return scheduling.problems(self.work, self.clinic.id, plan)

    def keep(self, change: Change, *, did: str, said: str) -> ResponseReturnValue:
        """Save one change of the draft and go back to it."""
        look = partial(self._standing, did)
        try:
            by = kept.save(self, look, change)
        except kept.Overtaken as fault:
            return self.overtaken(fault.by)
        except Conflict as fault:
            return kept.both(
                self, look(), change, fault, name=self._name, says=self._says,
                title=self.say("Sending"), home=url_for("schedules.index"),
            )  # fmt: skip
        return self.leave("schedules.index", said=kept.both_kept(self, said, by))

    def _standing(self, did: str) -> kept.Standing[Plan]:
        draft = scheduling.draft(self.work, self.clinic.id)
        version = draft.version if draft else 0
        return kept.Standing(
            version,
            published.name(self.work, draft.changed_by) if draft else "",
            self.plan,
            partial(scheduling.plan_at, self.work, self.clinic.id),
            merged_plan,
            partial(
                drafting.save_plan, self.work, self.clinic.id,
                staff_id=self.person.staff_id, expected=version, did=did,
            ),
        )  # fmt: skip

    def _name(self, place: str, *plans: Plan) -> str:
        if place in plan_labels.SETTINGS:
            return self.say(plan_labels.SETTINGS[place])
        found = next((one for plan in plans if (one := plan.sending(place))), None)
        return self.called.get(found.form, found.form) if found else self.say("The order")

    def _says(self, place: str, plan: Plan) -> list[str]:
        """Say what a plan says of one thing, a line at a time."""
        if place in plan_labels.SETTINGS:
            return [schedule_words.settings(plan.care, self.say, off=True)[place]]
        if place == "order":
            return [self._name(one.id, plan) for one in plan.sendings]
        found = plan.sending(place)
        return (
            list(schedule_words.facts(found, self.say).values())
            if found
            else [self.say("Taken out")]
        )

    def overtaken(self, by: str) -> ResponseReturnValue:
        """Tell that somebody else saved first; nothing of theirs was overwritten (C16)."""
        self.work.session.rollback()
        said = self.say(
            "{name} saved this plan while you had it open. Nothing of theirs was overwritten; "
            "do your change again on what is here now.",
            name=by,
        )
        return self.leave("schedules.index", said=said, refused=True)

    def dates(self, plan: Plan, given: Mapping[str, str]) -> dict[str, Any]:
        """Return where a plan's dates fall for a patient who does not exist."""
        example = self._example(given)
        pathway = pathway_of(plan, scheduling.forms(self.work, self.clinic.id))
        found = example.occasions(pathway, self.zone)
        usual = schedule_calendar.first_month(example, found)
        begins = _month(given.get("month", "")) or usual
        return {
            "example": example,
            "months": schedule_calendar.months(example, found, begins, self.zone),
            "shown": schedule_calendar.within(found, begins),
            "begins": begins,
            "earlier": schedule_calendar.next_month(begins, -schedule_calendar.MONTHS),
            "later": schedule_calendar.next_month(begins, schedule_calendar.MONTHS),
        }

    def _example(self, given: Mapping[str, str]) -> Example:
        """Return the patient that was asked for; what cannot be read is as usual."""
        asked = {name: given.get(f"example-{name}", "") for name in ("begins", "weeks", "times")}
        usual = usual_example(self.work.now.astimezone(self.zone))
        return read_example({name: text for name, text in asked.items() if text}, usual)


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
