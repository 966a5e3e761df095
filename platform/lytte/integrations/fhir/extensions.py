"""The extensions Lytte reads, by what they are for; the first url is the one written."""

CORE = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
_SDC_STU3 = "http://hl7.org/fhir/us/sdc/StructureDefinition/"


def _core(name: str, *more: str) -> tuple[str, ...]:
    return (CORE + name, *more)


def _sdc(name: str) -> tuple[str, ...]:
    full = f"sdc-questionnaire-{name}"
    return (_SDC + full, CORE + f"questionnaire-{name}", _SDC_STU3 + full)


HIDDEN = _core("questionnaire-hidden", _SDC_STU3 + "sdc-questionnaire-hidden")
ITEM_CONTROL = _core("questionnaire-itemControl")
ORIENTATION = _core("questionnaire-choiceOrientation")
UNIT = _core("questionnaire-unit")
UNIT_OPTION = _core("questionnaire-unitOption")
MINIMUM = _core("minValue")
MAXIMUM = _core("maxValue")
MINIMUM_QUANTITY = _sdc("minQuantity")
MAXIMUM_QUANTITY = _sdc("maxQuantity")
MIN_LENGTH = _core("minLength")
MAX_DECIMAL_PLACES = _core("maxDecimalPlaces")
REGEX = _core("regex")
ENTRY_FORMAT = _core("entryFormat")
MIN_OCCURS = _core("questionnaire-minOccurs", _SDC_STU3 + "sdc-questionnaire-minOccurs")
MAX_OCCURS = _core("questionnaire-maxOccurs", _SDC_STU3 + "sdc-questionnaire-maxOccurs")
SLIDER_STEP = _core("questionnaire-sliderStepValue")
MAX_SIZE = _core("maxSize")
MIME_TYPE = _core("mimeType")
REFERENCE_RESOURCE = _core(
    "questionnaire-referenceResource", CORE + "questionnaire-allowedResource"
)
OPTION_PREFIX = _core("questionnaire-optionPrefix")
OPTION_EXCLUSIVE = _core("questionnaire-optionExclusive")
OPEN_LABEL = _sdc("openLabel")
SHORT_TEXT = _sdc("shortText")
WEIGHT = (
    CORE + "ordinalValue",
    CORE + "itemWeight",
    CORE + "questionnaire-ordinalValue",
    CORE + "valueset-ordinalValue",
    CORE + "codesystem-ordinalValue",
    CORE + "iso21090-CO-value",
    "http://fhir.org/guides/argonaut-questionnaire/StructureDefinition/extension-score",
)
WEIGHT_R5 = WEIGHT[1]
VARIABLE = _core("variable")
CALCULATED = _sdc("calculatedExpression")
INITIAL = _sdc("initialExpression")
ENABLE_WHEN = _sdc("enableWhenExpression")
ANSWER = _sdc("answerExpression")
TOGGLE = _sdc("answerOptionsToggleExpression")
CONSTRAINT = _core("questionnaire-constraint", CORE + "targetConstraint")
CONSTRAINT_R5 = CONSTRAINT[1]
TRANSLATION = _core("translation")
XHTML = CORE + "rendering-xhtml"
MARKDOWN = CORE + "rendering-markdown"
OBSERVATION_EXTRACT = _sdc("observationExtract")
OBSERVATION_CATEGORY = _sdc("observation-extract-category")
DATA_ABSENT = CORE + "data-absent-reason"

DYNAMIC = CORE + "cqf-expression"
CRITICAL = _SDC + "sdc-rendering-criticalExtension"
STYLE_SENSITIVE = CORE + "rendering-styleSensitive"
SUB_QUESTIONNAIRE = _SDC + "sdc-questionnaire-subQuestionnaire"
ADAPTIVE = _SDC + "sdc-questionnaire-questionnaireAdaptive"
EXTERNALLY_DEFINED = _core("questionnaire-externallydefined")
