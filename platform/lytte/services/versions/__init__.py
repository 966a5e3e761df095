"""Versions that were in force: told, compared, gone back to."""
