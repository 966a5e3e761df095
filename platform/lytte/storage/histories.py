"""A clinic's responses in bulk, each patient's in order of time: what a rehearsal reads.

Streamed, so that memory holds one batch however many there are. Only the measures that
are asked for leave the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, cast
from uuid import UUID

import psycopg
from psycopg import capabilities, sql

from lytte.core.chosen import Picked
from lytte.core.rehearsal_criteria import Batch, Silence
from lytte.core.values import NativeValue
from lytte.storage.corrections import counts
from lytte.storage.sessions import HospitalSession
from lytte.storage.silences import moment, was_silent

ROWS = 5000
"""About how many responses make a batch; a patient is never split between two."""

# For sorting by patient; it is given back with the savepoint that the caller opens.
_MEMORY = "set local work_mem = '64MB'"

# A patient's responses in the whole hospital, because that is what the rules look back on.
# The numbers are taken out before the rows are sorted: whole documents would be too wide.
_READ = f"""
with here as materialized (
    select distinct patient_id from response
    where clinic_id = %(clinic)s and authored >= %(opens)s and authored < %(closes)s
        and {counts("response.id")}
), every as (
    select {{columns}} from response r
    where r.authored >= %(opens)s and r.authored <= %(now)s
        and r.patient_id in (select patient_id from here)
        and {counts("r.id")}
    {{earlier}}
    {{silences}}
)
select patient, micros, proxy, judged, hours{{wanted}} from every order by patient_id, authored, id
"""  # noqa: S608
_EARLIER = f"""
    union all
    select {{columns}} from here cross join lateral (
        select h.* from response h
        where h.patient_id = here.patient_id and h.authored < %(opens)s
            and {counts("h.id")}
        order by h.authored desc, h.id desc limit %(occasions)s) r
"""  # noqa: S608
# A silence is a row of its own: when, after how many hours, and no number.
_SILENCE = """
    union all
    select a.patient_id, {moment}, a.id, a.patient_id::text,
        (extract(epoch from {moment}) * 1000000)::bigint, false, false, h.hours
        {nothing}
    from assessment a cross join unnest(%(silences)s::integer[]) as h(hours)
    where a.clinic_id = %(clinic)s and {moment} >= %(opens)s
        and {moment} < %(closes)s and a.due_at < %(closes)s
        and {silent}
"""
_COLUMNS = """r.patient_id, r.authored, r.id, r.patient_id::text as patient,
        (extract(epoch from r.authored) * 1000000)::bigint as micros,
        r.answered_by = 'proxy' as proxy,
        r.clinic_id = %(clinic)s and r.authored >= %(opens)s and r.authored < %(closes)s
            as judged, 0 as hours"""
# Every row of a repeating group together; null where the question is not answered.
_ANSWERS = """, (select jsonb_agg(v)::text
        from jsonb_array_elements(r.document -> 'parts' -> {part}::text) a
        cross join jsonb_array_elements(a -> 'values') v
        where a ->> 'link_id' = {link}::text) as {name}"""
_COUNT = f"""
select count(*) from response
where clinic_id = %(clinic)s and authored >= %(opens)s and authored < %(closes)s
    and {counts("response.id")}
"""  # noqa: S608


@dataclass(frozen=True)
class Reading:
    """What to read: whose, of which days, which measures, and which answers.

    `options` are the answers that rules wait for: the question of each and its option.
    `occasions` is how many responses before the period come along; 0 when no rule looks
    back. What was sent after the period, until `now`, comes along to follow patients.
    """

    clinic_id: UUID
    opens: datetime
    closes: datetime
    now: datetime
    measures: Sequence[str]
    occasions: int
    options: Mapping[str, tuple[str, NativeValue]] = field(default_factory=dict)
    silences: Sequence[int] = ()
    """After how many hours a rule of one of the sets hears silence."""
    zone: str = "UTC"

    @property
    def questions(self) -> list[str]:
        """The addresses of the questions whose answers are read."""
        return list(dict.fromkeys(question for question, _ in self.options.values()))

    @property
    def parameters(self) -> dict[str, Any]:
        """The values that the statements name."""
        named = {f"m{place}": name for place, name in enumerate(self.measures)}
        for place, question in enumerate(self.questions):
            part, _, link_id = question.partition("/")
            named |= {f"p{place}": part, f"q{place}": link_id}
        return named | {
            "clinic": self.clinic_id,
            "opens": self.opens,
            "closes": self.closes,
            "now": self.now,
            "occasions": self.occasions,
            "silences": list(self.silences),
            "zone": self.zone,
        }


def count(session: HospitalSession, reading: Reading) -> int:
    """Return how many responses the clinic got in the period."""
    with _driver(session).cursor() as cursor:
        row = cursor.execute(_COUNT, reading.parameters).fetchone()
    return int(row[0]) if row else 0


def batches(session: HospitalSession, reading: Reading, size: int = ROWS) -> Iterator[Batch]:
    """Yield every patient of the period with all that the rules can see of them."""
    names = [f"m{place}" for place in range(len(reading.measures))]
    taken = [
        sql.SQL(", r.measures ->> {}::text as {}").format(sql.Placeholder(one), sql.Identifier(one))
        for one in names
    ]
    for place in range(len(reading.questions)):
        part, link_id, name = (f"{one}{place}" for one in "pqa")
        taken.append(
            sql.SQL(_ANSWERS).format(
                part=sql.Placeholder(part), link=sql.Placeholder(link_id), name=sql.Identifier(name)
            )
        )
        names.append(name)
    columns = sql.SQL(_COLUMNS) + sql.Composed(taken)
    statement = sql.SQL(_READ).format(
        columns=columns,
        wanted=sql.Composed([sql.SQL(", ") + sql.Identifier(one) for one in names]),
        earlier=sql.SQL(_EARLIER if reading.occasions else "").format(columns=columns),
        silences=sql.SQL(_SILENCE if reading.silences else "").format(
            moment=sql.SQL(moment("h.hours")),
            silent=sql.SQL(was_silent("h.hours", "%(zone)s")),
            nothing=sql.SQL(", null::text" * len(names)),
        ),
    )
    with _driver(session).cursor() as cursor:
        cursor.execute(_MEMORY)
        # Until libpq 17 a row is sent alone.
        at_once = size if capabilities.has_stream_chunked() else 1
        rows = cursor.stream(statement, reading.parameters, size=at_once)
        yield from _whole(rows, reading, size)


def _whole(rows: Iterator[tuple[Any, ...]], reading: Reading, size: int) -> Iterator[Batch]:
    """Cut the stream where one patient ends and the next begins."""
    kept: list[tuple[Any, ...]] = []
    while some := list(islice(rows, size)):
        kept += some
        cut = len(kept) - 1
        while cut and kept[cut - 1][0] == kept[-1][0]:
            cut -= 1
        if cut:
            yield _batch(kept[:cut], reading)
            kept = kept[cut:]
    if kept:
        yield _batch(kept, reading)


def _batch(rows: list[tuple[Any, ...]], reading: Reading) -> Batch:
    silences = [Silence(row[0], row[4], row[1]) for row in rows if row[4]]
    if silences:
        rows = [row for row in rows if not row[4]]
    if not rows:
        empty: dict[str, Sequence[str | None]] = dict.fromkeys(
            (*reading.measures, *reading.options), ()
        )
        return Batch((), (), (), b"", empty, silences)
    patients, authored, proxy, judged, _, *values = zip(*rows, strict=True)
    return Batch(
        patients=patients,
        authored=authored,
        proxy=proxy,
        judged=bytes(judged),
        measures=_numbers(reading, values),
        silences=silences,
    )


def _numbers(
    reading: Reading, columns: Sequence[Sequence[str | None]]
) -> dict[str, Sequence[str | None]]:
    """Return the measures as they were kept, and for each option whether it was chosen."""
    many = len(reading.measures)
    found = dict(zip(reading.measures, columns[:many], strict=True))
    given = dict(zip(reading.questions, columns[many:], strict=True))
    for name, (question, option) in reading.options.items():
        found[name] = list(map(Picked(option).__getitem__, given[question]))
    return found


def _driver(session: HospitalSession) -> psycopg.Connection[Any]:
    # Past SQLAlchemy, which would make an object of every row.
    return cast("psycopg.Connection[Any]", session.connection().connection.driver_connection)
