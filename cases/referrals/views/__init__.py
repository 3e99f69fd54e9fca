"""Pages of referrals: the desk's, the partners' list, and the partner's own page."""
