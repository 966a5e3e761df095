"""What an evaluation may know besides the answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from lytte.core.values import NativeValue


def _nothing(name: str) -> Sequence[NativeValue]:
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """The moment, the patient's record, and the rest of the form.

    `now` has a zone; it is what today() and now() say, and its zone holds for moments
    written without one. `launch` holds FHIR JSON by name (`patient`, `user`, …), as
    launchContext names it. `lookup` finds what one of Lytte's own conditions names that
    is not in this questionnaire: `part/link_id` or `part/scale`; empty while missing.
    `questionnaire` is the questionnaire as FHIR JSON, for expressions with
    %questionnaire or %qitem; None where nobody has it. Around a form of several parts
    `questionnaires` has it by the part's id.
    """

    now: datetime | None = None
    launch: Mapping[str, Any] = field(default_factory=dict)
    lookup: Callable[[str], Sequence[NativeValue]] = _nothing
    questionnaire: Mapping[str, Any] | None = None
    questionnaires: Callable[[str], Mapping[str, Any]] | None = None
    resolve: Callable[[str], object] | None = None
    member_of: Callable[[object, str], bool | None] | None = None

    @property
    def zone(self) -> int:
        """Minutes from UTC."""
        offset = self.now.utcoffset() if self.now else None
        return int(offset.total_seconds()) // 60 if offset else 0


def while_answering(
    now: datetime,
    zone: tzinfo,
    birth_date: date,
    questionnaires: Callable[[str], Mapping[str, Any]] | None = None,
) -> Surroundings:
    """Return what expressions may know while a patient answers.

    The hospital's clock, the birth date, and the questionnaires by the parts of the form.
    """
    patient = {"resourceType": "Patient", "birthDate": birth_date.isoformat()}
    return Surroundings(
        now=now.astimezone(zone), launch={"patient": patient}, questionnaires=questionnaires
    )
