"""What one level changes of what it inherits: typed changes, laid on a parent and found again.

`lay(base, difference(base, made))` is `made` again, whatever was made; so a clinic's draft
is only its changes, and an editor need not know of them.
"""
