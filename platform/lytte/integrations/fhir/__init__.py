"""FHIR Questionnaire and QuestionnaireResponse, R4 to R5, in both directions.

Elements that Lytte does not use are kept as they came and exported again.
"""
