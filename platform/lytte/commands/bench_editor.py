"""Time the form editor with 200 items: `python -m lytte.commands.bench_editor`.

Prints the CPU milliseconds that one gunicorn worker spends on each thing a clinic admin
does: half the items stand each in a part of its own, half together, and forty rules look at
them. What the database spends is not in the figure. Everything happens in a folder that is
removed.
"""

import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

from lytte.commands.bench_form import opened, publish, rating, staff
from lytte.commands.bench_pages import (
    PORT,
    ROOT,
    SECRET,
    Patient,
    Worker,
    gunicorn,
    mean,
    opened_house,
)
from lytte.core.composition import Composition, LocalSlot
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Rule, RuleSet, Worsened
from lytte.services.drafts import drafting
from lytte.services.keys import Keys
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.database import Database
from lytte.storage.sessions import token_hash

ITEMS, RULES, TIMES = 200, 40, 10
MOST = 300
"""Milliseconds; no press of a button may take longer."""


@dataclass(frozen=True)
class Desk:
    """A clinic admin who is signed in, in front of a form."""

    browser: Patient
    form_id: UUID

    def look(self, path: str) -> None:
        """Open a page."""
        self._done(self.browser.ask("GET", path), path)

    def press(self, path: str, **fields: str) -> None:
        """Send the form of the page that is shown."""
        hidden = self.browser.hidden()
        given = {name: hidden[name] for name in ("csrf_token", "version")}
        self._done(self.browser.ask("POST", path, **given, **fields), path)

    @staticmethod
    def _done(status: int, path: str) -> None:
        if status not in (200, 303):
            raise SystemExit(f"{path} answered {status}")


def main() -> int:
    """Print the figures; 1 when one is over the limit."""
    with opened_house() as (_, database):
        form_id, token = long_form(database, Keys(SECRET))
        database.dispose()
        with gunicorn("wsgi:application", PORT, ROOT) as worker:
            desk = Desk(Patient(PORT, lytte_staff=token), form_id)
            figures = {name: _middle(worker, desk, do) for name, do in ACTIONS.items()}
    for name, taken in figures.items():
        print(f"{name}: {taken:.0f} ms CPU (limit {MOST})")
    return int(any(taken > MOST for taken in figures.values()))


def long_form(database: Database, keys: Keys) -> tuple[UUID, str]:
    """Make a hospital with a form of 200 items; return its draft, and a session of its admin."""
    with opened(database, keys) as work:
        clinic_id = publish(work).clinic_id
        items = tuple(rating(number) for number in range(ITEMS))
        half = ITEMS // 2
        parts = (
            _part("together", *items[:half]),
            *(_part(one.link_id, one) for one in items[half:]),
        )
        made = Composition(title=Text({"nb": "Langt skjema"}), languages=("nb",), slots=parts)
        draft = drafting.save_form(work, clinic_id, "long", made)
        drafting.save_rules(work, clinic_id, RuleSet(rules=tuple(map(_rule, range(RULES)))))
        token = _signed_in(work, clinic_id)
        work.session.commit()
        return draft.id, token


def _part(part_id: str, *items: NumericRating) -> LocalSlot:
    title = Text({"nb": part_id})
    questionnaire = Questionnaire(title=title, items=items)
    return LocalSlot(id=part_id, title=title, questionnaire=questionnaire)


def _rule(number: int) -> Rule:
    measure = f"together/item{number // 2}"
    if number % 2:
        worse = Worsened(measure=measure, by=Decimal(2))
        return Rule(id=f"rising{number}", severity="amber", when=worse)
    high = AtLeast(measure=measure, value=Decimal(7))
    return Rule(id=f"red{number}", severity="red", when=high)


def _signed_in(work: Work, clinic_id: UUID) -> str:
    token = secrets.token_urlsafe(32)
    person = staff(work.session.hospital_id, "admin")
    work.session.add(person)
    work.session.flush()
    where = person.hospital_id
    work.session.add_all(
        [
            tables.StaffRole(
                hospital_id=where, staff_id=person.id, role="clinic_admin", clinic_id=clinic_id
            ),
            tables.StaffSession(
                hospital_id=where, staff_id=person.id, token_hash=token_hash(token),
                created_at=work.now, seen_at=work.now, expires_at=work.now + timedelta(hours=1),
            ),
        ]
    )  # fmt: skip
    return token


def _middle(worker: Worker, desk: Desk, do: Callable[[Desk], Callable[[], None]]) -> float:
    """Return the middle of several; what comes before the press is not counted."""
    found = []
    for _ in range(TIMES):
        press = do(desk)
        found.append(mean(worker, press, 1))
    return median(found)


def _editor(desk: Desk) -> None:
    desk.look(f"/admin/forms/{desk.form_id}")


def _open(desk: Desk) -> Callable[[], None]:
    return lambda: _editor(desk)


def _move(desk: Desk) -> Callable[[], None]:
    _editor(desk)
    return lambda: desk.press(f"/admin/forms/{desk.form_id}/change", do="down:50")


def _save(desk: Desk) -> Callable[[], None]:
    _editor(desk)
    path = f"/admin/questions/{desk.form_id}/item150/item150"
    words = {"text-nb": f"Sover du godt? {secrets.token_hex(2)}", "by_itself": "1"}
    return lambda: desk.press(path, **words)


def _condition(desk: Desk) -> Callable[[], None]:
    path = f"/admin/questions/{desk.form_id}/when/90"
    desk.look(f"{path}?looks_at=together/item5")
    asked = {"looks_at": "together/item5", "compared": "at_least", "value": "4"}
    return lambda: desk.press(f"{path}/change", do="add", **asked)


def _undo(desk: Desk) -> Callable[[], None]:
    _editor(desk)
    return lambda: desk.press(f"/admin/forms/{desk.form_id}/undo")


def _page(path: str) -> Callable[[Desk], Callable[[], None]]:
    return lambda desk: lambda: desk.look(path.format(desk.form_id))


ACTIONS = {
    "open the editor": _open,
    "move a part": _move,
    "save words": _save,
    "add a condition": _condition,
    "undo": _undo,
    "preview": _page("/admin/preview/{}/page"),
    "page before publishing": _page("/admin/forms/{}/publish"),
    "alert rules": _page("/admin/thresholds/"),
}


if __name__ == "__main__":
    sys.exit(main())
