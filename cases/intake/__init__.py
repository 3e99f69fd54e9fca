"""The web form, and what every door leads through: one sealed request, the import, the receipt.

Enters: a need in the person's own words.
Leaves: a sealed request, a receipt of 20 digits, a date to look again.
Acts: client without an account.
"""
