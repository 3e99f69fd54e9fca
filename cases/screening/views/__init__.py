"""Pages of screening: the person's own, and the desk's."""
