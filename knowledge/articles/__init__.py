"""Topics and articles, their revisions, and the reader's pages.

Enters: a reviewed text with its source and date.
Leaves: a page in the reader's language or the next one, labelled.
Acts: reader, editor.
"""
