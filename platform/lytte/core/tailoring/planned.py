"""What a clinic changes of its hospital's plan for sending: typed changes, laid and found again.

The same law as for forms and rules: `lay(base, difference(base, made))` is `made`. A piece is
a line of the plan, whose fields change one by one, or a setting for everything that is sent.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from lytte.core.frozen import Frozen
from lytte.core.schedules.plan import Plan, Sending
from lytte.core.schedules.plan_settings import Setting, settings_of, with_settings
from lytte.core.tailoring.listed import Addition, Drop, Move, Of, Set, apart, laid
from lytte.core.tailoring.rebasing_listed import Craft


class AddSending(Addition):
    """A line of the clinic's own, or one that is another altogether."""

    type: Literal["add_sending"] = "add_sending"
    sending: Sending
    of: Literal["sendings"] = "sendings"

    @property
    def piece(self) -> Sending:
        return self.sending


PlanChange = Annotated[AddSending | Drop | Move | Set, Field(discriminator="type")]


class PlanTailoring(Frozen):
    """Everything a clinic changes of the hospital's plan."""

    changes: tuple[PlanChange, ...] = ()


def lay(base: Plan, changes: Sequence[PlanChange]) -> Plan:
    """Return the plan that the changes make of `base`; one of what is gone changes nothing."""
    return Plan(
        sendings=laid(base.sendings, changes, "sendings"),
        care=with_settings(laid(settings_of(base.care), changes, "care")),
    )


def difference(base: Plan, made: Plan) -> tuple[PlanChange, ...]:
    """Return the fewest changes that make `made` of `base`."""
    return (
        *apart("sendings", base.sendings, made.sendings, adding),
        *apart("care", settings_of(base.care), settings_of(made.care), adding),
    )


def adding(sending: Sending, after: str | None = None, before: str | None = None) -> AddSending:
    """Return the change that adds a line."""
    return AddSending(sending=sending, after=after, before=before)


def pieces(plan: Plan, of: Of) -> Sequence[Sending | Setting]:
    """Return the lines of a plan, or its settings."""
    return plan.sendings if of == "sendings" else settings_of(plan.care)


PLANS: Craft[Plan] = Craft(("sendings", "care"), pieces, lay, difference, adding)
