"""Reads, renews and compiles the catalogues under `locale/`: sorted, without line numbers, never fuzzy."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import django
import polib
from django.conf import settings

from helpdesk import languages
from helpdesk.ui.extraction import Key, Phrase

SOURCE_LANGUAGE = "en"
CODES = tuple(code for code in languages.CODES if code != SOURCE_LANGUAGE)
DJANGO_LOCALE = Path(django.__file__).parent / "conf" / "locale"
WIDTH = 110
NAMED = re.compile(r"%\(\w+\)[sd]")


@dataclass(frozen=True)
class Gap:
    """A string of one catalogue that has no translation, or lacks one of its plural forms."""

    context: str
    text: str


def path_of(code: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"


def read(code: str) -> polib.POFile:
    """The catalogue as it stands in the file; empty when there is none yet."""
    path = path_of(code)
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)


def plural_rule(code: str) -> str:
    """Django's own rule, so that our forms and those of its catalogues are counted alike."""
    return gettext.translation("django", str(DJANGO_LOCALE), [code]).info()["plural-forms"]


def plural_forms(code: str) -> int:
    found = re.search(r"nplurals\s*=\s*(\d+)", plural_rule(code))
    if found is None:
        raise ValueError(f"Django's catalogue for {code} states no number of plural forms")
    return int(found[1])


def renewed(code: str, phrases: Iterable[Phrase]) -> polib.POFile:
    """The catalogue for these phrases: known translations are kept, what left the source is dropped."""
    known = {_key(entry): entry for entry in read(code) if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.metadata = {
        "Project-Id-Version": "ganak",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_rule(code),
    }
    forms = plural_forms(code)
    for phrase in sorted(phrases, key=_order):
        catalogue.append(_entry(phrase, known.get(phrase.key), forms))
    return catalogue


def write(code: str, catalogue: polib.POFile) -> bool:
    """Write the file if it would change; says whether it did."""
    path = path_of(code)
    text = str(catalogue)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def compile_catalogue(code: str) -> Path:
    """Write the .mo file beside the .po file; in one step, because a server may be reading it."""
    target = path_of(code).with_suffix(".mo")
    fresh = target.with_suffix(".mo.new")
    read(code).save_as_mofile(str(fresh))
    return fresh.replace(target)


def gaps(catalogue: polib.POFile) -> list[Gap]:
    """What is still to be translated."""
    return [Gap(entry.msgctxt or "", entry.msgid) for entry in catalogue if not _whole(entry)]


def forms_of(entry: polib.POEntry) -> list[str]:
    """The translation, or its plural forms in order."""
    return [entry.msgstr_plural[at] for at in sorted(entry.msgstr_plural)] or [entry.msgstr]


def _whole(entry: polib.POEntry) -> bool:
    return not entry.fuzzy and all(form.strip() for form in forms_of(entry))


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid


def _order(phrase: Phrase) -> tuple[str, str, str]:
    return min(phrase.files), phrase.text, phrase.context


def _entry(phrase: Phrase, known: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=phrase.text,
        msgctxt=phrase.context or None,
        occurrences=[(name, "") for name in sorted(phrase.files)],
        comment="\n".join(sorted(phrase.notes)),
        flags=["python-format"] if NAMED.search(phrase.text + phrase.plural) else [],
    )
    keep = known is not None and not known.fuzzy
    if phrase.plural:
        entry.msgid_plural = phrase.plural
        old = known.msgstr_plural if known is not None and keep else {}
        entry.msgstr_plural = {at: old.get(at, "") for at in range(forms)}
    elif known is not None and keep:
        entry.msgstr = known.msgstr
    return entry
