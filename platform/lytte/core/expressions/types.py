"""What FHIR R4 says each element is, for `is`, `as`, ofType() and answers like value[x]."""

from functools import cache, lru_cache
from typing import Final

from lytte.core.expressions.clinical_elements import CLINICAL
from lytte.core.expressions.datatype_elements import DATATYPES
from lytte.core.expressions.faults import ExpressionError, suggestion
from lytte.core.expressions.form_elements import ADMINISTRATIVE

# Where an element may be of several types its name in JSON ends in the type: valueInteger.
CHOICE: Final = "*"

PRIMITIVES: Final = {
    "base64Binary": "Element",
    "boolean": "Element",
    "date": "Element",
    "dateTime": "Element",
    "decimal": "Element",
    "instant": "Element",
    "integer": "Element",
    "integer64": "Element",
    "string": "Element",
    "time": "Element",
    "uri": "Element",
    "xhtml": "Element",
    "canonical": "uri",
    "oid": "uri",
    "url": "uri",
    "uuid": "uri",
    "code": "string",
    "id": "string",
    "markdown": "string",
    "positiveInt": "integer",
    "unsignedInt": "integer",
}

_PARENTS: Final = PRIMITIVES | {
    "Element": "",
    "Resource": "",
    "DomainResource": "Resource",
    "BackboneElement": "Element",
    "Binary": "Resource",
    "Bundle": "Resource",
    "Parameters": "Resource",
    "Dosage": "BackboneElement",
    "ElementDefinition": "BackboneElement",
    "Timing": "BackboneElement",
    "Age": "Quantity",
    "Count": "Quantity",
    "Distance": "Quantity",
    "Duration": "Quantity",
    "MoneyQuantity": "Quantity",
    "SimpleQuantity": "Quantity",
}

_RESOURCE_NAMES: Final = """
    Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse
    AuditEvent Basic BiologicallyDerivedProduct BodyStructure CapabilityStatement CarePlan
    CareTeam CatalogEntry ChargeItem ChargeItemDefinition Claim ClaimResponse
    ClinicalImpression CodeSystem Communication CommunicationRequest CompartmentDefinition
    Composition ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest
    CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric
    DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference
    EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest EnrollmentResponse
    EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario
    ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse
    HealthcareService ImagingStudy Immunization ImmunizationEvaluation
    ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List
    Location Measure MeasureReport Media Medication MedicationAdministration
    MedicationDispense MedicationKnowledge MedicationRequest MedicationStatement
    MedicinalProduct MessageDefinition MessageHeader MolecularSequence NamingSystem
    NutritionOrder Observation ObservationDefinition OperationDefinition OperationOutcome
    Organization OrganizationAffiliation Patient PaymentNotice PaymentReconciliation Person
    PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire
    QuestionnaireResponse RelatedPerson RequestGroup ResearchDefinition
    ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
    RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen
    SpecimenDefinition StructureDefinition StructureMap Subscription Substance
    SubstanceSpecification SupplyDelivery SupplyRequest Task TerminologyCapabilities
    TestReport TestScript ValueSet VerificationResult VisionPrescription
"""
_DOMAIN_RESOURCES: Final = frozenset(_RESOURCE_NAMES.split())

SYSTEM_TYPES: Final = frozenset(
    {"Boolean", "String", "Integer", "Long", "Decimal", "Date", "DateTime", "Time", "Quantity"}
)


@cache
def _table() -> dict[str, dict[str, str]]:
    """Return, for each type with elements, the type of each element by its name."""
    table: dict[str, dict[str, str]] = {}
    for line in f"{DATATYPES}{ADMINISTRATIVE}{CLINICAL}".replace("\n    ", " ").split("\n"):
        owner, equals, elements = line.partition(" = ")
        if not equals:
            continue
        row = table.setdefault(owner, {})
        for element in elements.split():
            name, _, kind = element.partition(":")
            row[name.removesuffix("[x]")] = kind or CHOICE
    return table


@cache
def _choice_types() -> dict[str, str]:
    """Return each type by the ending it gives a name: Integer is integer."""
    names = [*PRIMITIVES, *(name for name in _table() if name and "." not in name)]
    return {name[0].upper() + name[1:]: name for name in names}


@cache
def _elements(owner: str) -> dict[str, str]:
    """Return the elements of a type together with those of its ancestors."""
    own = _table().get(owner, {})
    parent = parent_of(owner)
    return {**_elements(parent), **own} if parent else own


def parent_of(name: str) -> str:
    """Return the type that `name` is a kind of; nothing for Element, Resource and unknown ones."""
    if name in _PARENTS:
        return _PARENTS[name]
    if name in _DOMAIN_RESOURCES:
        return "DomainResource"
    root, dot, _ = name.partition(".")
    if dot:
        return "BackboneElement" if is_a(root, "Resource") else "Element"
    return "Element" if name in _table() else ""


@lru_cache(maxsize=4096)
def is_a(name: str, ancestor: str) -> bool:
    """Whether a FHIR type is `ancestor` or one of its kinds."""
    while name:
        if name == ancestor:
            return True
        name = parent_of(name)
    return False


@lru_cache(maxsize=8192)
def element_type(owner: str, name: str) -> str:
    """Return the type of an element; "" where the way it is written in JSON must tell.

    "*" means that it is written with its type at the end of its name.
    """
    found = _elements(owner).get(name)
    if found is None:
        found = _type_at_the_end(owner, name)
    if found.startswith("@"):
        return found[1:]
    if found == "" and f"{owner}.{name}" in _table():
        return f"{owner}.{name}"
    return found


def _type_at_the_end(owner: str, name: str) -> str:
    known = _elements(owner)
    for length in range(len(name) - 1, 0, -1):
        if name[length].isupper() and (known.get(name[:length]) == CHOICE or _may_choose(owner)):
            found = _choice_types().get(name[length:])
            if found:
                return found
    return ""


def _may_choose(owner: str) -> bool:
    """Whether nothing is known about the elements of a type, so any may be a choice."""
    return owner not in _table()


@lru_cache(maxsize=8192)
def choice_ending(owner: str, name: str, key: str) -> str:
    """Return the type that `key` gives to the choice `name`; "" if it is something else."""
    if not key.startswith(name) or len(key) == len(name):
        return ""
    if _elements(owner).get(name) != CHOICE and not _may_choose(owner):
        return ""
    return _choice_types().get(key[len(name) :], "")


@lru_cache(maxsize=1024)
def possible_keys(name: str) -> list[str]:
    """Return every name that the choice `name` may have in JSON."""
    return [name + ending for ending in _choice_types()]


@lru_cache(maxsize=1024)
def type_specifier(name: str, position: int | None) -> tuple[str, str]:
    """Return namespace ("" for either) and name; an unknown type is an error."""
    namespace, _, plain = name.rpartition(".")
    # A type that there is only in the other namespace is a fair question; the answer is no.
    is_known = plain in SYSTEM_TYPES or plain in _PARENTS or parent_of(plain) != ""
    if is_known and namespace in {"", "System", "FHIR"}:
        return namespace, plain
    known = [*_PARENTS, *_DOMAIN_RESOURCES, *SYSTEM_TYPES, *_choice_types().values()]
    raise ExpressionError(f"There is no type {name}.{suggestion(plain, known)}", position)
