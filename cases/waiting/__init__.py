"""Topics with more requests than hands: pauses, the waiting list, and an honest waiting time.

Enters: a topic that cannot be served now.
Leaves: the topic open again, those who waited first.
Acts: coordinator.
"""
