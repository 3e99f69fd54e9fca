"""Account workflows: invitation, roles by two people, second factors, freeze.

Enters: a person to be let in.
Leaves: an account with a second factor and confirmed roles.
Acts: administrator, coordinator.
"""
