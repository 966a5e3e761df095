"""Time a rehearsal: `python -m lytte.commands.bench_rehearsal [RESPONSES ...]`.

Fills a scratch database with invented responses of 20 scores over a year, 20 responses
a patient, and replays two sets of 42 rules over all of it, database warm. Prints CPU
seconds, because machines are shared: the server's and ours added up, though the two work
at the same time. 1 when a figure is above its limit. 100,000 responses unless told; a
million takes some minutes to fill in.
"""

import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import Session

from lytte.commands.bench_scratch import (
    count_memory_anew,
    most_memory,
    scratch,
    seconds_of,
    settle,
)
from lytte.core.forms import document, sha256
from lytte.core.rehearsal import Rehearsal
from lytte.core.thresholds import RuleSet
from lytte.services.keys import Keys
from lytte.services.rules import rehearsing
from lytte.services.work import Work
from lytte.storage import bulk, tables
from lytte.storage.audit import Actor
from lytte.storage.database import Database

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
SCORES, RESPONSES_EACH, DAYS, ROWS = 20, 20, 365, 5000
MADE_UP = 100_000
SECONDS = {100_000: 3, 1_000_000: 25}
ACTOR = Actor("os:bench", "bench")


def main(arguments: Sequence[str]) -> int:
    """Measure each size in turn."""
    sizes = [int(one) for one in arguments] or [100_000]
    return int(sum(_measured(size) for size in sizes) > 0)


def _measured(size: int) -> bool:
    """Print the figures of one size; True when it took longer than its limit."""
    with scratch() as (server, database):
        hospital_id, clinic_id = _clinic(database)
        _fill(database, hospital_id, clinic_id, size)
        settle(server)
        drafts = {"nearly the same rules": _rules(8), "one rule of 42": _rules(8)[:1]}
        late = [_timed(database, (hospital_id, clinic_id), one, size) for one in drafts.items()]
        return any(late)


def _timed(
    database: Database, where: tuple[UUID, UUID], draft: tuple[str, list[dict[str, Any]]], size: int
) -> bool:
    name, rules = draft
    _rehearse(database, *where, rules)  # once to warm
    with database.worker.connect() as connection:
        backend = connection.execute(text("select pg_backend_pid()")).scalar_one()
    count_memory_anew()
    began, used, served = time.monotonic(), time.process_time(), seconds_of(backend)
    found = _rehearse(database, *where, rules)
    took, used = time.monotonic() - began, time.process_time() - used
    served = seconds_of(backend) - served
    limit = SECONDS.get(size)
    print(
        f"{found.responses:,} responses of {SCORES} scores, a draft with {name}: "
        f"CPU {used + served:.2f} s (limit {limit}), of them {served:.2f} in PostgreSQL; "
        f"{took:.2f} s by the clock; {most_memory()} MB at most; "
        f"alerts {found.in_force.alerts:,} and {found.draft.alerts:,}, "
        f"{len(found.lost):,} patients lost",
        flush=True,
    )
    return limit is not None and used + served > limit


def _rehearse(
    database: Database, hospital_id: UUID, clinic_id: UUID, draft: list[dict[str, Any]]
) -> Rehearsal:
    with database.inside(hospital_id) as session:
        work = Work(session, ACTOR, NOW, Keys("for the bench only, and long enough"))
        wanted = RuleSet.model_validate({"rules": draft})
        asked = rehearsing.Asked(days=DAYS, posts=2, budget=12)
        return rehearsing.rehearse(work, clinic_id, wanted, asked)


def _clinic(database: Database) -> tuple[UUID, UUID]:
    hospital = tables.Hospital(slug="bench", name="Bench")
    with Session(database.worker) as plain:
        plain.add(hospital)
        plain.commit()
        hospital_id = hospital.id
    with database.inside(hospital_id) as session:
        clinic = tables.Clinic(hospital_id=hospital_id, slug="bench", name="Bench")
        draft = tables.FormDraft(
            hospital_id=hospital_id, clinic_id=clinic.id, slug="f", title="", changed_at=NOW
        )
        form = {"title": {"nb": "Bench"}, "parts": []}
        rules = document(RuleSet.model_validate({"rules": _rules(7)}))
        second = _somebody(hospital_id)
        session.add_all([clinic, second])
        session.flush()
        session.add(draft)
        session.flush()
        # Named as the clinic is, so that the rows below need no look-up.
        common: dict[str, Any] = {
            "hospital_id": hospital_id,
            "id": clinic.id,
            "clinic_id": clinic.id,
            "number": 1,
            "state": "live",
            "created_at": NOW,
            "live_at": NOW,
        }
        session.add(
            tables.FormPublication(
                **common, form_id=draft.id, title="", document=form, sha256=sha256(form)
            )
        )
        session.add(
            tables.RuleSetPublication(
                **common, document=rules, sha256=sha256(rules), approver_id=second.id
            )
        )
        session.commit()
        return hospital_id, clinic.id


def _somebody(hospital_id: UUID) -> tables.Staff:
    return tables.Staff(
        hospital_id=hospital_id, email="second@bench.example", name="Second",
        password_hash="", totp_secret="",
    )  # fmt: skip


def _rules(pain: int) -> list[dict[str, Any]]:
    """Return 42 rules of every kind; `pain` is the limit of the first."""
    made: list[dict[str, Any]] = []
    for number in range(15):
        limit = {"type": "at_least", "measure": f"form/{number}"}
        made += [{**limit, "value": 9 if number else pain}, {**limit, "value": 7}]
    made += [
        {"type": "below", "measure": f"form/{number}", "value": 20} for number in range(15, 20)
    ]
    made += [
        {
            "type": "combined",
            "of": [
                {"type": "worsened", "measure": f"form/{number}", "by": 3},
                {"type": "at_least", "measure": f"form/{number}", "value": 5},
            ],
        }
        for number in range(5)
    ]
    made.append({"type": "worsened", "measure": "form/16", "by": 20, "since": "baseline"})
    lasting = {"type": "at_least", "measure": "form/5", "value": 5}
    made.append({"type": "persisted", "of": lasting, "times": 2, "among": 3})
    return [{"id": f"r{n}", "severity": "amber", "when": one} for n, one in enumerate(made)]


# Other people with the same answers at the same times: the figures are no different, and
# making up a million by chance takes a quarter of an hour.
_AGAIN = """
insert into patient select (p).* from (
    select jsonb_populate_record(p, jsonb_build_object(
        'id', md5(p.id::text || :again)::uuid, 'number', p.number || '-' || :again)) as p
    from patient p where p.number !~ '-') every;
insert into assessment select (a).* from (
    select jsonb_populate_record(a, jsonb_build_object(
        'id', md5(a.id::text || :again)::uuid,
        'patient_id', md5(a.patient_id::text || :again)::uuid)) as a
    from assessment a join patient p on p.id = a.patient_id where p.number !~ '-') every;
insert into response select (r).* from (
    select jsonb_populate_record(r, jsonb_build_object(
        'id', md5(r.id::text || :again)::uuid,
        'assessment_id', md5(r.assessment_id::text || :again)::uuid,
        'patient_id', md5(r.patient_id::text || :again)::uuid)) as r
    from response r join patient p on p.id = r.patient_id where p.number !~ '-') every
"""


def _fill(database: Database, hospital_id: UUID, clinic_id: UUID, size: int) -> None:
    """Add the first responses row by row, and above 100,000 others who answer the same."""
    _make_up(database, hospital_id, clinic_id, min(size, MADE_UP))
    for again in range(1, size // MADE_UP):
        with database.inside(hospital_id) as session:
            for statement in _AGAIN.split(";"):
                session.connection().execute(text(statement), {"again": str(again)})
            session.commit()
        print(f"{(again + 1) * MADE_UP:,} of {size:,}", file=sys.stderr)


def _make_up(database: Database, hospital_id: UUID, clinic_id: UUID, size: int) -> None:
    """Add the responses in order of time, as they would have come in."""
    random = Random(20260824)  # noqa: S311  # invented answers need no secret dice
    patients = [
        tables.Patient(hospital_id=hospital_id, id=uuid4(), number=str(one), name="Prøve",
                       birth_date=date(1955, 5, 5), synthetic=True)
        for one in range(max(1, size // RESPONSES_EACH))
    ]  # fmt: skip
    began = NOW - timedelta(days=DAYS - 1)
    with database.inside(hospital_id) as session:
        for start in range(0, len(patients), ROWS):
            bulk.insert(session, patients[start : start + ROWS])
        for start in range(0, size, ROWS):
            rows = [
                _answered(
                    random, random.choice(patients), clinic_id,
                    began + timedelta(days=DAYS - 2) * (one / size),
                )
                for one in range(start, min(size, start + ROWS))
            ]  # fmt: skip
            bulk.insert(session, [assessment for assessment, _ in rows])
            bulk.insert(session, [response for _, response in rows])
            print(f"\r{start + len(rows):,} of {size:,} filled in", end="", file=sys.stderr)
        session.commit()
    print(file=sys.stderr)


def _answered(
    random: Random, patient: tables.Patient, clinic_id: UUID, at: datetime
) -> tuple[tables.Assessment, tables.Response]:
    common: dict[str, Any] = {"hospital_id": patient.hospital_id, "patient_id": patient.id,
              "clinic_id": clinic_id, "form_publication_id": clinic_id}  # fmt: skip
    assessment = tables.Assessment(
        **common, id=uuid4(), state="completed", due_at=at, expires_at=at, completed_at=at
    )
    given = {
        str(one): str(random.randrange(11) if one < 15 else random.randrange(1000) / 10)
        for one in range(SCORES)
        if random.random() > 0.05
    }
    answers = [
        {"link_id": one, "values": [{"valueDecimal": value}]} for one, value in given.items()
    ]
    response = tables.Response(
        **common, id=uuid4(), assessment_id=assessment.id, document={"parts": {"form": answers}},
        measures={f"form/{one}": value for one, value in given.items()}, sha256="0" * 64,
        answered_by="proxy" if random.random() < 0.08 else "self", mode="web", language="nb",
        answered=len(given), asked=SCORES, authored=at,
    )  # fmt: skip
    return assessment, response


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
