"""The door to the instruments folder: read one, check it, name every fault at once.

The content itself (items, texts, scoring) lives outside Python, in the
repository's `instruments/`. Nothing here stores or publishes.
"""
