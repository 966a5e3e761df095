"""The elements of FHIR R4's clinical resources that a form is filled in from or turned into.

Written as in `datatype_elements`.
"""

from typing import Final

CLINICAL: Final = """
Observation = basedOn:Reference bodySite:CodeableConcept category:CodeableConcept
    code:CodeableConcept dataAbsentReason:CodeableConcept derivedFrom:Reference device:Reference
    effective[x] encounter:Reference focus:Reference hasMember:Reference identifier:Identifier
    interpretation:CodeableConcept issued:instant method:CodeableConcept note:Annotation
    partOf:Reference performer:Reference specimen:Reference status:code subject:Reference
    value[x]
Observation.component = code:CodeableConcept dataAbsentReason:CodeableConcept
    interpretation:CodeableConcept value[x] referenceRange:@Observation.referenceRange
Observation.referenceRange = age:Range appliesTo:CodeableConcept high:Quantity low:Quantity
    type:CodeableConcept
Condition = abatement[x] asserter:Reference bodySite:CodeableConcept category:CodeableConcept
    clinicalStatus:CodeableConcept code:CodeableConcept encounter:Reference
    identifier:Identifier note:Annotation onset[x] recordedDate:dateTime recorder:Reference
    severity:CodeableConcept subject:Reference verificationStatus:CodeableConcept
Condition.evidence = code:CodeableConcept detail:Reference
Condition.stage = assessment:Reference summary:CodeableConcept type:CodeableConcept
Procedure = asserter:Reference basedOn:Reference bodySite:CodeableConcept
    category:CodeableConcept code:CodeableConcept complication:CodeableConcept
    complicationDetail:Reference encounter:Reference followUp:CodeableConcept
    identifier:Identifier instantiatesCanonical:canonical instantiatesUri:uri location:Reference
    note:Annotation outcome:CodeableConcept partOf:Reference performed[x]
    reasonCode:CodeableConcept reasonReference:Reference recorder:Reference report:Reference
    status:code statusReason:CodeableConcept subject:Reference usedCode:CodeableConcept
    usedReference:Reference
Procedure.focalDevice = action:CodeableConcept manipulated:Reference
Procedure.performer = actor:Reference function:CodeableConcept onBehalfOf:Reference
DiagnosticReport = basedOn:Reference category:CodeableConcept code:CodeableConcept
    conclusionCode:CodeableConcept effective[x] encounter:Reference identifier:Identifier
    imagingStudy:Reference issued:instant performer:Reference presentedForm:Attachment
    result:Reference resultsInterpreter:Reference specimen:Reference status:code
    subject:Reference
DiagnosticReport.media = link:Reference
CarePlan = addresses:Reference author:Reference basedOn:Reference careTeam:Reference
    category:CodeableConcept contributor:Reference created:dateTime encounter:Reference
    goal:Reference identifier:Identifier instantiatesCanonical:canonical instantiatesUri:uri
    intent:code note:Annotation partOf:Reference period:Period replaces:Reference status:code
    subject:Reference supportingInfo:Reference
CarePlan.activity = outcomeCodeableConcept:CodeableConcept outcomeReference:Reference
    progress:Annotation reference:Reference
CarePlan.activity.detail = code:CodeableConcept dailyAmount:Quantity goal:Reference
    instantiatesCanonical:canonical instantiatesUri:uri kind:code location:Reference
    performer:Reference product[x] quantity:Quantity reasonCode:CodeableConcept
    reasonReference:Reference scheduled[x] status:code statusReason:CodeableConcept
Goal = achievementStatus:CodeableConcept addresses:Reference category:CodeableConcept
    description:CodeableConcept expressedBy:Reference identifier:Identifier lifecycleStatus:code
    note:Annotation outcomeCode:CodeableConcept outcomeReference:Reference
    priority:CodeableConcept start[x] statusDate:date subject:Reference
Goal.target = detail[x] due[x] measure:CodeableConcept
ServiceRequest = asNeeded[x] authoredOn:dateTime basedOn:Reference bodySite:CodeableConcept
    category:CodeableConcept code:CodeableConcept encounter:Reference identifier:Identifier
    instantiatesCanonical:canonical instantiatesUri:uri insurance:Reference intent:code
    locationCode:CodeableConcept locationReference:Reference note:Annotation occurrence[x]
    orderDetail:CodeableConcept performer:Reference performerType:CodeableConcept priority:code
    quantity[x] reasonCode:CodeableConcept reasonReference:Reference relevantHistory:Reference
    replaces:Reference requester:Reference requisition:Identifier specimen:Reference status:code
    subject:Reference supportingInfo:Reference
AllergyIntolerance = asserter:Reference category:code clinicalStatus:CodeableConcept
    code:CodeableConcept criticality:code encounter:Reference identifier:Identifier
    lastOccurrence:dateTime note:Annotation onset[x] patient:Reference recordedDate:dateTime
    recorder:Reference type:code verificationStatus:CodeableConcept
AllergyIntolerance.reaction = exposureRoute:CodeableConcept manifestation:CodeableConcept
    note:Annotation onset:dateTime severity:code substance:CodeableConcept
Immunization = doseQuantity:Quantity encounter:Reference expirationDate:date
    fundingSource:CodeableConcept identifier:Identifier location:Reference
    manufacturer:Reference note:Annotation occurrence[x] patient:Reference
    programEligibility:CodeableConcept reasonCode:CodeableConcept reasonReference:Reference
    recorded:dateTime reportOrigin:CodeableConcept route:CodeableConcept site:CodeableConcept
    status:code statusReason:CodeableConcept subpotentReason:CodeableConcept
    vaccineCode:CodeableConcept
Immunization.education = presentationDate:dateTime publicationDate:dateTime reference:uri
Immunization.performer = actor:Reference function:CodeableConcept
Immunization.protocolApplied = authority:Reference doseNumber[x] seriesDoses[x]
    targetDisease:CodeableConcept
Immunization.reaction = date:dateTime detail:Reference
FamilyMemberHistory = age[x] born[x] dataAbsentReason:CodeableConcept date:dateTime deceased[x]
    identifier:Identifier instantiatesCanonical:canonical instantiatesUri:uri note:Annotation
    patient:Reference reasonCode:CodeableConcept reasonReference:Reference
    relationship:CodeableConcept sex:CodeableConcept status:code
FamilyMemberHistory.condition = code:CodeableConcept note:Annotation onset[x]
    outcome:CodeableConcept
Specimen = accessionIdentifier:Identifier condition:CodeableConcept identifier:Identifier
    note:Annotation parent:Reference receivedTime:dateTime request:Reference status:code
    subject:Reference type:CodeableConcept
Specimen.collection = bodySite:CodeableConcept collected[x] collector:Reference
    duration:Duration fastingStatus[x] method:CodeableConcept quantity:Quantity
Specimen.container = additive[x] capacity:Quantity identifier:Identifier
    specimenQuantity:Quantity type:CodeableConcept
Specimen.processing = additive:Reference procedure:CodeableConcept time[x]
Medication = amount:Ratio code:CodeableConcept form:CodeableConcept identifier:Identifier
    manufacturer:Reference status:code
Medication.batch = expirationDate:dateTime
Medication.ingredient = item[x] strength:Ratio
MedicationRequest = authoredOn:dateTime basedOn:Reference category:CodeableConcept
    courseOfTherapyType:CodeableConcept detectedIssue:Reference dosageInstruction:Dosage
    encounter:Reference eventHistory:Reference groupIdentifier:Identifier identifier:Identifier
    instantiatesCanonical:canonical instantiatesUri:uri insurance:Reference intent:code
    medication[x] note:Annotation performer:Reference performerType:CodeableConcept
    priorPrescription:Reference priority:code reasonCode:CodeableConcept
    reasonReference:Reference recorder:Reference reported[x] requester:Reference status:code
    statusReason:CodeableConcept subject:Reference supportingInformation:Reference
MedicationRequest.dispenseRequest = dispenseInterval:Duration expectedSupplyDuration:Duration
    numberOfRepeatsAllowed:unsignedInt performer:Reference quantity:Quantity
    validityPeriod:Period
MedicationRequest.dispenseRequest.initialFill = duration:Duration quantity:Quantity
MedicationRequest.substitution = allowed[x] reason:CodeableConcept
MedicationStatement = basedOn:Reference category:CodeableConcept context:Reference
    dateAsserted:dateTime derivedFrom:Reference dosage:Dosage effective[x] identifier:Identifier
    informationSource:Reference medication[x] note:Annotation partOf:Reference
    reasonCode:CodeableConcept reasonReference:Reference status:code
    statusReason:CodeableConcept subject:Reference
MedicationDispense = authorizingPrescription:Reference category:CodeableConcept
    context:Reference daysSupply:Quantity destination:Reference detectedIssue:Reference
    dosageInstruction:Dosage eventHistory:Reference identifier:Identifier location:Reference
    medication[x] note:Annotation partOf:Reference quantity:Quantity receiver:Reference
    status:code statusReason[x] subject:Reference supportingInformation:Reference
    type:CodeableConcept whenHandedOver:dateTime whenPrepared:dateTime
MedicationDispense.performer = actor:Reference function:CodeableConcept
MedicationDispense.substitution = reason:CodeableConcept responsibleParty:Reference
    type:CodeableConcept
MedicationAdministration = category:CodeableConcept context:Reference device:Reference
    effective[x] eventHistory:Reference identifier:Identifier instantiates:uri medication[x]
    note:Annotation partOf:Reference reasonCode:CodeableConcept reasonReference:Reference
    request:Reference status:code statusReason:CodeableConcept subject:Reference
    supportingInformation:Reference
MedicationAdministration.dosage = dose:Quantity method:CodeableConcept rate[x]
    route:CodeableConcept site:CodeableConcept
MedicationAdministration.performer = actor:Reference function:CodeableConcept
Communication = about:Reference basedOn:Reference category:CodeableConcept encounter:Reference
    identifier:Identifier inResponseTo:Reference instantiatesCanonical:canonical
    instantiatesUri:uri medium:CodeableConcept note:Annotation partOf:Reference priority:code
    reasonCode:CodeableConcept reasonReference:Reference received:dateTime recipient:Reference
    sender:Reference sent:dateTime status:code statusReason:CodeableConcept subject:Reference
    topic:CodeableConcept
Communication.payload = content[x]
ExplanationOfBenefit = benefitPeriod:Period billablePeriod:Period claim:Reference
    claimResponse:Reference created:dateTime enterer:Reference facility:Reference
    form:Attachment formCode:CodeableConcept fundsReserve:CodeableConcept
    fundsReserveRequested:CodeableConcept identifier:Identifier insurer:Reference
    originalPrescription:Reference outcome:code patient:Reference preAuthRefPeriod:Period
    precedence:positiveInt prescription:Reference priority:CodeableConcept provider:Reference
    referral:Reference status:code subType:CodeableConcept type:CodeableConcept use:code
    adjudication:@ExplanationOfBenefit.item.adjudication
"""
