"""THE list of languages: code, own name, what to fall back on, how to choose for a stranger. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language of the interface and of the content."""

    code: str
    own_name: str
    fallbacks: tuple[str, ...]  # what to show, labelled, when a text lacks this language
    stemmer: str | None  # name of the Snowball stemmer; None: our own (Belarusian)


# Belarusian and Russian stand side by side; Russian is a fallback of Belarusian only for *content* that would
# otherwise be a dead end, always labelled, and never for the interface.
LANGUAGES: tuple[Language, ...] = (
    Language("be", "Беларуская", ("pl", "lt", "en", "ru"), None),
    Language("ru", "Русский", ("be", "pl", "lt", "en"), "russian"),
    Language("pl", "Polski", ("en", "be", "ru", "lt"), "polish"),
    Language("lt", "Lietuvių", ("en", "ru", "be", "pl"), "lithuanian"),
    Language("en", "English", ("pl", "lt", "be", "ru"), "english"),
)
BY_CODE: dict[str, Language] = {language.code: language for language in LANGUAGES}
CODES: tuple[str, ...] = tuple(BY_CODE)
CHOICES: tuple[tuple[str, str], ...] = tuple((item.code, item.own_name) for item in LANGUAGES)
DEFAULT = "be"
# Content is written in these; English is allowed, never required.
CONTENT_CODES: tuple[str, ...] = ("be", "ru", "pl", "lt", "en")


def reading_order(code: str) -> tuple[str, ...]:
    """The languages to try for a reader of `code`, her own first."""
    language = BY_CODE.get(code) or BY_CODE[DEFAULT]
    return (language.code, *language.fallbacks)


def negotiate(accept_language: str) -> str:
    """The interface language for an `Accept-Language` header.

    A browser that names Belarusian anywhere gets Belarusian, whatever stands before it: systems sold in the
    region put Russian first, and nobody who asked for Belarusian may be handed Russian.
    """
    wanted: list[tuple[float, int, str]] = []
    for position, item in enumerate(accept_language.lower().split(",")[:20]):
        name, _, parameters = item.strip().partition(";")
        code = name.split("-")[0].strip()
        try:
            quality = float(parameters.strip().removeprefix("q=")) if parameters else 1.0
        except ValueError:
            quality = 0.0
        if code in BY_CODE and quality > 0:
            wanted.append((-quality, position, code))
    codes = [code for _, _, code in sorted(wanted)]
    if "be" in codes:
        return "be"
    return codes[0] if codes else DEFAULT
