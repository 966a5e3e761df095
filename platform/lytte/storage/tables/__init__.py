"""Every table, one row kind a class: `tables.Response`, `tables.Alert`."""

from lytte.storage.tables.agreements import KnownAlert
from lytte.storage.tables.answering import (
    AccessCode,
    Alert,
    Answer,
    Assessment,
    AuditEntry,
    AuditHead,
    CallNow,
    PatientSession,
)
from lytte.storage.tables.base import OfHospital
from lytte.storage.tables.content import (
    FormDraft,
    InstrumentVersion,
    Licence,
    RuleSetDraft,
)
from lytte.storage.tables.drafting import DraftStep
from lytte.storage.tables.duties import ClinicDuty
from lytte.storage.tables.people import (
    Clinic,
    ClinicContact,
    Enrolment,
    Hospital,
    Patient,
    Staff,
    StaffRole,
    StaffSession,
    Visit,
)
from lytte.storage.tables.previews import PreviewLink
from lytte.storage.tables.publications import (
    FormPublication,
    HouseRules,
    Publication,
    RuleSetPublication,
    SafetyText,
)
from lytte.storage.tables.rehearsals import RehearsalRun
from lytte.storage.tables.responses import Response, Score
from lytte.storage.tables.schedules import ScheduleDraft, SchedulePublication, Treatment
from lytte.storage.tables.settings import LevelSettings, LogoPicture
from lytte.storage.tables.sharing import SharedForm

__all__ = [
    "AccessCode",
    "Alert",
    "Answer",
    "Assessment",
    "AuditEntry",
    "AuditHead",
    "CallNow",
    "Clinic",
    "ClinicContact",
    "ClinicDuty",
    "DraftStep",
    "Enrolment",
    "FormDraft",
    "FormPublication",
    "Hospital",
    "HouseRules",
    "InstrumentVersion",
    "KnownAlert",
    "LevelSettings",
    "Licence",
    "LogoPicture",
    "OfHospital",
    "Patient",
    "PatientSession",
    "PreviewLink",
    "Publication",
    "RehearsalRun",
    "Response",
    "RuleSetDraft",
    "RuleSetPublication",
    "SafetyText",
    "ScheduleDraft",
    "SchedulePublication",
    "Score",
    "SharedForm",
    "Staff",
    "StaffRole",
    "StaffSession",
    "Treatment",
    "Visit",
]
