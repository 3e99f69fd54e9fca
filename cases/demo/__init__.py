"""Invented content for a first look; development only.

Enters: the data files beside this one and in knowledge/demo.
Leaves: a desk with requests in every state, made through the same actions as real ones.
Acts: developer.
"""
