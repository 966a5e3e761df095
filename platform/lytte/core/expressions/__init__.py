"""FHIRPath: the sentences in a questionnaire that compute, choose and check.

`expression.parse(text)` reads one, once, and says what is wrong with it in words for
its author; `Expression.evaluate`, `.truth` and `.items` ask it about a response as
often as needed. `scope.Environment` is what it may know besides, `elements.Element`
what it walks over, `dependencies` what it depends on.

Nothing here reads a clock, a file or a network, and no expression and no answer keeps
it busy for long: parts, depth, fuel, texts and numbers are all bounded.
"""
