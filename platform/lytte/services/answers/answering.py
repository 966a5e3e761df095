"""Saving a page: each answer a row, each page one transaction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import text

from lytte.core.alerting import emergencies
from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.places import Place, ancestors
from lytte.core.evaluation.response_problems import problems
from lytte.core.form_pages import Spot, is_answerable
from lytte.core.items.common import Constraint
from lytte.core.thresholds import Emergency
from lytte.core.values import NativeValue, value_to_json
from lytte.services.answers.entering import IDLE
from lytte.services.answers.sitting import Saved, Sitting, must_be_open, sit_down
from lytte.services.work import Work
from lytte.storage.audit import Deed


class Entry(NamedTuple):
    """What a page brings for one question; `revision` is what stood there when it was drawn."""

    spot: Spot
    given: Given
    revision: int


@dataclass(frozen=True)
class Conflict:
    """A question that was answered elsewhere since the page was drawn.

    `stored` is None when another session answered it: that is not shown here (P1).
    """

    spot: Spot
    stored: Given | None
    revision: int


class AnsweredMeanwhile(Exception):
    """Another tab or person answered the same question; nothing of this page was saved."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(f"{len(self.conflicts)} answers")


# Two pages meet only where both changed the same question: then the row does not move,
# and what is not returned is a conflict.
_SAVE = text("""
insert into answer (hospital_id, id, assessment_id, part, link_id, at, value, missing, revision,
    session_id, saved_at)
select :hospital_id, gen_random_uuid(), :assessment_id, g.part, g.link_id, g.at, g.value,
    g.missing, g.revision, :session_id, :now
from jsonb_to_recordset(cast(:answers as jsonb)) as g
    (part text, link_id text, at text, value jsonb, missing text, revision int)
on conflict (hospital_id, assessment_id, part, link_id, at) do update
    set value = excluded.value, missing = excluded.missing, revision = excluded.revision,
        session_id = excluded.session_id, saved_at = excluded.saved_at
    where answer.revision = excluded.revision - 1
returning part
""")
_SEEN = text("""
update patient_session set seen_at = :now, expires_at = :expires_at, language = :language
where id = :id
""")
_SHOW_CALL = text("""
with shown as (
    insert into call_now (hospital_id, id, assessment_id, emergency_id, shown_at, reply)
    select :hospital_id, gen_random_uuid(), :assessment_id, e, :now, ''
    from unnest(cast(:emergencies as text[])) e
    on conflict (hospital_id, assessment_id, emergency_id) do nothing
    returning emergency_id)
insert into alert (hospital_id, id, assessment_id, patient_id, clinic_id, rule_id, severity,
    emergency, recipient, reasons, state, raised_at, closing_reason)
select :hospital_id, gen_random_uuid(), :assessment_id, :patient_id, :clinic_id, emergency_id,
    'red', true, 'nurse', '[]', 'open', :now, ''
from shown returning rule_id
""")
_REPLY = text("""
update call_now set reply = :reply, replied_at = :now
where assessment_id = :assessment_id and reply = ''
""")


def save(work: Work, sitting: Sitting, entries: Sequence[Entry], language: str) -> Sitting:
    """Save a page and return the sitting as it then is; `sitting` was fetched for writing.

    The same page sent twice changes nothing the second time. What somebody else has
    answered is not taken away by leaving the question open here. An emergency is raised
    in the same transaction, before the patient sees the next page.
    """
    must_be_open(sitting)
    seen(work, sitting, language)
    changed = [entry for entry in entries if _is_news(sitting, entry)]
    if not changed:
        return sitting
    _write(work, sitting, changed)
    after = _with(sitting, changed)
    raised = _raise_emergencies(work, after, changed)
    deed = Deed(
        "answers.save",
        "assessment",
        str(sitting.assessment_id),
        sitting.patient_id,
        fields={"answers": len(changed), "emergencies": len(raised)},
    )
    work.record(deed)
    return replace(after, calls=(*after.calls, *raised)) if raised else after


def broken_rules(
    sitting: Sitting, entries: Sequence[Entry], language: str
) -> list[tuple[Spot, str]]:
    """Return the answers that break a rule of their author's, with the rule's own words.

    A rule of a group is about the page that brings all of the group, and is told at its last
    question. A rule without words for people is left to the author's checks: it stops no
    patient.
    """
    ruled = dict(_ruled(entries))
    if not ruled:
        return []
    after = _with(sitting, entries)
    found = []
    for key, (rules, spot) in ruled.items():
        evaluation = after.answered[after.part_id(spot)].evaluation
        broken = problems(evaluation, completed=False) if evaluation else []
        said = {one.message for one in broken if one.place == str(key)}
        for rule in rules:
            is_broken = any(text in said for text in rule.human.root.values() if text)
            if rule.severity == "error" and is_broken:
                found.append((spot, rule.human.read(language)))
    return found


def _ruled(entries: Sequence[Entry]) -> Iterator[tuple[Key, tuple[tuple[Constraint, ...], Spot]]]:
    """Yield what has rules among what a page brings, and the question it is told at."""
    brought = {entry.spot.place.number for entry in entries}
    for entry in entries:
        spot = entry.spot
        for place in (spot.place, *ancestors(spot.place)):
            is_whole = place is spot.place or brought.issuperset(_asked_inside(place))
            if place.item.constraints and is_whole:
                yield place.at(spot.key.at[: len(place.rows)]), (place.item.constraints, spot)


def _asked_inside(group: Place) -> Iterator[int]:
    """Yield what is asked in a group by number; rows have pages of their own, so -1 for them."""
    below = list(group.children)
    while below:
        place = below.pop()
        below += place.children
        if place.makes_rows:
            yield -1
        elif is_answerable(place) and not place.hidden:
            yield place.number


def seen(work: Work, sitting: Sitting, language: str) -> None:
    """Keep the session alive while pages are only read."""
    values = {"id": sitting.session_id, "language": language, "now": work.now}
    work.session.connection().execute(_SEEN, {**values, "expires_at": work.now + IDLE})


def reply(work: Work, answer: str) -> Sitting:
    """Note whether the patient has called, or cannot."""
    sitting = sit_down(work)
    values = {"assessment_id": sitting.assessment_id, "reply": answer, "now": work.now}
    if work.session.connection().execute(_REPLY, values).rowcount:
        work.record(
            Deed(
                "call_now.reply",
                "assessment",
                str(sitting.assessment_id),
                sitting.patient_id,
                fields={"reply": answer},
            )
        )
    return sitting


def waiting_calls(sitting: Sitting) -> list[Emergency]:
    """Return the emergencies whose call-now page the patient has not replied to.

    As the clinic ordered its rules: what it put first is read first.
    """
    return [one for one in sitting.rules.emergencies if one.id in sitting.calls]


def _is_news(sitting: Sitting, entry: Entry) -> bool:
    stored = sitting.saved(entry.spot)
    if stored is None:
        return True
    if isinstance(entry.given, Missing) and not stored.mine:
        return entry.given is Missing.DECLINED
    return stored.given != entry.given


def _write(work: Work, sitting: Sitting, changed: Sequence[Entry]) -> None:
    rows = [
        {
            "part": sitting.part_id(entry.spot),
            "link_id": entry.spot.key.link_id,
            "at": ".".join(map(str, entry.spot.key.at)),
            "value": _values(entry.given),
            "missing": entry.given.value if isinstance(entry.given, Missing) else None,
            "revision": entry.revision + 1,
        }
        for entry in changed
    ]
    moved = work.session.connection().execute(
        _SAVE,
        {
            "hospital_id": work.session.hospital_id,
            "assessment_id": sitting.assessment_id,
            "session_id": sitting.session_id,
            "now": work.now,
            "answers": json.dumps(rows, ensure_ascii=False),
        },
    )
    # Two equal pages at once, as from a double press, are no conflict.
    if len(moved.all()) < len(rows) and (conflicts := _conflicts(work, changed)):
        raise AnsweredMeanwhile(conflicts)


def _with(sitting: Sitting, changed: Sequence[Entry]) -> Sitting:
    stored = dict(sitting.stored)
    for entry in changed:
        saved = Saved(entry.given, entry.revision + 1, True, sitting.now.isoformat())
        stored[sitting.part_id(entry.spot), entry.spot.key] = saved
    return replace(sitting, stored=stored)


def _values(given: Given) -> list[dict[str, Any]] | None:
    return None if isinstance(given, Missing) else [value_to_json(value) for value in given]


def _conflicts(work: Work, changed: Sequence[Entry]) -> list[Conflict]:
    now = sit_down(work)
    found = []
    for entry in changed:
        stored = now.saved(entry.spot)
        if stored and stored.given != entry.given:
            given = stored.given if stored.mine else None
            found.append(Conflict(entry.spot, given, stored.revision))
    return found


def _raise_emergencies(work: Work, sitting: Sitting, changed: Sequence[Entry]) -> list[str]:
    touched = {f"{sitting.part_id(entry.spot)}/{entry.spot.key.link_id}" for entry in changed}
    watched = [one for one in sitting.rules.emergencies if one.item in touched]
    if not watched:
        return []
    held = emergencies(watched, _open_answers(sitting, touched))
    if not held:
        return []
    raised = work.session.connection().execute(
        _SHOW_CALL,
        {
            "hospital_id": work.session.hospital_id,
            "assessment_id": sitting.assessment_id,
            "patient_id": sitting.patient_id,
            "clinic_id": sitting.clinic_id,
            "emergencies": [one.id for one in held],
            "now": work.now,
        },
    )
    return list(raised.scalars())


def _open_answers(sitting: Sitting, wanted: set[str]) -> Mapping[str, tuple[NativeValue, ...]]:
    found: dict[str, tuple[NativeValue, ...]] = {}
    for spot in sitting.questions:
        address = f"{sitting.part_id(spot)}/{spot.key.link_id}"
        evaluation = sitting.answered[sitting.part_id(spot)].evaluation
        if address in wanted and evaluation is not None:
            found[address] = (*found.get(address, ()), *evaluation.values(spot.key))
    return found
