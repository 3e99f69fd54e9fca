"""Who pays for the work, from when until when, and what was promised for it.

Enters: an agreement with a funder.
Leaves: a tag for what is paid from it, and its targets.
Acts: coordinator; operators and lawyers set the tag.
"""
