"""The verbs of coming back: she comes, we ring, or two mailboxes turn out to be one person's."""

from cases.returning.actions.calls import note_call, open_number
from cases.returning.actions.coming import came_back, choose_day
from cases.returning.actions.linking import ask_back, give_back, link, take_back_ask, unlink
from cases.returning.actions.mailboxes import mailbox_for_adult, open_for_adult

__all__ = [
    "ask_back",
    "came_back",
    "choose_day",
    "give_back",
    "link",
    "mailbox_for_adult",
    "note_call",
    "open_for_adult",
    "open_number",
    "take_back_ask",
    "unlink",
]
