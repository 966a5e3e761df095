"""The demo's two hospitals and three clinics: what each asks, and who works there."""

from dataclasses import dataclass

from lytte.demo.people import BOWEL, BREAST, LUNG, Pathology


@dataclass(frozen=True)
class DemoClinic:
    """A clinic with its disease, its forms (slug -> instruments) and how often it asks."""

    slug: str
    name: str
    pathology: Pathology
    patients: int
    first: int
    """The number of its first patient."""
    phone: str
    forms: dict[str, tuple[str, ...]]
    titles: dict[str, dict[str, str]]
    every: tuple[int, ...]
    """Days between occasions, cycled: the pathway's rhythm."""


@dataclass(frozen=True)
class DemoStaff:
    """Someone to sign in as; `clinic` is empty for the whole hospital."""

    email: str
    name: str
    role: str
    clinic: str = ""


@dataclass(frozen=True)
class DemoHospital:
    """A hospital nobody will find on a map."""

    slug: str
    name: str
    clinics: tuple[DemoClinic, ...]
    common: tuple[str, ...] = ()
    """The forms that the hospital publishes for its clinics to build on."""
    shared: tuple[tuple[str, str], ...] = ()
    """The forms (clinic, form) that other hospitals may copy."""
    staff: tuple[DemoStaff, ...] = ()


BEFORE = {
    "nb": "Før timen", "nn": "Før timen", "en": "Before your appointment", "ar": "قبل موعدك",
}  # fmt: skip
WEEKLY = {
    "nb": "Ukens sjekk", "nn": "Sjekk for veka", "en": "This week's check", "ar": "فحص الأسبوع",
}  # fmt: skip
FULL = ("lytte-nodsporsmal", "lytte-plager", "lytte-hverdag", "lytte-viktigst")

HOSPITALS = (
    DemoHospital(
        "fjordvik",
        "Fjordvik sykehus (oppdiktet)",
        (
            DemoClinic(
                "bryst", "Brystkreftklinikken", BREAST, 120, 10000, "22 00 00 00",
                {"for-timen": FULL}, {"for-timen": BEFORE}, (7, 14),
            ),
            DemoClinic(
                "lunge", "Lungekreftklinikken", LUNG, 80, 20000, "22 00 00 10",
                {"ukens-sjekk": ("lytte-underveis", "lytte-viktigst"),
                 "for-timen": FULL},
                {"ukens-sjekk": WEEKLY, "for-timen": BEFORE}, (7,),
            ),
        ),
        common=("for-timen",),
        staff=(
            DemoStaff("sykepleier@fjordvik.example", "Solveig Demo", "clinician"),
            DemoStaff("lege@fjordvik.example", "Amir Eksempel", "clinician", "bryst"),
            DemoStaff("klinikk@fjordvik.example", "Ali Prøve", "clinic_admin", "bryst"),
            DemoStaff("kollega@fjordvik.example", "Berit Mønster", "clinic_admin", "bryst"),
            DemoStaff("lunge@fjordvik.example", "Jon Papirsen", "clinic_admin", "lunge"),
            DemoStaff("sykehus@fjordvik.example", "Turid Tenkt", "hospital_admin"),
            DemoStaff("kvalitet@fjordvik.example", "Mona Påfunn", "hospital_admin"),
        ),
    ),
    DemoHospital(
        "nordlys",
        "Nordlys sykehus (oppdiktet)",
        (
            DemoClinic(
                "tarm", "Tarmkreftklinikken", BOWEL, 100, 30000, "77 00 00 00",
                {"for-timen": ("lytte-nodsporsmal", "lytte-plager", "lytte-viktigst")},
                {"for-timen": BEFORE}, (7,),
            ),
        ),
        shared=(("tarm", "for-timen"),),
        staff=(
            DemoStaff("sykepleier@nordlys.example", "Nils Fiktiv", "clinician"),
            DemoStaff("klinikk@nordlys.example", "Randi Kunstad", "clinic_admin", "tarm"),
            DemoStaff("kollega@nordlys.example", "Svein Øvelse", "clinic_admin", "tarm"),
            DemoStaff("sykehus@nordlys.example", "Unni Oppdiktet", "hospital_admin"),
        ),
    ),
)  # fmt: skip

STAFF = {one.slug: one.staff for one in HOSPITALS}
