"""A form as the patient meets it, before anybody does."""
