"""One module per family of questions: from the facts of the documents to findings.

Each finder takes an `Inquiry` and returns what it found, best first; nothing found is
an empty result, never an exception.
"""
