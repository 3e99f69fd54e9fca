"""Finding an article in any language by any word for it.

Enters: a question in the reader's words.
Leaves: articles in order, or an honest: nothing fits.
Acts: reader, operator.
"""
