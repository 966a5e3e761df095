"""The history of one thing: who changed what, when and why, in steps that people remember."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from lytte.services import looking_back, published
from lytte.services.drafts import drafting
from lytte.services.published import Version
from lytte.services.versions import versioned
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.corrections import counted

Draft = drafting.Draft | tables.LevelSettings

ONE_GO = timedelta(minutes=30)
"""Saves of one person less than this apart are one step of the history."""
SAVE = ".save"
# What the index of the audit covers.
KINDS = (
    "form_draft", "form_publication", "rule_set_draft", "rule_set_publication", "safety_text",
    "schedule_draft", "schedule_publication", "level_settings",
)  # fmt: skip
FACTS = ("telephone", "duty")
"""What is in force as soon as it is written."""


@dataclass(frozen=True)
class Step:
    """Something that was done: from `at` until `until`, `times` times.

    `did` are words for what was changed in the draft; `number` is the version it was done
    to; `why` is its author's reason, `said` what the second person said.
    """

    at: datetime
    until: datetime
    who: str
    action: str
    times: int = 1
    did: tuple[str, ...] = ()
    number: int | None = None
    why: str = ""
    said: str = ""
    of: str = ""
    """Where all of a clinic stands together: a form's title, or the kind of what was changed."""

    @property
    def is_draft(self) -> bool:
        """Tell whether it changed the draft alone."""
        return self.number is None and not self.is_fact

    @property
    def is_fact(self) -> bool:
        """Tell whether it is whom to ring or who is on duty; `said` is then what was written."""
        return self.of in FACTS


def of_form(work: Work, form_id: UUID) -> list[Step]:
    """Return everything that was done to a form, the newest first."""
    found = published.versions(work, tables.FormPublication, form_id)
    return _done(work, found, work.session.get(tables.FormDraft, form_id))


def of_clinic(work: Work, kind: str, clinic_id: UUID) -> list[Step]:
    """Return everything that was done to a clinic's rules, safety text, plan or settings."""
    found = versioned.every(work, kind, clinic_id)
    return _done(work, found, versioned.draft(work, kind, clinic_id))


def of_all(work: Work, clinic_id: UUID) -> list[Step]:
    """Return everything that was done to what a clinic asks, sends and says, the newest first."""
    forms = ((one.title, of_form(work, one.id)) for one in drafting.drafts(work, clinic_id))
    kinds = ((kind, of_clinic(work, kind, clinic_id)) for kind in versioned.KINDS)
    told = [replace(step, of=of) for of, steps in (*forms, *kinds) for step in steps]
    return sorted([*told, *_facts(work, clinic_id)], key=lambda one: one.at, reverse=True)


def _facts(work: Work, clinic_id: UUID) -> Iterator[Step]:
    """Yield who said whom to ring and who is on duty: each row is kept, and says it itself."""
    contact, duty = tables.ClinicContact, tables.ClinicDuty
    numbers = work.session.exec(select(contact).where(contact.clinic_id == clinic_id)).all()
    for one in numbers:
        who, said = published.name(work, one.entered_by), one.phone
        yield _fact(one.entered_at, who, "clinic_contact.set", "telephone", said)
        if one.confirmed_at:
            who = published.name(work, one.confirmed_by)
            yield _fact(one.confirmed_at, who, "clinic_contact.confirm", "telephone", said)
    for row in work.session.exec(select(duty).where(duty.clinic_id == clinic_id)).all():
        who = published.name(work, row.entered_by)
        yield _fact(row.entered_at, who, "clinic_duty.set", "duty", "")


def _fact(at: datetime, who: str, action: str, of: str, said: str) -> Step:
    return Step(at=at, until=at, who=who, action=action, said=said, of=of)


def _done(work: Work, found: Sequence[Version], draft: Draft | None) -> list[Step]:
    """Return what the audit has of these versions and of their draft, as steps."""
    versions = {str(row.id): row for row in found}
    entry = tables.AuditEntry
    rows = work.session.exec(
        select(entry)
        .where(
            col(entry.object_type).in_(KINDS),
            col(entry.object_id).in_([*([str(draft.id)] if draft else []), *versions]),
        )
        .order_by(col(entry.seq))
    ).all()
    names = looking_back.names(work, rows)
    did = _did(work, draft)
    told = (_step(row, names, versions.get(row.object_id), did) for row in rows)
    return list(_in_one_go(told))[::-1]


def answered(work: Work, form_id: UUID, part_ids: Sequence[str]) -> dict[str, int]:
    """Return in how many sent forms each part stands: what is kept when it is taken out."""
    versions = published.versions(work, tables.FormPublication, form_id)
    sent = _sent(work, [row.id for row in versions])
    return {
        part_id: sum(
            sent.get(row.id, 0)
            for row in versions
            if any(part.get("id") == part_id for part in row.document.get("parts", ()))
        )
        for part_id in part_ids
    }


def _sent(work: Work, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    kind = tables.Response
    rows = work.session.exec(
        select(kind.form_publication_id, func.count())
        .where(col(kind.form_publication_id).in_(ids), counted(kind.id))
        .group_by(col(kind.form_publication_id))
    ).all()
    return dict(rows)


def _did(work: Work, draft: Draft | None) -> Mapping[int, str]:
    """Return the word for each change of the draft, by the version it made."""
    if draft is None or isinstance(draft, tables.LevelSettings):
        return {}
    kind = tables.DraftStep
    wanted = drafting.steps(draft).with_only_columns(col(kind.version), col(kind.did))
    rows = work.session.execute(wanted).all()
    return {version + 1: did.partition(":")[0] for version, did in rows}


def _step(
    row: tables.AuditEntry,
    names: Mapping[str, str],
    version: Version | None,
    did: Mapping[int, str],
) -> Step:
    word = did.get(row.fields.get("version", 0), "") if row.action.endswith(SAVE) else ""
    decided = row.action.rpartition(".")[2] in ("approve", "reject")
    return Step(
        at=row.at,
        until=row.at,
        who=names.get(row.actor, row.actor),
        action=row.action,
        did=(word,) if word else (),
        number=version.number if version else None,
        why="" if version is None or decided else _why(row.action, version),
        said=version.decision if version and decided else "",
    )


def _why(action: str, version: Version) -> str:
    if action == "form.retire" and isinstance(version, tables.Publication):
        return version.ending
    return version.comment


def _in_one_go(steps: Iterator[Step]) -> Iterator[Step]:
    before: Step | None = None
    for step in steps:
        if before is not None and _goes_on(before, step):
            words = tuple(dict.fromkeys((*before.did, *step.did)))
            before = replace(before, until=step.until, times=before.times + 1, did=words)
            continue
        if before is not None:
            yield before
        before = step
    if before is not None:
        yield before


def _goes_on(before: Step, step: Step) -> bool:
    same = (before.who, before.action) == (step.who, step.action)
    return same and step.action.endswith(SAVE) and step.at - before.until < ONE_GO
