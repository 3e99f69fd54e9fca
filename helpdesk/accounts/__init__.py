"""Who works here: users, offices, roles in code, and the door policy.

Enters: a sign-in.
Leaves: a user with roles, or a closed door.
Acts: everyone with an account.
"""
