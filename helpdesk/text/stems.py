"""From a word to its stem in each language: Snowball for four, a light stemmer of our own for Belarusian."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer

from helpdesk import languages
from helpdesk.text.normalise import fold, is_cyrillic
from helpdesk.text.transliterate import belarusian_of, latin_of, russian_of, skeleton

_local = threading.local()  # a Snowball stemmer keeps a buffer of its own and must not be shared by threads

_BELARUSIAN_ENDINGS = sorted(
    """
    ага яга ога ому аму яму ыя ія ая яя ое ае яе ую юю ым ім ых іх ымі імі ай яй ой эй ей амі ямі
    аў яў оў ёў еў ах ях ам ям ом ем ём ою аю яю ею у ю а я о е э ы і ь й аваць яваць оўваць аць
    яць іць ыць ець эць уць юць нуць аюць уюць яюць аеш ееш уеш уе аем уем аеце уеце іш ыш еш эш аш
    іце ыце еце эце ат ят іў ыў уў еў іла ыла ала яла ела ула ілі ылі алі ялі елі улі іло ыло ало
    ючы учы ачы ячы аны яны ены ання ення анне енне анню енню аннем еннем анні енні асць асці асцю
    асцей насць насці насцю ству ства стве ствам цыя цыі цыю цыяй цый
    """.split(),  # noqa: SIM905
    key=len,
    reverse=True,
)
_REFLEXIVE = re.compile(r"(?:цца|ся|сь|ца)$")
_SOFT_BEFORE_CONSONANT = re.compile(r"ь(?=[бвгджзйклмнпрстўфхцчш])")
_KEEP = 3  # letters that must stay
_KEEP_BEFORE_STVA = 6  # "стараства" is nothing old


def stem_belarusian(word: str) -> str:
    """A light stem in either orthography: assimilated softness, the reflexive and endings fall."""
    flat = _SOFT_BEFORE_CONSONANT.sub("", word).replace("ё", "е")
    bare = _REFLEXIVE.sub("", flat)
    if len(bare) >= _KEEP + 1:
        flat = bare
    for ending in _BELARUSIAN_ENDINGS:
        keep = _KEEP_BEFORE_STVA if ending.startswith("ств") else _KEEP
        if flat.endswith(ending) and len(flat) - len(ending) >= keep:
            return flat[: -len(ending)]
    return flat


def _snowball(name: str, word: str) -> str:
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name)
    return str(stemmers[name].stemWord(word))


def stem(word: str, language: str) -> str:
    """The stem of a normalised word, read as `language`."""
    if language == "be":
        return stem_belarusian(word)
    if language == "ru":
        word = word.replace("ё", "е")
    name = languages.BY_CODE[language].stemmer or "english"
    return _snowball(name, word)


HEARD = "heard"  # the reading by ear, beside the five languages
_TAIL = re.compile(r"(?<=.{4})[aeiu]+$")
_HEARD_TAIL = re.compile(r"(?<=.{4})[aeius]+$")


@lru_cache(maxsize=100_000)
def key(word: str, language: str) -> str:
    """The index key of a word read as `language`: the skeleton of its stem, whatever its script."""
    if word[0].isdigit():
        return word
    cyrillic = is_cyrillic(word)
    if language in ("ru", "be"):
        if not cyrillic:
            word = russian_of(word) if language == "ru" else belarusian_of(word)
    elif cyrillic:
        word = latin_of(word)
    return _TAIL.sub("", skeleton(stem(word, language), polish=language == "pl"))


@lru_cache(maxsize=100_000)
def heard(word: str, *, polish: bool = False) -> str:
    """The key of a Polish or Lithuanian word as it sounds, for those who write it in Cyrillic by ear."""
    return word if word[0].isdigit() else _HEARD_TAIL.sub("", skeleton(word, polish=polish))


@lru_cache(maxsize=100_000)
def keys(word: str) -> tuple[tuple[str, str], ...]:
    """Every reading of a word: (language, key) pairs. A query may mix five languages and two scripts."""
    found = [(code, key(word, code)) for code in languages.CODES]
    bare = fold(word)
    if bare != word and not is_cyrillic(word):
        found += [(code, key(bare, code)) for code in ("pl", "lt")]
    found += [(HEARD, heard(word)), (HEARD, heard(word, polish=True))]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=100_000)
def keys_in(word: str, language: str) -> tuple[str, ...]:
    """The keys under which a word of a text in `language` is indexed: as written, and without diacritics.

    A word in the other script than the text's is a quoted local name: read in every language of its script.
    """
    native = ("be", "ru") if is_cyrillic(word) else ("pl", "lt", "en")
    readings = (language,) if language in native else native
    found = [key(form, code) for code in readings for form in dict.fromkeys((word, fold(word)))]
    if not is_cyrillic(word):
        found += [heard(word, polish=code == "pl") for code in readings if code != "en"]
    return tuple(dict.fromkeys(found))


def forget_keys() -> None:
    """After a whole glossary was read: its words are not those that people will ask with, and take memory."""
    for kept in (key, heard, keys, keys_in, skeleton):
        kept.cache_clear()
