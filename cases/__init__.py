"""From a need to an outcome: the rooms, in the order of the flow.

Enters: a need, told at any of five doors.
Leaves: an outcome, and one row of statistics.
Acts: client, operator, lawyer, volunteer, coordinator.
"""
