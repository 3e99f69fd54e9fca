"""Side by side: what is missing, what is outdated, what is reviewed.

Enters: an article in one language.
Leaves: the same article in the others.
Acts: editor.
"""
