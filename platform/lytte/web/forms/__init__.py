"""From an item to a form field: binding and validating what a patient sends.

Fields never draw themselves; the partials in `templates/items/` do.
"""
