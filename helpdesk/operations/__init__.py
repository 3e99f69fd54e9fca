"""Keeping the house running: health, figures and logs without people in them, backups that forget.

Enters: the running processes, and the database to be kept.
Leaves: answers on a private port, lines of JSON, sealed files.
Acts: operator of the server.
"""
