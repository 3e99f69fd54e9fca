"""The verbs of the doors, one file for each."""
