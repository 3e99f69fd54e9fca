"""Reads of the composed pages: the client's inbox and the desk's case file."""
