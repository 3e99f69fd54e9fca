"""Pages of accounts: the way in, one's own account, and people."""
