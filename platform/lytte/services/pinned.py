"""What is frozen is read once: forms, rules, safety texts and settings by their SHA-256.

A fingerprint names one content for ever, in whichever hospital, so nothing here can go
stale; only so many are kept, the one longest unused leaves first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import text

from lytte.core.form_pages import PagedForm, paged
from lytte.core.forms import Form
from lytte.core.own_settings import Laid, OwnSettings
from lytte.core.safety import SafetyText
from lytte.core.thresholds import RuleSet
from lytte.integrations.fhir import exact_json, write
from lytte.storage.sessions import HospitalSession

_Kept = TypeVar("_Kept")

_FORM = text("select document from form_publication where id = :id")
_RULES = text("select document from rule_set_publication where id = :id")
_SAFETY = text("select document from safety_text where id = :id")
_SETTINGS = text("select document from level_settings where id = :id")


class NotKept(Exception):
    """Something frozen is not kept here, and there is no session to read it in."""


class Shelf(Generic[_Kept]):
    """Values by their key, the most recently used `size` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], _Kept]) -> _Kept:
        """Return what is kept under the key, made now when it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        self.put(key, made)
        return made

    def put(self, key: Hashable, value: _Kept) -> None:
        """Keep a value, in place of what stood there."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


_forms: Shelf[PagedForm] = Shelf(64)
_rules: Shelf[RuleSet] = Shelf(256)
_safety: Shelf[SafetyText] = Shelf(256)
_settings: Shelf[OwnSettings] = Shelf(256)
_written: Shelf[Mapping[str, Any]] = Shelf(64)


def form(session: HospitalSession | None, publication_id: UUID, sha256: str) -> PagedForm:
    """Return a form publication, ready to be answered; without a session it must be kept."""
    return _forms.get(
        sha256, lambda: paged(Form.model_validate(_document(session, _FORM, publication_id)))
    )


def written(asked: Form, sha256: str, part_id: str) -> Mapping[str, Any]:
    """Return a part's questionnaire as FHIR JSON, for the few forms whose expressions ask it."""
    return _written.get((sha256, part_id), lambda: fhir_json(asked, part_id))


def fhir_json(asked: Form, part_id: str) -> Mapping[str, Any]:
    """Return a part's questionnaire as the JSON that a file of it holds; empty if it cannot be."""
    found = write.text(asked.part(part_id).questionnaire)
    try:
        read: Mapping[str, Any] = exact_json.parse(found, len(found.encode()))
    except exact_json.NotJson:
        return {}
    return read


def rules(
    session: HospitalSession | None, publication_id: str | None, sha256: str | None
) -> RuleSet:
    """Return a rule-set publication; no rules when none is in force."""
    if publication_id is None or sha256 is None:
        return RuleSet()
    return _rules.get(
        sha256, lambda: RuleSet.model_validate(_document(session, _RULES, publication_id))
    )


def safety(
    session: HospitalSession | None, publication_id: str | None, sha256: str | None
) -> SafetyText:
    """Return a safety text; an empty one when the clinic has none in force."""
    if publication_id is None or sha256 is None:
        return SafetyText()
    return _safety.get(
        sha256, lambda: SafetyText.model_validate(_document(session, _SAFETY, publication_id))
    )


def laid(session: HospitalSession | None, rows: Sequence[tuple[str, str, bool]]) -> Laid:
    """Return a clinic's settings over its hospital's: each version, and whether it is its own."""
    found = {mine: _version(session, row_id, sha256) for row_id, sha256, mine in rows}
    return Laid(hospital=found.get(False, OwnSettings()), clinic=found.get(True, OwnSettings()))


def _version(session: HospitalSession | None, row_id: str, sha256: str) -> OwnSettings:
    return _settings.get(
        sha256, lambda: OwnSettings.model_validate(_document(session, _SETTINGS, row_id))
    )


def _document(session: HospitalSession | None, statement: Any, publication_id: UUID | str) -> Any:
    if session is None:
        raise NotKept
    return session.connection().execute(statement, {"id": publication_id}).scalar_one()
