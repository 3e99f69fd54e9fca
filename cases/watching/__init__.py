"""Watching those who read: unusual openings, requests that nobody should open, and the log's own chain.

Enters: entries of the access log.
Leaves: an alarm, a stop, a weekly digest.
Acts: the program; auditor reads.
"""
