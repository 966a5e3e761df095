"""What each demo clinic sends and when: three clinics, three habits, all in force."""

from datetime import time
from uuid import UUID

from lytte.core.schedules.plan import (
    Around,
    Care,
    Every,
    Plan,
    Reminder,
    Reuse,
    Rhythm,
    Sending,
    Stop,
)
from lytte.demo import staff
from lytte.services import levels
from lytte.services.drafts import drafting
from lytte.services.inheriting import inheriting_plans
from lytte.services.sending import scheduling
from lytte.services.work import Work

BEFORE_VISIT = Sending(
    id="for-timen",
    form="for-timen",
    when=Around(days=2, of="visit"),
    freshest=3,
    by=("sms", "desk"),
    reminders=(Reminder(days=1),),
)
"""Breast: the form follows every appointment, while the course lasts."""
BEFORE_CYCLE = Sending(
    id="for-timen",
    form="for-timen",
    when=Around(days=2, of="cycle", least=Every(number=2)),
    at=time(10),
    by=("sms", "email", "desk"),
)
WEEKLY = Sending(
    id="ukens-sjekk",
    form="ukens-sjekk",
    when=Rhythm(every=Every(number=1)),
    at=time(10),
    rest_days="after",
    by=("sms", "email"),
    open_days=4,
    reminders=(Reminder(days=2),),
)
"""Lung: a short check each week, which gives way to the longer form before treatment."""
BY_LETTER = Sending(
    id="for-timen",
    form="for-timen",
    when=Around(days=7, of="cycle"),
    freshest=7,
    by=("sms", "letter"),
    reminders=(Reminder(days=3), Reminder(days=5, by="email")),
)
FOLLOW_UP = Sending(
    id="oppfolging",
    form="for-timen",
    when=Rhythm(every=Every(number=3, unit="month"), since="course_end", first=90),
    by=("sms", "letter"),
    open_days=14,
    reminders=(Reminder(days=7, by="letter"),),
    stop=Stop(until="open", times=4),
)
"""Bowel: many get letters, so the form goes a week before; and a year of follow-up after."""

CARE = Care(minutes_a_week=20, reuse=Reuse(days=2))
PLANS = {
    "bryst": Plan(sendings=(BEFORE_VISIT,), care=CARE),
    "lunge": Plan(sendings=(BEFORE_CYCLE, WEEKLY), care=CARE.model_copy(update={"apart": 3})),
    "tarm": Plan(sendings=(BY_LETTER, FOLLOW_UP), care=CARE),
}


HOSPITALS = Plan(sendings=(BEFORE_VISIT.model_copy(update={"reminders": ()}),), care=CARE)
"""What a hospital decides for its clinics: nobody is reminded. The breast clinic reminds."""
NEWER = Plan(
    sendings=(HOSPITALS.sendings[0].model_copy(update={"at": time(10)}),),
    care=CARE.model_copy(update={"reuse": Reuse(days=3)}),
)
"""What it decides later, and its clinics have not looked at."""
FOLLOWS = "bryst"


def decide(work: Work, plan: Plan, comment: str) -> None:
    """Put the hospital's plan in force, for its clinics to build on."""
    common = levels.make_common(work)
    author, _ = staff.two_admins(work, common.id)
    drafting.save_plan(work, common.id, plan, staff_id=author)
    scheduling.publish(work, common.id, staff_id=author, comment=comment)


def put_in_force(
    work: Work, slug: str, clinic_id: UUID, author: UUID, *, shared: bool = False
) -> None:
    """Write a clinic's plan and publish it, where the demo has one for it.

    Where the hospital has `shared` forms it has a plan, too, and one clinic follows it.
    """
    if shared and slug == FOLLOWS:
        decide(work, HOSPITALS, "Felles")
        inheriting_plans.follow(work, clinic_id, staff_id=author, expected=0)
    if slug in PLANS:
        drafting.save_plan(work, clinic_id, PLANS[slug], staff_id=author)
        scheduling.publish(work, clinic_id, staff_id=author, comment="Første plan")
