"""Tasks without personal data, claimed by volunteers who are protected from overload.

Enters: a task made from a request.
Leaves: a task done with hours, or handed back.
Acts: volunteer, operator, coordinator.
"""
