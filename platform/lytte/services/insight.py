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
from lytte.services import published
from lytte.services.work import Work
from lytte.storage.audit import Deed

PERIODS = (30, 90, 365)
MOST_RESPONSES = 5_000
"""Times and gaps item by item are taken from the newest of these."""
BANDS = ((0, 49), (50, 64), (65, 74), (75, 200))


@dataclass(frozen=True)
class Rate:
    """How many were asked and how many answered, in one group."""

    group: str
    invited: int
    answered: int


@dataclass(frozen=True)
class ItemFacts:
    """One question over the period; seconds are the median, None where nobody's are known."""

    address: str
    name: str
    asked: int
    missing: int
    declined: int
    seconds: int | None
    reworded_in: int | None = None
    """The version of the form in which its words last changed."""


@dataclass(frozen=True)
class RuleFacts:
    """One rule's alerts over the period, and how many were set aside with a reason."""

    rule_id: str
    alerts: int
    patients: int
    closed: int
    overridden: int


@dataclass(frozen=True)
class Insight:
    """A clinic's period in numbers, not yet cut for what is too few to show."""

    days: int
    invited: int
    answered: int
    followed: int
    weeks: tuple[Rate, ...]
    ages: tuple[Rate, ...]
    languages: tuple[Rate, ...]
    modes: tuple[tuple[str, int], ...]
    by_whom: tuple[tuple[str, int], ...]
    minutes: tuple[tuple[str, int, int], ...]
    """Form, how many, median minutes from first to last page."""
    items: tuple[ItemFacts, ...]
    read: int
    """How many responses the items' numbers are from."""
    alert_weeks: tuple[tuple[date, int], ...]
    rules: tuple[RuleFacts, ...]


def insight(work: Work, clinic_id: UUID, days: int, zone: ZoneInfo) -> Insight:
    """Return the last `days` whole days of the clinic, by the hospital's clock."""
    today = work.now.astimezone(zone).date()
    given = {
        "clinic": clinic_id,
        "opens": datetime.combine(today - timedelta(days=days), datetime.min.time(), zone),
        "closes": datetime.combine(today, datetime.min.time(), zone),
        "zone": str(zone),
        "most": MOST_RESPONSES,
    }
    invited = _invited(work, given, today)
    items, read = _items(work, clinic_id, given)
    found = Insight(
        days=days,
        invited=sum(one.invited for one in invited["week"]),
        answered=sum(one.answered for one in invited["week"]),
        followed=_one(work, _FOLLOWED, given),
        weeks=tuple(invited["week"]),
        ages=tuple(invited["age"]),
        languages=tuple(invited["language"]),
        modes=tuple((str(name), int(n)) for name, n in _rows(work, _MODES, given)),
        by_whom=tuple((str(name), int(n)) for name, n in _rows(work, _BY_WHOM, given)),
        minutes=tuple(
            (str(title), int(n), round(float(seconds) / 60))
            for title, n, seconds in _rows(work, _MINUTES, given)
        ),
        items=tuple(items),
        read=read,
        alert_weeks=tuple((week, int(n)) for week, n in _rows(work, _ALERT_WEEKS, given)),
        rules=tuple(
            RuleFacts(str(rule), *(int(one) for one in numbers))
            for rule, *numbers in _rows(work, _RULES, given)
        ),
    )
    work.record(Deed("insight.view", "clinic", str(clinic_id), fields={"days": days}))
    return found


def _invited(work: Work, given: dict[str, Any], today: date) -> dict[str, list[Rate]]:
    """Return the rates by week, by age band and by the patient's language."""
    counted: dict[str, dict[str, list[int]]] = {"week": {}, "age": {}, "language": {}}
    for week, born_in, language, invited, answered in _rows(work, _INVITED, given):
        age = today.year - int(born_in)
        band = next(f"{low}-{high}" for low, high in BANDS if low <= age <= high)
        for kind, group in (("week", str(week)), ("age", band), ("language", str(language))):
            sums = counted[kind].setdefault(group, [0, 0])
            sums[0] += invited
            sums[1] += answered
    bands = {f"{low}-{high}": number for number, (low, high) in enumerate(BANDS)}
    found = {
        kind: [Rate(group, *sums) for group, sums in groups.items()]
        for kind, groups in counted.items()
    }
    found["week"].sort(key=lambda one: one.group)
    found["age"].sort(key=lambda one: bands[one.group])
    found["language"].sort(key=lambda one: -one.invited)
    return found


def _items(work: Work, clinic_id: UUID, given: dict[str, Any]) -> tuple[list[ItemFacts], int]:
    """Return each question of the clinic's forms in the order it is asked."""
    counted = {
        f"{part}/{link_id}": (int(asked), int(missing), int(declined), seconds)
        for part, link_id, asked, missing, declined, seconds in _rows(work, _ITEMS, given)
    }
    found = []
    for address, name, reworded in _asked(work, clinic_id):
        if address in counted:
            asked, missing, declined, seconds = counted[address]
            took = None if seconds is None else round(float(seconds))
            found.append(ItemFacts(address, name, asked, missing, declined, took, reworded))
    return found, _one(work, _READ, given)


def _asked(work: Work, clinic_id: UUID) -> Iterator[tuple[str, str, int | None]]:
    """Yield the address and words of each question that was ever asked, the newest words."""
    words: dict[str, dict[str, str]] = {}
    reworded: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in reversed(published.publications(work, clinic_id)):
        for part in Form.model_validate(row.document).parts:
            for item in part.questionnaire.every_item():
                address = f"{part.id}/{item.link_id}"
                said = dict(item.text.root)
                if address in words and words[address] != said:
                    reworded[address] = row.number
                words[address] = said
                names[address] = item.short_text.read("nb") or item.text.read("nb") or item.link_id
    for address, name in names.items():
        yield address, name, reworded.get(address)


def worst(items: Sequence[ItemFacts], fewest: int) -> ItemFacts | None:
    """Return the question most often left open, among those asked of `fewest` or more."""
    told = [one for one in items if one.asked >= fewest and one.missing >= fewest]
    return max(told, key=lambda one: one.missing / one.asked, default=None)


def _rows(work: Work, statement: str, given: dict[str, Any]) -> Sequence[Any]:
    return work.session.execute(text(statement), given).all()


def _one(work: Work, statement: str, given: dict[str, Any]) -> int:
    return int(work.session.execute(text(statement), given).scalar_one())


# Invited is every occasion whose day came in the period; answered is what was sent for it.
_INVITED = """
select date_trunc('week', a.due_at at time zone :zone)::date as week,
    extract(year from p.birth_date)::int as born_in, p.language,
    count(*) as invited, count(*) filter (where a.state = 'completed') as answered
from assessment a join patient p on p.id = a.patient_id
where a.clinic_id = :clinic and a.due_at >= :opens and a.due_at < :closes
group by 1, 2, 3
"""
_FOLLOWED = """
select count(*) from enrolment
where clinic_id = :clinic and started_on < (:closes at time zone :zone)::date
    and (ended_on is null or ended_on >= (:opens at time zone :zone)::date)
"""
_SENT = "r.clinic_id = :clinic and r.authored >= :opens and r.authored < :closes"
_MODES = f"select r.mode, count(*) from response r where {_SENT} group by 1 order by 2 desc, 1"  # noqa: S608
_BY_WHOM = f"""
select case when r.answered_by = 'self' and r.helped then 'helped' else r.answered_by end,
    count(*)
from response r where {_SENT} group by 1 order by 2 desc, 1
"""  # noqa: S608
# Longer than two hours is a form that was put away and taken up again.
_MINUTES = f"""
select f.title, count(*), percentile_cont(0.5) within group (
    order by extract(epoch from a.completed_at - a.started_at))
from response r join assessment a on a.id = r.assessment_id
join form_publication f on f.id = r.form_publication_id
where {_SENT} and a.completed_at - a.started_at between interval '5 seconds' and interval '2 hours'
group by 1 order by 1
"""  # noqa: S608
_NEWEST = f"""
select r.id, r.document from response r where {_SENT} order by r.authored desc, r.id limit :most
"""  # noqa: S608
_READ = f"select count(*) from ({_NEWEST}) newest"  # noqa: S608
# A page's time is from the page before to its own saving, shared by what stood on it.
_ITEMS = f"""
with newest as materialized ({_NEWEST}), answer as (
    select n.id, p.key as part, a ->> 'link_id' as link_id, a ->> 'missing' as missing,
        (a ->> 'saved_at')::timestamptz as saved_at
    from newest n cross join lateral jsonb_each(n.document -> 'parts') p
    cross join lateral jsonb_array_elements(p.value) a
), page as (
    select id, saved_at, count(*) as many,
        extract(epoch from saved_at
            - lag(saved_at) over (partition by id order by saved_at)) as took
    from answer where saved_at is not null group by 1, 2
)
select part, link_id, count(*), count(*) filter (where missing in ('skipped', 'declined')),
    count(*) filter (where missing = 'declined'),
    percentile_cont(0.5) within group (order by took / many)
        filter (where took between 0.5 and 1800)
from answer left join page using (id, saved_at)
where missing is distinct from 'not_shown'
group by 1, 2
"""  # noqa: S608
_RAISED = "clinic_id = :clinic and raised_at >= :opens and raised_at < :closes"
_ALERT_WEEKS = f"""
select date_trunc('week', raised_at at time zone :zone)::date, count(*)
from alert where {_RAISED} group by 1 order by 1
"""  # noqa: S608
_RULES = f"""
select rule_id, count(*), count(distinct patient_id),
    count(*) filter (where state in ('resolved', 'overridden')),
    count(*) filter (where state = 'overridden')
from alert where {_RAISED} group by 1 order by 2 desc, 1
"""  # noqa: S608
