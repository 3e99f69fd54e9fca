"""The floor everything stands on, and the wiring."""
