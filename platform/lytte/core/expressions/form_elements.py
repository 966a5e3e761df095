"""The elements of FHIR R4's resources about people, forms and terminology.

Written as in `datatype_elements`; `name:@path` is built like that other element.
"""

from typing import Final

ADMINISTRATIVE: Final = """
Patient = address:Address birthDate:date deceased[x] gender:code generalPractitioner:Reference
    identifier:Identifier managingOrganization:Reference maritalStatus:CodeableConcept
    multipleBirth[x] name:HumanName photo:Attachment telecom:ContactPoint
Patient.contact = address:Address gender:code name:HumanName organization:Reference
    period:Period relationship:CodeableConcept telecom:ContactPoint
Patient.link = other:Reference type:code
Practitioner = address:Address birthDate:date communication:CodeableConcept gender:code
    identifier:Identifier name:HumanName photo:Attachment telecom:ContactPoint
Practitioner.qualification = code:CodeableConcept identifier:Identifier issuer:Reference
    period:Period
PractitionerRole = code:CodeableConcept endpoint:Reference healthcareService:Reference
    identifier:Identifier location:Reference organization:Reference period:Period
    practitioner:Reference specialty:CodeableConcept telecom:ContactPoint
PractitionerRole.availableTime = availableEndTime:time availableStartTime:time daysOfWeek:code
PractitionerRole.notAvailable = during:Period
RelatedPerson = address:Address birthDate:date gender:code identifier:Identifier name:HumanName
    patient:Reference period:Period photo:Attachment relationship:CodeableConcept
    telecom:ContactPoint
Organization = address:Address endpoint:Reference identifier:Identifier partOf:Reference
    telecom:ContactPoint type:CodeableConcept
Organization.contact = address:Address name:HumanName purpose:CodeableConcept
    telecom:ContactPoint
Encounter = account:Reference appointment:Reference basedOn:Reference class:Coding
    episodeOfCare:Reference identifier:Identifier length:Duration partOf:Reference period:Period
    priority:CodeableConcept reasonCode:CodeableConcept reasonReference:Reference
    serviceProvider:Reference serviceType:CodeableConcept status:code subject:Reference
    type:CodeableConcept
Encounter.classHistory = class:Coding period:Period
Encounter.diagnosis = condition:Reference rank:positiveInt use:CodeableConcept
Encounter.hospitalization = admitSource:CodeableConcept destination:Reference
    dietPreference:CodeableConcept dischargeDisposition:CodeableConcept origin:Reference
    preAdmissionIdentifier:Identifier reAdmission:CodeableConcept
    specialArrangement:CodeableConcept specialCourtesy:CodeableConcept
Encounter.location = location:Reference period:Period physicalType:CodeableConcept status:code
Encounter.participant = individual:Reference period:Period type:CodeableConcept
Encounter.statusHistory = period:Period status:code
EpisodeOfCare = account:Reference careManager:Reference identifier:Identifier
    managingOrganization:Reference patient:Reference period:Period referralRequest:Reference
    status:code team:Reference type:CodeableConcept
EpisodeOfCare.diagnosis = condition:Reference rank:positiveInt role:CodeableConcept
EpisodeOfCare.statusHistory = period:Period status:code
CareTeam = category:CodeableConcept encounter:Reference identifier:Identifier
    managingOrganization:Reference note:Annotation period:Period reasonCode:CodeableConcept
    reasonReference:Reference status:code subject:Reference telecom:ContactPoint
CareTeam.participant = member:Reference onBehalfOf:Reference period:Period role:CodeableConcept
Location = address:Address endpoint:Reference identifier:Identifier
    managingOrganization:Reference mode:code operationalStatus:Coding partOf:Reference
    physicalType:CodeableConcept status:code telecom:ContactPoint type:CodeableConcept
Location.hoursOfOperation = closingTime:time daysOfWeek:code openingTime:time
Location.position = altitude:decimal latitude:decimal longitude:decimal
Appointment = appointmentType:CodeableConcept basedOn:Reference
    cancelationReason:CodeableConcept created:dateTime end:instant identifier:Identifier
    minutesDuration:positiveInt priority:unsignedInt reasonCode:CodeableConcept
    reasonReference:Reference requestedPeriod:Period serviceCategory:CodeableConcept
    serviceType:CodeableConcept slot:Reference specialty:CodeableConcept start:instant
    status:code supportingInformation:Reference
Appointment.participant = actor:Reference period:Period required:code status:code
    type:CodeableConcept
Questionnaire = approvalDate:date code:Coding contact:ContactDetail copyright:markdown
    date:dateTime derivedFrom:canonical description:markdown effectivePeriod:Period
    identifier:Identifier jurisdiction:CodeableConcept lastReviewDate:date purpose:markdown
    status:code subjectType:code url:uri useContext:UsageContext
Questionnaire.item = answerValueSet:canonical code:Coding definition:uri enableBehavior:code
    type:code item:@Questionnaire.item
Questionnaire.item.answerOption = value[x]
Questionnaire.item.enableWhen = answer[x] operator:code
Questionnaire.item.initial = value[x]
QuestionnaireResponse = author:Reference authored:dateTime basedOn:Reference encounter:Reference
    identifier:Identifier partOf:Reference questionnaire:canonical source:Reference status:code
    subject:Reference
QuestionnaireResponse.item = definition:uri item:@QuestionnaireResponse.item
QuestionnaireResponse.item.answer = value[x] item:@QuestionnaireResponse.item
Bundle = identifier:Identifier signature:Signature timestamp:instant total:unsignedInt type:code
Bundle.entry = fullUrl:uri resource:Resource link:@Bundle.link
Bundle.entry.request = ifModifiedSince:instant method:code url:uri
Bundle.entry.response = lastModified:instant location:uri outcome:Resource
Bundle.entry.search = mode:code score:decimal
Bundle.link = url:uri
Parameters.parameter = resource:Resource value[x] part:@Parameters.parameter
ValueSet = contact:ContactDetail copyright:markdown date:dateTime description:markdown
    identifier:Identifier jurisdiction:CodeableConcept purpose:markdown status:code url:uri
    useContext:UsageContext
ValueSet.compose = lockedDate:date exclude:@ValueSet.compose.include
ValueSet.compose.include = system:uri valueSet:canonical
ValueSet.compose.include.concept = code:code
ValueSet.compose.include.concept.designation = use:Coding
ValueSet.compose.include.filter = op:code property:code
ValueSet.expansion = identifier:uri timestamp:dateTime
ValueSet.expansion.contains = code:code system:uri contains:@ValueSet.expansion.contains
    designation:@ValueSet.compose.include.concept.designation
ValueSet.expansion.parameter = value[x]
CodeSystem = contact:ContactDetail content:code copyright:markdown count:unsignedInt
    date:dateTime description:markdown hierarchyMeaning:code identifier:Identifier
    jurisdiction:CodeableConcept purpose:markdown status:code supplements:canonical url:uri
    useContext:UsageContext valueSet:canonical
CodeSystem.concept = code:code concept:@CodeSystem.concept
CodeSystem.concept.designation = use:Coding
CodeSystem.concept.property = code:code value[x]
CodeSystem.filter = code:code operator:code
CodeSystem.property = code:code type:code uri:uri
ConceptMap = contact:ContactDetail copyright:markdown date:dateTime description:markdown
    identifier:Identifier jurisdiction:CodeableConcept purpose:markdown source[x] status:code
    target[x] url:uri useContext:UsageContext
ConceptMap.group = source:uri target:uri
ConceptMap.group.element = code:code
ConceptMap.group.element.target = code:code equivalence:code
    product:@ConceptMap.group.element.target.dependsOn
ConceptMap.group.element.target.dependsOn = property:uri system:canonical
ConceptMap.group.unmapped = code:code mode:code url:canonical
List = code:CodeableConcept date:dateTime emptyReason:CodeableConcept encounter:Reference
    identifier:Identifier mode:code note:Annotation orderedBy:CodeableConcept source:Reference
    status:code subject:Reference
List.entry = date:dateTime flag:CodeableConcept item:Reference
Task = authoredOn:dateTime basedOn:Reference businessStatus:CodeableConcept code:CodeableConcept
    encounter:Reference executionPeriod:Period focus:Reference for:Reference
    groupIdentifier:Identifier identifier:Identifier instantiatesCanonical:canonical
    instantiatesUri:uri insurance:Reference intent:code lastModified:dateTime location:Reference
    note:Annotation owner:Reference partOf:Reference performerType:CodeableConcept priority:code
    reasonCode:CodeableConcept reasonReference:Reference relevantHistory:Reference
    requester:Reference status:code statusReason:CodeableConcept
Task.input = type:CodeableConcept value[x]
Task.output = type:CodeableConcept value[x]
Task.restriction = period:Period recipient:Reference repetitions:positiveInt
DocumentReference = authenticator:Reference author:Reference category:CodeableConcept
    custodian:Reference date:instant docStatus:code identifier:Identifier
    masterIdentifier:Identifier securityLabel:CodeableConcept status:code subject:Reference
    type:CodeableConcept
DocumentReference.content = attachment:Attachment format:Coding
DocumentReference.context = encounter:Reference event:CodeableConcept
    facilityType:CodeableConcept period:Period practiceSetting:CodeableConcept related:Reference
    sourcePatientInfo:Reference
DocumentReference.relatesTo = code:code target:Reference
StructureDefinition = baseDefinition:canonical contact:ContactDetail copyright:markdown
    date:dateTime derivation:code description:markdown fhirVersion:code identifier:Identifier
    jurisdiction:CodeableConcept keyword:Coding kind:code purpose:markdown status:code type:uri
    url:uri useContext:UsageContext
StructureDefinition.context = type:code
StructureDefinition.differential = element:ElementDefinition
StructureDefinition.snapshot = element:ElementDefinition
"""
