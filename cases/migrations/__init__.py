"""The history of this app's tables."""
