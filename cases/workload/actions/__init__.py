"""What the room writes: the daily counts, and signals of staff without rest."""
