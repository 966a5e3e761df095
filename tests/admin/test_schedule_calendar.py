"""The calendar beside a plan says the same as the words under it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from lytte.core.schedules.example import Example
from lytte.core.schedules.occasion import Left, Occasion
from lytte.core.schedules.plan import Around, Sending
from lytte_admin.sending.schedule_calendar import Cell, months

OSLO = ZoneInfo("Europe/Oslo")


def _occasion(planned: date, on: date) -> Occasion:
    at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    sending = Sending(id="before", form="before", when=Around(days=2))
    return Occasion(
        uuid4(), uuid4(), sending, "1", planned, on, at, at + timedelta(days=7), None, "sms"
    )


def test_what_is_not_sent_at_all_is_not_called_moved() -> None:
    sent, moved = date(2026, 12, 7), date(2026, 12, 25)
    kept = date(2026, 12, 9)
    occasions = [
        _occasion(sent, sent),
        _occasion(moved, date(2026, 12, 28)),
        replace(_occasion(kept, kept), left=Left("week_full")),
    ]

    [december, *_] = months(Example(begins=sent), occasions, sent, OSLO)

    cells = {one.on: one for _, week in december.weeks for one in week if one}
    assert _said(cells[sent]) == (1, False, False)
    assert _said(cells[moved]) == (0, True, False)
    assert _said(cells[date(2026, 12, 28)]) == (1, False, False)
    assert _said(cells[kept]) == (0, False, True)


def _said(cell: Cell) -> tuple[int, bool, bool]:
    return cell.sends, cell.moved, cell.left_out
