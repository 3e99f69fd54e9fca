"""One request's page, composed of all rooms: the desk's case file and the client's inbox.

Enters: a request's id or an unlocked receipt.
Leaves: one page with everything the reader may see.
Acts: client, operator, lawyer.
"""
