"""Changing what words mean: the only place where the glossary is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.text.analyzer import Analysis
from knowledge.articles.actions import one_publisher
from knowledge.glossary import queries, rules
from knowledge.glossary.models import HeardWord, Word, WordChange
from knowledge.glossary.notifications import tell_words_changed
from knowledge.glossary.permissions import can_edit_glossary
from knowledge.glossary.rules import Entry, Fault, Row, Use

_MOST_NOTED = 20_000
_noted: set[tuple[str, str, str, int]] = set()  # by this process and in which month: written once each


class Ambiguous(NotNow):
    """The word stands for another concept already; an editor may say that it means both."""


def fault_text(fault: Fault) -> str:
    """What is wrong, in words."""
    return {
        Fault.EMPTY: _("Write a word."),
        Fault.TOO_SHORT: _("One letter is not enough: it would match everywhere."),
        Fault.TOO_LONG: _("This is too long. A phrase has at most six words."),
        Fault.ONLY_JOINING: _("This has too few words that mean something. Leave the joining words out."),
        Fault.NUMBER: _("A long number may be somebody's. It does not belong here."),
    }[fault]


@dataclass
class _Desk:
    """The glossary while it is being changed, so that many words cost one reading."""

    entries: dict[str, Entry]
    rows: dict[rules.Place, Word]
    standing: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    changed: list[WordChange] = field(default_factory=list)

    def use_now(self, place: rules.Place) -> str:
        """The use of a word; empty when it is not in the glossary."""
        row = self.rows.get(place)
        return row.use if row else self.use_packaged(place)

    @staticmethod
    def use_packaged(place: rules.Place) -> str:
        concept, language, plain = place
        entry = queries.packaged().get(concept, {"uses": {}})
        held = {rules.plain(text) for text in entry.get(language or "near", [])}
        return Use.SAID.value if plain in held else ""


def _desk(by: Actor) -> _Desk:
    """Whoever publishes or changes the glossary waits for the other."""
    if not can_edit_glossary(by):
        raise Refused(_("Only editors may change the glossary."))
    one_publisher()
    entries = queries.entries_now()
    rows = {(row.concept, row.language, row.plain): row for row in Word.objects.select_for_update()}
    return _Desk(entries, rows, rules.meanings(entries))


def _put(desk: _Desk, concept: str, language: str, text: str, use: str, by: Actor) -> bool:
    """Make this word have this use (empty: not be there); says whether anything changed."""
    place = (concept, language, rules.plain(text))
    was = desk.use_now(place)
    if was == use:
        return False
    row = desk.rows.pop(place, None)
    if desk.use_packaged(place) == use:
        if row is not None:
            row.delete()
    else:
        row = row or Word(concept=concept, language=language, text=text, plain=place[2])
        row.use = use
        row.save()
        desk.rows[place] = row
    author = by if isinstance(by, User) else None
    change = WordChange(concept=concept, language=language, text=text, was=was, now=use, by=author)
    change.save()
    desk.changed.append(change)
    return True


def _close(desk: _Desk, verb: str, by: Actor) -> None:
    """The log, the index and every process learn of what was changed."""
    if not desk.changed:
        return
    changed = desk.changed[0] if len(desk.changed) == 1 else None
    concepts = sorted({change.concept for change in desk.changed})
    tell_words_changed(queries.book_of_rows(), concepts)
    record(verb, changed, by=by, fields=[change.language or "near" for change in desk.changed])


def _check(desk: _Desk, concept: str, language: str, text: str, *, means_both: bool) -> None:
    if len(concept) > rules.LONGEST_SLUG or not rules.SLUG.fullmatch(concept):
        raise NotNow(_("The short name has small Latin letters, digits and hyphens."))
    if language == rules.NEAR:
        if text not in desk.entries or text == concept:
            raise NotNow(_("There is no other concept with this short name."))
        return
    if fault := rules.fault_of(text):
        raise NotNow(fault_text(fault))
    others = [other for other in desk.standing.get((language, rules.plain(text)), []) if other != concept]
    if others and not means_both:
        names = ", ".join(others[:3])
        raise Ambiguous(_("This word stands for another concept already: %(names)s.") % {"names": names})


@action
def keep_word(
    *, concept: str, language: str, text: str, use: str, by: Actor, means_both: bool = False
) -> WordChange:
    """Add a word to a concept, or change how it is used; a new concept begins with its first word."""
    desk, text = _desk(by), " ".join(text.split())
    _check(desk, concept, language, text, means_both=means_both)
    if not _put(desk, concept, language, text, Use(use).value, by):
        raise NotNow(_("This word is there already."))
    _close(desk, "concept.word", by)
    return desk.changed[0]


@action
def leave_out(*, concept: str, language: str, text: str, by: Actor) -> WordChange:
    """A word that misleads: from now on it does not stand for this concept."""
    desk = _desk(by)
    if not _put(desk, concept, language, " ".join(text.split()), "", by):
        raise NotNow(_("This word is not there any more."))
    _close(desk, "concept.leave_out", by)
    return desk.changed[0]


@action
def undo(*, change: WordChange, by: Actor) -> WordChange:
    """Take one change back; refused when somebody changed the same word since."""
    desk = _desk(by)
    place = (change.concept, change.language, rules.plain(change.text))
    if desk.use_now(place) != change.now:
        raise NotNow(_("Somebody changed this word since."))
    _put(desk, change.concept, change.language, change.text, change.was, by)
    _close(desk, "concept.undo", by)
    return desk.changed[0]


@action
def keep_rows(*, rows: Sequence[Row], by: Actor, means_both: bool = False) -> dict[str, int]:
    """Many words at once, all or none: for each concept how many of its words changed.

    Raises NotNow for the first word that cannot be taken; the caller's transaction keeps nothing then.
    """
    desk = _desk(by)
    near_known = {concept for concept, *_rest in rows}
    counts: dict[str, int] = {}
    for concept, language, text, use in rows:
        place = (concept, language, rules.plain(text))
        if use and desk.use_now(place) != use and not (language == rules.NEAR and text in near_known):
            _check(desk, concept, language, text, means_both=means_both)
        counts[concept] = counts.get(concept, 0) + _put(desk, concept, language, text, use, by)
        if use and language:
            desk.standing.setdefault((language, place[2]), []).append(concept)
    _close(desk, "concept.import", by)
    return counts


def note_heard(analysis: Analysis) -> int:
    """Remember which words of the glossary a search held, without who asked; mostly no query at all."""
    month = timezone.localdate().replace(day=1)
    places = rules.matched(analysis, queries.entries_of_today()) if analysis.matches else set()
    fresh = {place for place in places if (*place, month.month) not in _noted}
    if not fresh:
        return 0
    _remember(fresh, month.month)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO knowledge_heardword (concept, language, plain, month) "
            "SELECT *, %s FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[]) "
            "ON CONFLICT ON CONSTRAINT one_row_for_a_heard_word DO UPDATE SET month = excluded.month",
            [month, *(list(column) for column in zip(*sorted(fresh), strict=True))],
        )
    return len(fresh)


def _remember(places: Iterable[rules.Place], month: int) -> None:
    if len(_noted) > _MOST_NOTED:
        _noted.clear()
    _noted.update((*place, month) for place in places)


def forget_unheard(*, months: int = 12) -> int:
    """Words that no search has held for so long count as never heard again."""
    today = timezone.localdate()
    first = today.replace(year=today.year - months // 12, day=1)
    return HeardWord.objects.filter(month__lt=first).delete()[0]
