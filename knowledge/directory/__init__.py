"""Services that help, with the date each was checked.

Enters: a service entry with its source.
Leaves: a dated entry a reader can trust, or an honest "it stopped".
Acts: reader, editor.
"""
