"""The words of the interface in each language: one folder of `.po` files a place.

English stands in the code; `nb`, `nn` and, for patients, `ar` stand beside each other in
`wording/<place>/<language>.po`. What a questionnaire asks is content and lives with the
questionnaire, never here.
"""
