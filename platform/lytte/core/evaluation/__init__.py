"""What a questionnaire asks and computes, given the answers so far.

`compiling.compile` reads a questionnaire once; `evaluation.evaluate` works out one
set of answers, and `Evaluation.answer` changes one answer and only what hangs on it.
Pages, problems and the response are functions of an Evaluation.
"""
