"""Handing a person on to a partner, with consent for each thing that is told.

Enters: a request and the client's consent.
Leaves: accepted, declined or overdue; never forgotten.
Acts: operator, lawyer; the partner by a one-time code; a coordinator keeps the partners.
"""
