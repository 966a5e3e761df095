"""The form editor."""
