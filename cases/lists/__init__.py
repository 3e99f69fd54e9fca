"""Lists that leave the house as a file: codes, topics and days, never words; two people, one time.

Enters: a list that a coordinator has found, and why she needs it outside.
Leaves: one file within the hour after a second coordinator's yes.
Acts: two coordinators.
"""
