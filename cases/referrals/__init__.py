"""Handing a person on to a partner, with consent. Not yet furnished.

Enters: a request and the client's consent.
Leaves: accepted, declined or overdue; never forgotten.
Acts: operator, lawyer.
"""
