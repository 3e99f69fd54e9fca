"""What the room writes: the daily counts."""
