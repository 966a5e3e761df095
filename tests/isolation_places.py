"""Where an id can stand in an address or a form, and which id of a hospital fits there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import select
from werkzeug.routing import Rule

from lytte.storage import tables
from tests.clinic_site import Clinic

# Rooms and who may come in. A room that nobody declared is a red build.
ROOMS = {
    "static": "anyone",
    "health": "anyone",
    "patient": "a patient with a session",
    "auth": "anyone",
    "clinician": "a clinician",
    "admin": "an admin",
    "forms": "an admin",
    "instruments": "an admin",
    "texts": "an admin",
    "thresholds": "an admin",
    "rehearsals": "an admin",
    "suggested": "an admin",
    "approvals": "an admin",
    "versions": "an admin",
    "licences": "an admin",
    "changes": "an admin",
    "history": "an admin",
    "insight": "an admin",
    "bundles": "an admin",
    "questions": "an admin",
    "tailored": "an admin",
    "upgrades": "an admin",
    "deviations": "an admin",
    "elsewhere": "an admin",
    "shared": "an admin",
    "emergencies": "an admin",
    "tailored_rules": "an admin",
    "tailored_plans": "an admin",
    "preview": "an admin",
    "phone_preview": "whoever holds a link to a draft",
    "translations": "an admin",
    "schedules": "an admin",
    "plans": "an admin",
    "translation_files": "an admin",
    "clinic_texts": "an admin",
    "settings": "an admin",
    "sheet": "an admin",
}
# Names in addresses that hold no id of anything.
HARMLESS = {
    "filename": "none.css",
    "on": "2026-08-24",
    "page": "1",
    "name": "size",
    "sha256": "0",
    "value": "l",
    "token": "not-a-token",
    "number": "1",
    # What is shared is for every hospital to see; tests/services/test_sharing.py says how far.
    "shared_id": "00000000-0000-4000-8000-000000000000",
    "kind": "rules",
    "link_id": "pain",
    "slot_id": "symptoms",
    "rule_id": "pain_red",
    "emergency_id": "numb_legs",
    "language": "nn",
    "sending_id": "before",
}
ARGUMENT = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")


@dataclass(frozen=True)
class Ids:
    """One hospital's ids by the name they have in addresses and forms."""

    by_name: Mapping[str, tuple[str, ...]]

    def address(self, rule: Rule) -> Iterator[str]:
        """Yield the rule's address with each id that fits."""
        names = [name for _, name in ARGUMENT.findall(rule.rule)]
        most = max((len(self.by_name.get(name, ("",))) for name in names), default=1)
        for turn in range(most):
            yield ARGUMENT.sub(partial(self._one, turn), rule.rule)

    def form(self) -> dict[str, str | list[str]]:
        """Return a form that names everything the hospital has, under every field we know."""
        named = {name: list(found) for name, found in self.by_name.items() if name != "slug"}
        return {**named, "to": "resolved", "kind": "link", "who": "patient", "reason": "x"}

    def without(self, name: str, value: str) -> "Ids":
        """Return the same ids but for one."""
        left = tuple(one for one in self.by_name[name] if one != value)
        return Ids({**self.by_name, name: left})

    def _one(self, turn: int, found: re.Match[str]) -> str:
        fits = self.by_name.get(found[2]) or (HARMLESS[found[2]],)
        return fits[turn % len(fits)]


def ids_of(clinic: Clinic) -> Ids:
    """Return the ids of a hospital's own things."""
    with clinic.world.open() as session:

        def all_of(kind: type[tables.OfHospital]) -> tuple[str, ...]:
            return tuple(str(one) for one in session.exec(select(kind.id)).all())

        assessments = all_of(tables.Assessment)
        publications = all_of(tables.FormPublication)
        drafts = all_of(tables.FormDraft)
        return Ids(
            {
                "slug": tuple(session.exec(select(tables.Clinic.slug)).all()),
                "clinic": all_of(tables.Clinic),
                "response_id": all_of(tables.Response),
                "assessment_id": assessments,
                "assessment": assessments,
                "occasion": assessments,
                "alert": all_of(tables.Alert),
                "publication_id": publications,
                "patient_id": all_of(tables.Patient),
                "form_id": (*drafts, *publications),
                "version_id": all_of(tables.InstrumentVersion),
                "row_id": (
                    *all_of(tables.RuleSetPublication),
                    *all_of(tables.SafetyText),
                    *all_of(tables.SchedulePublication),
                ),
                "contact": all_of(tables.ClinicContact),
                "run_id": all_of(tables.RehearsalRun),
            }
        )


def random_like(ids: Ids) -> Ids:
    """Return ids of the same shape that nobody has."""
    return Ids(
        {
            name: tuple("ingensteds" if name == "slug" else str(uuid4()) for _ in found)
            for name, found in ids.by_name.items()
        }
    )


def rows_of(clinic: Clinic, but: tuple[str, ...] = ()) -> str:
    """Return a fingerprint of every row the hospital has, `but` for some tables."""
    every = tables.OfHospital.metadata.tables
    walled = sorted(name for name in every if name not in ("hospital", *but))
    with clinic.world.open() as session:
        connection = session.connection()
        # Names come from our own table definitions.
        statement = "select md5(string_agg(t::text, chr(10) order by t::text)) from {} t"
        found = (connection.execute(text(statement.format(name))).scalar() for name in walled)
        return " ".join(map(str, found))


def without_ids(html: str, *several: Ids) -> str:
    """Return a page without what an address put into it, and without form tokens."""
    for ids in several:
        for found in ids.by_name.values():
            for one in found:
                html = html.replace(one, "ID")
    return re.sub(r'name="(csrf_token|k)"[^>]*value="[^"]*"', "", html)
