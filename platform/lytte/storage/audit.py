"""Who did what, and who saw what: one chain of rows a hospital, each sealed to the one before.

A row's hash is SHA-256(previous hash + sequence number + digest), where the digest is
SHA-256 of the row's canonical JSON. The head's row lock makes the sequence gap-free. No
clinical text and no name goes in, so erasing a patient does not break the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import select

from lytte.storage import tables
from lytte.storage.sessions import HospitalSession


@dataclass(frozen=True)
class Actor:
    """Who acts: `staff:<id>`, `patient`, `os:<user>` or `job:<name>`, and in which role."""

    name: str
    role: str
    request_id: str = ""


@dataclass(frozen=True)
class Deed:
    """What was done to what. `fields` names what changed, never what it says."""

    action: str
    object_type: str = ""
    object_id: str = ""
    patient_id: UUID | None = None
    fields: Mapping[str, Any] | None = None
    reason: str = ""
    outcome: str = "ok"


PAGE = 2000

# One round trip: the head moves, and the row is written with what the head became.
_APPEND = text("""
with before as (
    insert into audit_head (hospital_id, id, seq, hash) values (:hospital_id, :id, 1,
        sha256(int8send(1) || :digest))
    on conflict (hospital_id) do update
        set seq = audit_head.seq + 1,
            hash = sha256(audit_head.hash || int8send(audit_head.seq + 1) || :digest)
    returning seq, hash)
insert into audit_entry (hospital_id, id, seq, at, actor, role, action, object_type,
    object_id, patient, fields, reason, outcome, request_id, digest, hash)
select :hospital_id, :id, before.seq, :at, :actor, :role, :action, :object_type,
    :object_id, :patient, :fields, :reason, :outcome, :request_id, :digest, before.hash
from before
""").bindparams(bindparam("fields", type_=JSONB))


def record(
    session: HospitalSession, actor: Actor, deed: Deed, *, now: datetime, key: bytes
) -> None:
    """Append one row to the hospital's chain, in the caller's transaction.

    `key` is the installation's: with it the patient's pseudonym can be worked out again,
    without it the row names nobody.
    """
    row = {
        "id": str(uuid4()),
        "at": now.astimezone(UTC).isoformat(),
        "actor": actor.name,
        "role": actor.role,
        "action": deed.action,
        "object_type": deed.object_type,
        "object_id": deed.object_id,
        "patient": pseudonym(deed.patient_id, key) if deed.patient_id else "",
        "fields": dict(deed.fields or {}),
        "reason": deed.reason,
        "outcome": deed.outcome,
        "request_id": actor.request_id,
    }
    values = {**row, "digest": _digest(row), "at": now, "hospital_id": session.hospital_id}
    session.connection().execute(_APPEND, values)


def pseudonym(patient_id: UUID, key: bytes) -> str:
    """Return the patient's name in the audit: an HMAC that only the installation can make."""
    return hmac.new(key, patient_id.bytes, hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True)
class Verdict:
    """How far a chain holds. `broken_at` is the first row that does not fit, None when all do."""

    rows: int
    broken_at: int | None


def verify(session: HospitalSession) -> Verdict:
    """Walk the hospital's chain from its first row and compare it with its head."""
    before, rows = b"", 0
    for entry in _chain(session):
        rows += 1
        linked = hashlib.sha256(before + rows.to_bytes(8, "big") + entry.digest).digest()
        if entry.seq != rows or _digest(_canonical(entry)) != entry.digest or linked != entry.hash:
            return Verdict(rows, rows)
        before = linked
    head = session.exec(select(tables.AuditHead)).one_or_none()
    if head is not None and (head.seq, head.hash) != (rows, before):
        return Verdict(rows, rows + 1)
    return Verdict(rows, None)


def _chain(session: HospitalSession) -> Iterator[Row[Any]]:
    table = tables.AuditEntry.__table__  # type: ignore[attr-defined]
    last = 0
    while True:
        wanted = table.select().where(table.c.seq > last).order_by(table.c.seq).limit(PAGE)
        rows = session.connection().execute(wanted).all()
        yield from rows
        if len(rows) < PAGE:
            return
        last = rows[-1].seq


def _canonical(entry: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor,
        "role": entry.role,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "patient": entry.patient,
        "fields": entry.fields,
        "reason": entry.reason,
        "outcome": entry.outcome,
        "request_id": entry.request_id,
    }


def _digest(row: Mapping[str, Any]) -> bytes:
    text_of_row = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text_of_row.encode()).digest()
