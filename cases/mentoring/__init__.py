"""One mentor for one household for thirty days.

Enters: a household that has just arrived.
Leaves: a finished first month with a handover.
Acts: mentor, operator, coordinator.
"""
