"""PostgreSQL and Redis from wheels, for development and tests only.

Enters: a bare machine.
Leaves: two servers and the processes of the help desk.
Acts: developer.
"""
