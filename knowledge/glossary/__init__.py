"""The words people really use, kept by editors on top of those that came with the house.

Enters: a word somebody said that search did not understand.
Leaves: search and triage that understand it, in every process.
Acts: editor.
"""
