"""A few questions about what makes a person vulnerable, asked only with consent.

Enters: a request and the consent of its client.
Leaves: flags, each with its next step; the answers stay sealed.
Acts: client, operator, lawyer.
"""
