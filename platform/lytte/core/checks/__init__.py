"""What is worth a second look in a questionnaire, told to the person who wrote it.

A rule is a generator of problems and its docstring is the rule, as `docs/checks.md`
prints it. `check.check` runs them all. Errors are what import refuses; warnings and
notes leave the decision with the author.
"""
