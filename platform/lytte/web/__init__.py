"""HTTP in, a service called, HTML out.

Views bind, validate, call one service and answer. No SQL, no scoring, no rule
about patients lives here.
"""
