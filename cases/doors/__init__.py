"""The doors beside the web form: phone, messenger, e-mail, walk-in, partner.

Enters: a voice, a pasted message, a visitor, a hand-over form.
Leaves: the same help request as from the web.
Acts: operator, lawyer, partner by invitation.
"""
