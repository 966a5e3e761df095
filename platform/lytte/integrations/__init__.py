"""Other systems' formats and channels: FHIR, REDCap, XLSForm, SMS, e-mail, visit lists.

Translates between their words and the core's. Nothing here stores anything.
"""
