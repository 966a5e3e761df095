"""A form as the patient meets it."""
