"""What we know, in four languages.

Enters: a fact with a source.
Leaves: an article that people find and staff can cite.
Acts: reader without an account, editor.
"""
