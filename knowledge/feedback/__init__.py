"""What readers say about an article: whether it helped, and what is out of date.

Enters: one click without a name, and a sentence if she likes.
Leaves: a work-list of articles to mend.
Acts: reader, editor.
"""
