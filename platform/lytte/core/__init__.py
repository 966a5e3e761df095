"""What a questionnaire is and what its answers mean.

Pure: no Flask, no SQL, no clock, no files. Everything here is a value or a
function from values to a value, so a clinician's worked example on paper is a
test of this package.
"""
