"""Replies in the client's language, with articles pinned at their revision.

Enters: a request that can be answered in words.
Leaves: a sealed message in the client's inbox.
Acts: operator, lawyer.
"""
