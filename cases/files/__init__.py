"""Letters and pictures from clients, made harmless before anybody looks.

Enters: a file sent from the inbox.
Leaves: a clean preview; the original only with a reason.
Acts: client, operator, lawyer.
"""
