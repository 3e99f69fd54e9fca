"""What strangers' bytes become: safe pages by the decoder, a verdict by the virus scanner."""

from cases.files.imports.antivirus import CannotScan, finds_virus
from cases.files.imports.decoding import CannotDecode, Decoded, Refusal, decode

__all__ = ["CannotDecode", "CannotScan", "Decoded", "Refusal", "decode", "finds_virus"]
