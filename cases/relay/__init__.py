"""Writing back and forth with a helper through the app, so that neither needs the other's number.

Enters: a task or a mentorship that somebody holds.
Leaves: nothing; what was written goes with its end.
Acts: client, volunteer, mentor.
"""
