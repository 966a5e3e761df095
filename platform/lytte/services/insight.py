"""How a clinic's asking goes: who answers, what is left open, what it takes, what alarms.

Counts of groups alone, never of one patient and never by a member of staff (G2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from lytte.core.forms import Form
from lytte.core.insights import (
    Counted,
    Insight,
    ItemFacts,
    Line,
    Rate,
    RuleFacts,
    Took,
    by_week,
    fit_to_show,
)
from lytte.core.items.free_text import FreeText
from lytte.core.suppression import Count
from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.work import Work
from lytte.storage import corrections
from lytte.storage.audit import Deed

PERIODS = (30, 90, 365)
USUAL = 90
"""The period that is seen first."""
WEEKS = 8
"""Whole weeks on the first page."""
MOST_RESPONSES = 5_000
"""Times and gaps item by item are taken from the newest of these."""
LIMITS = (50, 65, 75)
"""Where one age band ends and the next begins."""
BANDS = tuple(
    f"{first}-{last - 1}" for first, last in zip((0, *LIMITS), (*LIMITS, 201), strict=True)
)


def insight(work: Work, clinic_id: UUID, days: int, zone: ZoneInfo) -> Insight:
    """Return what may be shown of the clinic's last `days` whole days, by the hospital's clock."""
    found = fit_to_show(counted(work, clinic_id, days, zone))
    work.record(Deed("insight.view", "clinic", str(clinic_id), fields={"days": days}))
    return found


def rules_of(work: Work, clinic_id: UUID, days: int, zone: ZoneInfo) -> Iterator[RuleSet]:
    """Yield the rules that alerts of these days were raised by, the newest first."""
    return published.rules_since(work, clinic_id, _given(work, clinic_id, days, zone)["opens"])


@dataclass(frozen=True)
class Weekly:
    """The last whole weeks of a clinic; each may be shown, and is what Insight shows of it."""

    weeks: list[Line]
    alert_weeks: list[Line]
    monday: str
    """The first day of the last whole week."""


def weekly(work: Work, clinic_id: UUID, zone: ZoneInfo) -> Weekly:
    """Return how the last weeks went, for a glance: nothing of one patient or colleague."""
    monday = _today(work, zone) - timedelta(days=work.now.astimezone(zone).weekday() + 7)
    given = _given(work, clinic_id, USUAL, zone)
    cut = by_week(_invited(work, given)["week"], list(_counts(work, _ALERT_WEEKS, given)))
    first, last = (monday - timedelta(weeks=WEEKS - 1)).isoformat(), monday.isoformat()
    weeks, alerts = ([one for one in lines if first <= one.of <= last] for lines in cut)
    return Weekly(weeks, alerts, last)


def _today(work: Work, zone: ZoneInfo) -> date:
    return work.now.astimezone(zone).date()


def _given(work: Work, clinic_id: UUID, days: int, zone: ZoneInfo) -> dict[str, Any]:
    """Return what every statement is given: the last `days` whole days of a clinic."""
    today = _today(work, zone)
    return {
        "clinic": clinic_id,
        "opens": datetime.combine(today - timedelta(days=days), datetime.min.time(), zone),
        "closes": datetime.combine(today, datetime.min.time(), zone),
        "zone": str(zone),
        "most": MOST_RESPONSES,
        "year": today.year,
    }


def counted(work: Work, clinic_id: UUID, days: int, zone: ZoneInfo) -> Counted:
    """Return the same uncut, which is for nobody to see."""
    given = _given(work, clinic_id, days, zone)
    invited = _invited(work, given)
    took = _took(work, given)
    [read] = _rows(work, _READ, given)
    return Counted(
        days=days,
        followed=int(_rows(work, _FOLLOWED, given)[0][0]),
        whole=invited["all"][0],
        weeks=tuple(invited["week"]),
        ages=tuple(invited["age"]),
        languages=tuple(invited["language"]),
        modes=tuple(_counts(work, _MODES, given)),
        by_whom=tuple(_counts(work, _BY_WHOM, given)),
        minutes=tuple(
            Took(str(title), Count(*count), round(float(seconds) / 60))
            for title, *count, seconds in _rows(work, _MINUTES, given)
        ),
        ages_took=tuple(took["age"]),
        languages_took=tuple(took["language"]),
        modes_took=tuple(took["mode"]),
        items=tuple(_items(work, clinic_id, given)),
        read=Count(*read),
        alert_weeks=tuple(_counts(work, _ALERT_WEEKS, given)),
        rules=tuple(
            RuleFacts(str(rule), *_pairs(counts)) for rule, *counts in _rows(work, _RULES, given)
        ),
    )


def _invited(work: Work, given: dict[str, Any]) -> dict[str, list[Rate]]:
    """Return the rates of all, by week, by age band and by the patient's language."""
    found: dict[str, list[Rate]] = {"all": [], "week": [], "age": [], "language": []}
    for kind, week, band, language, *counts in _rows(work, _INVITED, given):
        group = {"week": str(week), "age": band is not None and BANDS[band], "language": language}
        found[kind].append(Rate(str(group.get(kind, "")), *_pairs(counts)))
    found["language"].sort(key=lambda one: -one.invited.number)
    return found


def _took(work: Work, given: dict[str, Any]) -> dict[str, list[Took]]:
    """Return the minutes by age band, by the patient's language and by way."""
    found: dict[str, list[Took]] = {"age": [], "language": [], "mode": []}
    for kind, mode, band, language, *count, seconds in _rows(work, _TOOK, given):
        group = {"mode": mode, "age": band is not None and BANDS[band], "language": language}
        found[kind].append(Took(str(group[kind]), Count(*count), round(float(seconds) / 60)))
    return found


def _items(work: Work, clinic_id: UUID, given: dict[str, Any]) -> Iterator[ItemFacts]:
    """Yield each question of the clinic's forms in the order it is asked."""
    found = {
        f"{part}/{link_id}": (_pairs(counts), seconds)
        for part, link_id, seconds, *counts in _rows(work, _ITEMS, given)
    }
    for address, name, reworded, free in _asked(work, clinic_id):
        if address in found:
            counts, seconds = found[address]
            took = None if seconds is None else round(float(seconds))
            yield ItemFacts(address, name, reworded, took, *counts, free=free)


def _asked(work: Work, clinic_id: UUID) -> Iterator[tuple[str, str, int | None, bool]]:
    """Yield the address and words of each question that was ever asked, the newest words.

    Last whether it is room for one's own words that nobody has to write in.
    """
    words: dict[str, dict[str, str]] = {}
    reworded: dict[str, int] = {}
    names: dict[str, str] = {}
    free: dict[str, bool] = {}
    for row in reversed(published.publications(work, clinic_id)):
        for part in Form.model_validate(row.document).parts:
            for item in part.questionnaire.every_item():
                address = f"{part.id}/{item.link_id}"
                said = dict(item.text.root)
                if address in words and words[address] != said:
                    reworded[address] = row.number
                words[address] = said
                names[address] = item.short_text.read("nb") or item.text.read("nb") or item.link_id
                free[address] = isinstance(item, FreeText) and not item.required
    for address, name in names.items():
        yield address, name, reworded.get(address), free[address]


def _rows(work: Work, statement: str, given: dict[str, Any]) -> Sequence[Any]:
    return work.session.execute(text(statement), given).all()


def _counts(work: Work, statement: str, given: dict[str, Any]) -> Iterator[tuple[str, Count]]:
    for name, *count in _rows(work, statement, given):
        yield str(name), Count(*count)


def _pairs(numbers: Sequence[int]) -> list[Count]:
    """Return each number with the people behind it, who stand after it."""
    return [Count(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]


def _of(column: str, which: str = "") -> str:
    """Return the SQL that counts rows, and the people in them, where `which` holds."""
    such = f" filter (where {which})" if which else ""
    return f"count(*){such}, count(distinct {column}){such}"


_BAND = f"width_bucket(:year - extract(year from p.birth_date)::int, array{list(LIMITS)})"
# Invited is every occasion whose day came in the period; answered is what was sent for it.
_INVITED = f"""
select case grouping(week, band, language)
        when 3 then 'week' when 5 then 'age' when 6 then 'language' else 'all' end,
    week, band, language, {_of("patient_id")}, {_of("patient_id", "state = 'completed'")},
    {_of("patient_id", "state <> 'completed'")}
from (
    select date_trunc('week', a.due_at at time zone :zone)::date as week,
        {_BAND} as band, p.language, a.patient_id, a.state
    from assessment a join patient p on p.id = a.patient_id
    where a.clinic_id = :clinic and a.due_at >= :opens and a.due_at < :closes
) asked
group by grouping sets ((), (week), (band), (language))
order by week, band
"""  # noqa: S608
_FOLLOWED = """
select count(distinct patient_id) from enrolment
where clinic_id = :clinic and started_on < (:closes at time zone :zone)::date
    and (ended_on is null or ended_on >= (:opens at time zone :zone)::date)
"""
_SENT = "r.clinic_id = :clinic and r.authored >= :opens and r.authored < :closes"
_MODES = f"""
select r.mode, {_of("r.patient_id")} from response r
where {_SENT} and {corrections.counts("r.id")} group by 1 order by 2 desc, 1
"""  # noqa: S608
_BY_WHOM = f"""
select case when r.answered_by = 'self' and r.helped then 'helped' else r.answered_by end,
    {_of("r.patient_id")}
from response r
where {_SENT} and {corrections.counts("r.id")} group by 1 order by 2 desc, 1
"""  # noqa: S608
# Longer than two hours is a form that was put away and taken up again.
# What staff type in from paper tells nothing of how long the patient took.
_ON_SCREEN = f"""{_SENT} and r.mode <> 'paper'
    and a.completed_at - a.started_at between interval '5 seconds' and interval '2 hours'"""
_SECONDS = "extract(epoch from a.completed_at - a.started_at)"
_MIDDLE = "percentile_cont(0.5) within group (order by"
_MINUTES = f"""
select f.title, {_of("r.patient_id")}, {_MIDDLE} {_SECONDS})
from response r join assessment a on a.id = r.assessment_id
join form_publication f on f.id = r.form_publication_id
where {_ON_SCREEN} and {corrections.counts("r.id")} group by 1 order by 1
"""  # noqa: S608
_TOOK = f"""
select case grouping(mode, band, language)
        when 3 then 'mode' when 5 then 'age' else 'language' end,
    mode, band, language, {_of("patient_id")}, {_MIDDLE} seconds)
from (
    select r.mode, {_BAND} as band, p.language, r.patient_id, {_SECONDS} as seconds
    from response r join assessment a on a.id = r.assessment_id
    join patient p on p.id = r.patient_id
    where {_ON_SCREEN} and {corrections.counts("r.id")}
) timed
group by grouping sets ((mode), (band), (language))
"""  # noqa: S608
_NEWEST = f"""
select r.id, r.patient_id, r.document from response r
where {_SENT} and {corrections.counts("r.id")} order by r.authored desc, r.id limit :most
"""  # noqa: S608
_READ = f"select {_of('patient_id')} from ({_NEWEST}) newest"  # noqa: S608
_OPEN = "missing in ('skipped', 'declined')"
_TIMED = "took between 0.5 and 1800"
# A page's time is from the page before to its own saving, shared by what stood on it.
_ITEMS = f"""
with newest as materialized ({_NEWEST}), answer as (
    select n.id, n.patient_id, p.key as part, a ->> 'link_id' as link_id,
        a ->> 'missing' as missing, (a ->> 'saved_at')::timestamptz as saved_at
    from newest n cross join lateral jsonb_each(n.document -> 'parts') p
    cross join lateral jsonb_array_elements(p.value) a
), page as (
    select id, saved_at, count(*) as many,
        extract(epoch from saved_at
            - lag(saved_at) over (partition by id order by saved_at)) as took
    from answer where saved_at is not null group by 1, 2
)
select part, link_id,
    percentile_cont(0.5) within group (order by took / many) filter (where {_TIMED}),
    {_of("patient_id")}, {_of("patient_id", _OPEN)},
    {_of("patient_id", f"({_OPEN}) is not true")}, {_of("patient_id", _TIMED)}
from answer left join page using (id, saved_at)
where missing is distinct from 'not_shown'
group by 1, 2
"""  # noqa: S608
_RAISED = f"""clinic_id = :clinic and raised_at >= :opens and raised_at < :closes
    and {corrections.counts("response_id")}"""
_ALERT_WEEKS = f"""
select date_trunc('week', raised_at at time zone :zone)::date, {_of("patient_id")}
from alert where {_RAISED} group by 1 order by 1
"""  # noqa: S608
_RULES = f"""
select rule_id, {_of("patient_id")}, {_of("patient_id", "state = 'overridden'")},
    {_of("patient_id", "state <> 'overridden'")}
from alert where {_RAISED} group by 1 order by 2 desc, 1
"""  # noqa: S608
