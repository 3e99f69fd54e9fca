"""Language-correct order without the database's help: a sort key from the language's own alphabet."""

from __future__ import annotations

import unicodedata

_ALPHABETS = {
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "lt": "aąbcčdeęėfghiįyjklmnoprsštuųūvzž",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
_PLACES = {code: {letter: place for place, letter in enumerate(text)} for code, text in _ALPHABETS.items()}


def sort_key(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts as a dictionary of `language` would: digits, its letters, letters of others."""
    places = _PLACES.get(language, _PLACES["en"])
    key = []
    for char in unicodedata.normalize("NFC", text).lower():
        if char in places:
            key.append((2, places[char], char))
        elif char.isalpha():
            bare = unicodedata.normalize("NFKD", char)[0]
            key.append((2, places[bare], char) if bare in places else (3, ord(char), char))
        elif char.isdigit():
            key.append((1, int(char) if char.isdecimal() else 0, char))
        elif char.isspace():
            key.append((0, 0, " "))
    return tuple(key)
