"""What sealing raises: it never answers with half a text, an empty text or a guess."""

from __future__ import annotations


class SealingError(Exception):
    """Something sealed cannot be opened or made; carries ids only, never a value."""


class NoPrivateKey(SealingError):
    """This process holds no key that opens this: the public face, or a receipt that does not belong here."""


class TamperedCiphertext(SealingError):
    """The ciphertext was changed, cut off, or moved here from another row or field."""


class KeyErased(SealingError):
    """The data key is gone, and with it everything that was ever sealed under it."""


class KeyringError(SealingError):
    """The keyring files are missing, unreadable, or do not belong together."""
