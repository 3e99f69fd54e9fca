"""The end: outcome, rating, reopening, erasure.

Enters: a request that is done.
Leaves: an outcome; after the retention time only one row of statistics.
Acts: client, operator, lawyer, coordinator.
"""
