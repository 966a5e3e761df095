"""Texts on their way to a translator and back: XLIFF, PO and a spreadsheet.

Each format gives and takes the same units. What came is material to look at, never yet a
change: `services/translating/translating_files` says what it would do.
"""
