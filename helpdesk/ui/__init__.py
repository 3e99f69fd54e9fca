"""The shared look of both faces.

Enters: a page's content.
Leaves: a page.
Acts: everyone.
"""
