"""The spine: who asks, what is asked, and the thread between them.

Enters: a sealed story from intake.
Leaves: a request with status, thread and history that every other room reads.
Acts: client, operator, lawyer.
"""
