"""The access log: written with the read it records, never changed.

Enters: an act or a read.
Leaves: one entry in a hash chain.
Acts: auditor reads.
"""
