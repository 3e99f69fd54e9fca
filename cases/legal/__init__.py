"""One legal case, many private mailboxes: checklists, consultations, seats.

Enters: one request, or many with the same problem.
Leaves: a member helped and closed, or given back to the queue exactly as before.
Acts: lawyer, operator.
"""
