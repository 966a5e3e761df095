"""XLSForm, the spreadsheet that ODK, Kobo and SurveyCTO make forms from: read and written."""
