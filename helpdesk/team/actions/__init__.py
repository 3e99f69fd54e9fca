"""Account workflows: letting in, roles by two people, freezing, and the demo staff."""

from helpdesk.team.actions.demo import create_demo_staff
from helpdesk.team.actions.freezing import confirm_reset, end_sessions, freeze_user, propose_reset
from helpdesk.team.actions.leaving import become_pseudonym, close_account
from helpdesk.team.actions.letting_in import accept_invitation, find_invitation, found_desk, invite
from helpdesk.team.actions.panic import agree_to_reopen, agree_to_seal, ask_to_reopen, ask_to_seal, lock_down
from helpdesk.team.actions.roles import confirm_role, propose_role, revoke_role

__all__ = [
    "accept_invitation",
    "agree_to_reopen",
    "agree_to_seal",
    "ask_to_reopen",
    "ask_to_seal",
    "become_pseudonym",
    "close_account",
    "confirm_reset",
    "confirm_role",
    "create_demo_staff",
    "end_sessions",
    "find_invitation",
    "found_desk",
    "freeze_user",
    "invite",
    "lock_down",
    "propose_reset",
    "propose_role",
    "revoke_role",
]
