"""What the room writes: the daily counts, what is kept for an hour, and signals of staff without rest."""
