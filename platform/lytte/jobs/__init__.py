"""What happens without anyone asking: remind, deliver, expire, retain.

Each job is `run(work)`, with the hour in `work.now`, and may be run twice without harm;
`rounds` runs them all. Only here is a failure caught broadly, because one patient's fault
must not stop the rest.
"""
