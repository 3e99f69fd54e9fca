"""Translatable means checkable: whole, fresh, the same names and tags, each language in its own letters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import translation

from helpdesk import languages
from helpdesk.ui import catalogues
from helpdesk.ui.extraction import HOUSES, Key, Phrase, collect
from helpdesk.ui.package_strings import PACKAGE_STRINGS
from tests.architecture import house

EACH = pytest.mark.parametrize("code", catalogues.CODES)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
BARE = re.compile(r"%(?![(%])[-+ #0-9.]*[sdifr]\b|\{\}")
TAG = re.compile(r"</?[a-z][^>]*>")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
FOREIGN_LETTERS = {
    "be": re.compile("[ищъ]", re.I),
    "ru": re.compile("[іў]", re.I),
    "pl": CYRILLIC,
    "lt": CYRILLIC,
}

# A translation that equals its source, each with its reason.
SAME_AS_SOURCE = {
    "Ganak": "the name of the product in Latin letters",
    "Status": "the same word in Polish",
    "administrator": "the same word in Polish",
    "e-mail": "the same word in Polish",
    "import": "the same word in Polish",
    "operator": "the same word in Polish",
    "Link": "the same word in Polish",
    "Partner": "the same word in Polish",
    "partner": "the same word in Polish",
    "spam": "the same word in Polish",
    "Grant": "the same word in Polish",
    "Limit": "the same word in Polish",
    "PDF": "a kind of file, called so everywhere",
}
# Belarusian and Russian spell these alike; every other pair that is alike was copied by mistake.
SAME_IN_BE_AND_RU = {
    *(
        "Вы",
        "Год",
        "Задача",
        "Месяц",
        "Назад",
        "Нагрузка",
        "Новая задача",
        "Пароль",
        "Статус",
        "Форма",
        "Ход",
        "Час",
    ),
    *("задача", "новая", "сайт", "спам", "Без дня", "Мой год", "Файл CSV"),
    *("%(count)d задача", "%(count)d задач"),
    *("Файл", "Файлы", "Файл (%(day)s)", "%(number)s файл", "%(count)s раз", "%(days)s дн."),
    *("PDF", "Грант", "Гранты", "без гранта", "доля"),
    *("Даты", "Партнёр", "Партнёры", "Код для партнёра", "школа"),
    "Ганак",  # the name of the product in Cyrillic letters
}
# Templates: what is no sentence of ours, and attributes that a reader hears or sees.
MARKUP = re.compile(
    r"\{% comment.*?endcomment %\}|\{#.*?#\}|\{% blocktranslate.*?endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}"
    r"|<(?:code|kbd|script)\b.*?</(?:code|kbd|script)>",
    re.S,
)
SPOKEN = re.compile(
    r"(?:aria-label|aria-description|title|placeholder|alt|data-copied|data-command)=\"([^\"]*)\""
)
WORD = re.compile(r"[^\W\d_]{2}")
SAMPLES = "styleguide"  # invented names among the components, in development only
SPEAKING_CALLS = {"NotNow", "Refused", "ValidationError", "success", "info", "warning", "error", "add_error"}
SPEAKING_KEYWORDS = {"label", "help_text", "empty_label"}
LOGS = {"log", "logger"}
STATUS_FIELDS = {"status", "state", "turn", "urgency", "outcome"}
NEVER_ON_A_PAGE = {"messaging.OutgoingMessage"}
PAGES = ("", "write/", "back/", "search/?q=pesel")


@cache
def phrases() -> dict[Key, Phrase]:
    return collect(house.ROOT)


@cache
def catalogue(code: str) -> polib.POFile:
    return catalogues.read(code)


def entries(code: str) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue(code)}


def ours() -> list[Phrase]:
    return [phrase for phrase in phrases().values() if any(name.startswith(HOUSES) for name in phrase.files)]


def test_every_language_but_the_source_has_a_catalogue() -> None:
    assert {*catalogues.CODES, catalogues.SOURCE_LANGUAGE} == set(languages.CODES)
    assert all(catalogues.path_of(code).exists() for code in catalogues.CODES)


@EACH
def test_a_catalogue_is_whole(code: str) -> None:
    assert catalogues.gaps(catalogue(code)) == []


@EACH
def test_a_catalogue_is_fresh(code: str) -> None:
    fresh = str(catalogues.renewed(code, phrases().values()))
    known = catalogues.path_of(code).read_text(encoding="utf-8")
    missing = [phrase.text for key, phrase in phrases().items() if key not in entries(code)]
    left = [key[1] for key in entries(code) if key not in phrases()]
    assert (missing, left) == ([], [])
    assert fresh == known, "run `manage.py catalogues extract`"


@EACH
def test_a_catalogue_has_nothing_fuzzy_and_nothing_left_over(code: str) -> None:
    assert [entry.msgid for entry in catalogue(code) if entry.fuzzy or entry.obsolete] == []


@EACH
def test_plurals_are_counted_as_django_counts_them(code: str) -> None:
    assert catalogue(code).metadata["Plural-Forms"] == catalogues.plural_rule(code)


@EACH
def test_a_translation_names_the_placeholders_of_its_source(code: str) -> None:
    wrong = [
        form
        for entry in catalogue(code)
        for form in catalogues.forms_of(entry)
        if _names(form) not in (_names(entry.msgid), _names(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def _names(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


@EACH
def test_a_translation_keeps_the_tags_of_its_source(code: str) -> None:
    wrong = [
        form
        for entry in catalogue(code)
        for form in catalogues.forms_of(entry)
        if sorted(TAG.findall(form)) != sorted(TAG.findall(entry.msgid))
    ]
    assert wrong == []


@EACH
def test_a_translation_equal_to_its_source_is_allowed_by_name(code: str) -> None:
    equal = {entry.msgid for entry in catalogue(code) if entry.msgid in catalogues.forms_of(entry)}
    assert equal - SAME_AS_SOURCE.keys() == set()


def test_belarusian_and_russian_differ() -> None:
    russian = entries("ru")
    alike = {
        form
        for key, entry in entries("be").items()
        for form in catalogues.forms_of(entry)
        if form in catalogues.forms_of(russian[key]) and CYRILLIC.search(form)
    }
    assert alike - SAME_IN_BE_AND_RU == set()


@EACH
def test_a_catalogue_is_written_in_the_letters_of_its_language(code: str) -> None:
    foreign = [
        form
        for entry in catalogue(code)
        for form in catalogues.forms_of(entry)
        if FOREIGN_LETTERS[code].search(form)
    ]
    assert foreign == []


def test_sources_name_their_placeholders() -> None:
    bare = [phrase.text for phrase in ours() if BARE.search(phrase.text + phrase.plural)]
    assert bare == []


def test_no_template_holds_words_outside_the_catalogues() -> None:
    untranslated = {
        house.name(path): words
        for path in house.templates()
        if SAMPLES not in path.name
        for text in [MARKUP.sub("", path.read_text())]
        for words in [[word for word in _shown(text) if WORD.search(word)]]
        if words
    }
    assert untranslated == {}


def _shown(text: str) -> list[str]:
    return [*SPOKEN.findall(text), *(part.strip() for part in re.sub(r"<[^>]*>", "\n", text).split("\n"))]


def test_nothing_is_said_to_people_outside_the_catalogues() -> None:
    untranslated = [
        f"{house.name(path)}:{node.lineno} {said}"
        for path in house.house_files()
        if path.name != "serializers.py"  # their help is the documentation of the API, in English
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.Call)
        for said in _said(node)
    ]
    assert untranslated == []


def _said(call: ast.Call) -> Iterator[str]:
    """Literal words in a call that speaks to people: an error, a flash message, a label of a form."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    owner = getattr(getattr(call.func, "value", None), "id", "")
    heard = [word.value for word in call.keywords if word.arg in SPEAKING_KEYWORDS]
    if name in SPEAKING_CALLS and owner not in LOGS:
        heard += call.args
    for word in heard:
        if isinstance(word, ast.Constant) and isinstance(word.value, str) and " " in word.value:
            yield word.value


def test_status_words_carry_a_context() -> None:
    """`new`, `open` and `closed` are one word in English and three in a language with genders."""
    known = {key[1] for key in phrases() if key[0]}
    with translation.override("en"):
        labels = {
            f"{model._meta.label}.{field.name}: {label}"
            for model in apps.get_models()
            if model.__module__.startswith(HOUSES) and model._meta.label not in NEVER_ON_A_PAGE
            for field in model._meta.get_fields()
            if field.name in STATUS_FIELDS
            for _value, label in getattr(field, "choices", None) or ()
            if str(label) and str(label) not in known
        }
    assert labels == set()


def test_strings_of_packages_still_exist_there() -> None:
    gone = [item.text for item in PACKAGE_STRINGS if item.text not in _strings_of(item.package)]
    assert gone == []


@cache
def _strings_of(package: str) -> set[str]:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent  # some packages ship sources of catalogues, some only the compiled ones
    sources = [polib.pofile(str(path)) for path in folder.rglob("locale/en/LC_MESSAGES/django.po")]
    compiled = [polib.mofile(str(path)) for path in folder.rglob("locale/de/LC_MESSAGES/django.mo")]
    return {entry.msgid for file in [*sources, *compiled] for entry in file}


class _Words(HTMLParser):
    """The text of a page that is said to be in the page's own language."""

    VOID = {"meta", "link", "input", "br", "hr", "img", "source", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[str] = [""]
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.languages.append(dict(attrs).get("lang") or self.languages[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and len(self.languages) > 1:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if self.languages[-1] == self.languages[1 if len(self.languages) > 1 else 0]:
            self.words.append(data.strip())


@pytest.mark.django_db
@EACH
@pytest.mark.parametrize("page", PAGES)
def test_a_page_speaks_only_the_language_of_its_reader(code: str, page: str, client: Client) -> None:
    catalogues.compile_catalogue(code)
    response = client.get(f"/{code}/{page}", follow=True)
    assert response.status_code == 200
    reader = _Words()
    reader.feed(response.content.decode())
    own_names = {language.own_name for language in languages.LANGUAGES}
    words = [word for word in reader.words if word and word not in own_names]
    assert words
    foreign = [word for word in words if FOREIGN_LETTERS[code].search(word)]
    sources = {phrase.text for phrase in ours() if len(phrase.text) > 8} - SAME_AS_SOURCE.keys()
    assert (foreign, [word for word in words if word in sources]) == ([], [])


def test_catalogues_are_where_django_looks() -> None:
    assert [Path(folder) for folder in settings.LOCALE_PATHS] == [house.ROOT / "locale"]
