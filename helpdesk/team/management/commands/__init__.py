"""Commands of the team."""
