"""Services that help, with the date each was checked. Not yet furnished.

Enters: a service entry with its source.
Leaves: a dated entry a reader can trust.
Acts: reader, editor.
"""
