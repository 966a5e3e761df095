"""What can be done from a terminal, one module an activity.

A command reads what it is given, calls the rooms below and says what came of it;
`cli` only knows their names.
"""
