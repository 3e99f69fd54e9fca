"""Commands of the shared look."""
