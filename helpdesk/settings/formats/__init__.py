"""Formats of the languages that Django has none for."""
