"""What people tell us is ciphertext at rest: keyring, sealed fields, reveal.

Enters: plaintext in memory.
Leaves: ciphertext under a data key of its own.
Acts: actions of every room.
"""
