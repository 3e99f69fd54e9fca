"""The doors beside the web form: phone, messenger, e-mail, walk-in, partner.

Enters: a voice, a pasted message, a visitor at our device, a partner's signed hand-over.
Leaves: the same help request as from the web; an alias, and a receipt only on request.
Acts: operator, lawyer; a visitor; a partner by invitation; the coordinator counts.
"""
