"""Who gets in with a link or a letter's code, and who does not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select, update

from lytte.services.answers import entering
from lytte.services.answers.entering import LetIn, NotLetIn
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.sessions import NotEntered, token_hash
from tests.forms_world import Ready, make_ready
from tests.world import KEYS, World

RIGHT, WRONG = date(1951, 3, 14), date(1951, 3, 15)


@pytest.fixture
def ready(world: World) -> Ready:
    return make_ready(world)


def enter(ready: Ready, born: date = RIGHT, secret: str = "", now: datetime | None = None) -> LetIn:
    """Try to get in, committing as the page does."""
    with ready.world.database.code(token_hash(secret or ready.token)) as session:
        work = Work(session, Actor("patient", "patient"), now or datetime.now(UTC), KEYS)
        try:
            return entering.enter(work, [born], "nb")
        finally:
            session.commit()


def change(ready: Ready, kind: Any, **values: Any) -> None:
    """Change the code or the assessment behind the patient's back."""
    with ready.world.open() as session:
        session.exec(update(kind).values(**values))
        session.commit()


def code_row(ready: Ready) -> tables.AccessCode:
    with ready.world.open() as session:
        return session.exec(select(tables.AccessCode)).one()


def test_the_right_birth_date_opens_a_session_for_that_form(ready: Ready) -> None:
    let_in = enter(ready)

    assert let_in.assessment_id == ready.assessment_id
    with ready.world.database.patient_at(let_in.token) as session:
        session.connection()
        assert session.entered is not None
        assert session.entered.assessment_id == ready.assessment_id


def test_a_link_works_again_after_it_was_used(ready: Ready) -> None:
    first, second = enter(ready), enter(ready)

    assert first.token != second.token


def test_five_wrong_dates_close_the_code_even_for_the_right_one(ready: Ready) -> None:
    for _ in range(5):
        with pytest.raises(NotLetIn):
            enter(ready, WRONG)

    with pytest.raises(NotLetIn):
        enter(ready)


def test_the_right_date_forgives_the_wrong_ones_before_it(ready: Ready) -> None:
    for _ in range(4):
        with pytest.raises(NotLetIn):
            enter(ready, WRONG)
    enter(ready)

    assert code_row(ready).wrong_dates == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda r: change(r, tables.AccessCode, revoked_at=datetime.now(UTC)),
        lambda r: change(r, tables.AccessCode, expires_at=datetime.now(UTC) - timedelta(1)),
        lambda r: change(r, tables.Assessment, state="expired"),
        lambda r: change(r, tables.Assessment, expires_at=datetime.now(UTC) - timedelta(1)),
    ],
    ids=["revoked", "code too old", "assessment expired", "assessment's time is up"],
)
def test_a_link_that_is_over_lets_nobody_in(ready: Ready, spoil: Callable[[Ready], None]) -> None:
    spoil(ready)

    with pytest.raises(NotLetIn):
        enter(ready)


def test_a_code_nobody_was_given_enters_no_hospital(ready: Ready) -> None:
    with pytest.raises(NotEntered):
        enter(ready, secret="never given")


def test_a_letter_code_is_read_as_people_type_it(ready: Ready) -> None:
    with ready.world.open() as session:
        work = ready.world.work(session, datetime.now(UTC))
        code = enrolling.give_letter_code(work, ready.assessment_id)
        session.commit()

    let_in = enter(ready, secret=enrolling.typed_code(f" {code.lower().replace(' ', '-')} "))

    assert let_in.assessment_id == ready.assessment_id


def test_every_try_is_in_the_audit_without_the_date(ready: Ready) -> None:
    with pytest.raises(NotLetIn):
        enter(ready, WRONG)
    enter(ready)

    with ready.world.open() as session:
        rows = session.exec(
            select(tables.AuditEntry)
            .where(tables.AuditEntry.action == "patient.enter")
            .order_by(tables.AuditEntry.seq)  # type: ignore[arg-type]
        ).all()
    assert [row.outcome for row in rows] == ["denied", "ok"]
    assert all("1951" not in str(row.model_dump()) for row in rows)
