"""Tests of what readers say about articles."""
