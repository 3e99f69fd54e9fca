"""Reads of reports: the gateway for figures about people, and exact sums of what was done."""
