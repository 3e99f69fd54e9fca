"""The verbs of the composed pages."""
