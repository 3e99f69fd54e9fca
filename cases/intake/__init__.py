"""Every door in: the web form, the phone screen, the import; and the receipt.

Enters: a need in the person's own words.
Leaves: a sealed request, a receipt of 20 digits, a date to look again.
Acts: client without an account; operator at the phone.
"""
