"""Forgetting in time: what goes when, the week in which it can still be held, and the proof that it went.

Enters: a request that was closed, a person who fell silent, a task that ended.
Leaves: nothing but a row of statistics, and a certificate without a name.
Acts: the program; coordinator holds.
"""
