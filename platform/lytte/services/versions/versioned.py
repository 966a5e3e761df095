"""What a clinic has versions of besides its forms, by one name a kind, each read the same way."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.published import Version
from lytte.services.sending import scheduling
from lytte.services.settings import setting
from lytte.services.work import Work
from lytte.storage import tables

KINDS: Mapping[str, type[Version]] = {
    "rules": tables.RuleSetPublication,
    "safety": tables.SafetyText,
    "plan": tables.SchedulePublication,
    "settings": tables.LevelSettings,
}


def every(work: Work, kind: str, clinic_id: UUID) -> Sequence[Version]:
    """Return every version of one kind, the newest first."""
    table = KINDS[kind]
    if issubclass(table, tables.LevelSettings):
        return setting.versions(work, clinic_id)
    return published.versions(work, table, clinic_id)


def in_force(work: Work, kind: str, clinic_id: UUID) -> Version | None:
    """Return the version in force now."""
    table = KINDS[kind]
    if issubclass(table, tables.LevelSettings):
        return setting.row(work, clinic_id)
    return published.in_force(work, table, clinic_id)


def planned(work: Work, kind: str, clinic_id: UUID) -> tables.Publication | None:
    """Return the version that comes into force later; settings are never planned."""
    table = KINDS[kind]
    if issubclass(table, tables.LevelSettings):
        return None
    return published.planned(work, table, clinic_id)


def draft(
    work: Work, kind: str, clinic_id: UUID
) -> tables.RuleSetDraft | tables.ScheduleDraft | tables.LevelSettings | None:
    """Return what is being made; of settings, what came with a file. A safety text has none."""
    match kind:
        case "rules":
            return drafting.rules(work, clinic_id)
        case "plan":
            return scheduling.draft(work, clinic_id)
        case "settings":
            return setting.proposed(work, clinic_id)
        case _:
            return None
