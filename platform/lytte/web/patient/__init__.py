"""The patient's door: a link or code, a birth date, and the questions.

Small on purpose: nothing of the clinician's pages or the CMS is reachable from here.
"""
