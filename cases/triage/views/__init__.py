"""Pages of triage: the queue, and decisions about one request."""
