"""The only room that knows SQL: tables, sessions, the walls between hospitals, audit.

What is stored is decided by services; what it means is decided by the core.
"""
