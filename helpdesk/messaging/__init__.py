"""The one gate through which anything is sent.

Enters: who is told what kind of thing, and under which rules.
Leaves: a contentless message, delivered after commit.
Acts: actions of every room.
"""
