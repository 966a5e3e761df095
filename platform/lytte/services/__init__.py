"""What people do: a room for each thing, one module an activity, one transaction a call.

No HTTP here and no network: what is to be sent is stored as a row, and jobs
send it. A refusal is a named exception whose docstring is its meaning.
"""
