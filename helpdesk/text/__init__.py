"""The analyzer shared by search and triage. Plain Python.

Enters: a text in any of five languages, any spelling.
Leaves: normalised stems and concepts.
Acts: search, triage.
"""
