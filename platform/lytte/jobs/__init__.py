"""What happens without anyone asking: remind, deliver, expire, retain.

Each job is `run(session, now)` and may be run twice without harm. Only here is
a failure caught broadly, because one patient's fault must not stop the rest.
"""
