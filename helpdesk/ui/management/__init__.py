"""Commands of the shared look and its words."""
