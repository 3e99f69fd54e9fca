"""The way back: dates to look again, ring-backs, lost receipts, a receipt for each adult.

Enters: a client who comes back, or does not.
Leaves: the person and her request together again.
Acts: operator, client.
"""
