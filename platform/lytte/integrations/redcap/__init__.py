"""REDCap's data dictionary, read and written: a row a field, in CSV."""
