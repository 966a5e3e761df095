"""A whole configuration as one file."""
