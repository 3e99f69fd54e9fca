"""Who is on call for danger, and what the next shift must know.

Enters: an emergency, or the end of a shift.
Leaves: somebody who has seen it; a hand-over list.
Acts: operator, coordinator.
"""
