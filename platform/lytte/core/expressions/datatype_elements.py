"""The elements of FHIR R4's datatypes, as far as their type does not show in the JSON.

One line a type: `name:type`, or `name[x]` where the type is part of the name in JSON.
A text, a truth value, an integer or a group of its own is known by how it is written and
left out here.
"""

from typing import Final

DATATYPES: Final = """
Address = period:Period type:code use:code
Age = code:code comparator:code system:uri value:decimal
Annotation = author[x] text:markdown time:dateTime
Attachment = contentType:code creation:dateTime data:base64Binary hash:base64Binary
    size:unsignedInt url:url
CodeableConcept = coding:Coding
Coding = code:code system:uri
ContactDetail = telecom:ContactPoint
ContactPoint = period:Period rank:positiveInt system:code use:code
Contributor = contact:ContactDetail type:code
Count = code:code comparator:code system:uri value:decimal
DataRequirement = limit:positiveInt profile:canonical subject[x] type:code
DataRequirement.codeFilter = code:Coding valueSet:canonical
DataRequirement.dateFilter = value[x]
DataRequirement.sort = direction:code
Distance = code:code comparator:code system:uri value:decimal
Dosage = additionalInstruction:CodeableConcept asNeeded[x] maxDosePerAdministration:Quantity
    maxDosePerLifetime:Quantity maxDosePerPeriod:Ratio method:CodeableConcept
    route:CodeableConcept site:CodeableConcept timing:Timing
Dosage.doseAndRate = dose[x] rate[x] type:CodeableConcept
Duration = code:code comparator:code system:uri value:decimal
Expression = name:id reference:uri
Extension = url:System.String value[x]
HumanName = period:Period use:code
Identifier = assigner:Reference period:Period system:uri type:CodeableConcept use:code
Meta = lastUpdated:instant profile:canonical security:Coding source:uri tag:Coding versionId:id
Money = currency:code value:decimal
Narrative = div:xhtml status:code
ParameterDefinition = name:code profile:canonical type:code use:code
Period = end:dateTime start:dateTime
Quantity = code:code comparator:code system:uri value:decimal
Range = high:Quantity low:Quantity
Ratio = denominator:Quantity numerator:Quantity
Reference = identifier:Identifier type:uri
RelatedArtifact = citation:markdown document:Attachment resource:canonical type:code url:url
SampledData = dimensions:positiveInt factor:decimal lowerLimit:decimal origin:Quantity
    period:decimal upperLimit:decimal
Signature = data:base64Binary onBehalfOf:Reference sigFormat:code targetFormat:code type:Coding
    when:instant who:Reference
Timing = code:CodeableConcept event:dateTime
Timing.repeat = bounds[x] count:positiveInt countMax:positiveInt dayOfWeek:code duration:decimal
    durationMax:decimal durationUnit:code frequency:positiveInt frequencyMax:positiveInt
    offset:unsignedInt period:decimal periodMax:decimal periodUnit:code timeOfDay:time when:code
TriggerDefinition = condition:Expression data:DataRequirement timing[x] type:code
UsageContext = code:Coding value[x]
Element = extension:Extension id:System.String
Resource = id:System.String implicitRules:uri meta:Meta
DomainResource = contained:Resource extension:Extension id:System.String implicitRules:uri
    meta:Meta modifierExtension:Extension text:Narrative
ElementDefinition = code:Coding comment:markdown condition:id contentReference:uri
    defaultValue[x] definition:markdown fixed[x] maxValue[x] meaningWhenMissing:markdown
    min:unsignedInt minValue[x] pattern[x] representation:code requirements:markdown
ElementDefinition.base = min:unsignedInt
ElementDefinition.binding = strength:code valueSet:canonical
ElementDefinition.constraint = key:id severity:code source:canonical
ElementDefinition.example = value[x]
ElementDefinition.extension = url:System.String value[x]
ElementDefinition.mapping = identity:id
ElementDefinition.slicing = rules:code
ElementDefinition.slicing.discriminator = type:code
ElementDefinition.type = aggregation:code code:uri profile:canonical targetProfile:canonical
    versioning:code
"""
