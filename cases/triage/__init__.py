"""The queue in order of need, with suggestions that can be overruled.

Enters: a new request.
Leaves: topic, urgency, flags, an owner, a next step.
Acts: operator, lawyer.
"""
