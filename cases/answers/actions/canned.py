"""Canned replies: keep one in five languages, put one away, and fill one for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.answers.models import CannedReply
from cases.answers.permissions import can_keep_canned
from cases.answers.queries.canned import KEPT, canned_reply
from cases.answers.rules.canned import fill, missing_in, what_is_wrong
from cases.requests.models import HelpRequest
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.ui.dates import day
from knowledge.articles.models import Revision


@action
def keep_canned(
    *, reply: CannedReply | None, title: str, texts: Mapping[str, str], by: User, seen: int | None = None
) -> CannedReply:
    """Writes a new one, or changes one. NotNow when a language lacks, or somebody else was faster."""
    if not can_keep_canned(by):
        raise Refused
    if what_is_wrong(texts):
        raise NotNow(_("Write the reply in all five languages, with the same fields in each."))
    kept = CannedReply.objects.select_for_update().get(pk=reply.pk) if reply else CannedReply()
    if reply is not None and seen is not None and kept.version != seen:
        raise NotNow(_("Somebody has changed this reply meanwhile. Look at it, then save again."))
    kept.title, kept.texts = title.strip(), dict(texts)
    kept.version += 1
    kept.changed_by, kept.changed_at, kept.retired_at = by, timezone.now(), None
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as twin:
        raise NotNow(_("There is a reply with this title already.")) from twin
    record("canned.keep", kept, by=by, fields=["texts"])
    _forget()
    return kept


@action
def retire_canned(*, reply: CannedReply, by: User, retired: bool = True) -> None:
    """Puts one away: nobody is offered it any more; messages that were sent stay. Or takes it out again."""
    if not can_keep_canned(by):
        raise Refused
    reply.retired_at = timezone.now() if retired else None
    reply.save(update_fields=["retired_at"])
    record("canned.retire" if retired else "canned.take_out", reply, by=by)
    _forget()


def _forget() -> None:
    transaction.on_commit(lambda: cache.delete(KEPT))


def filled(
    key: object, given: Mapping[str, str], help_request: HelpRequest, revision: Revision | None
) -> str:
    """A canned reply in the person's language with its fields filled. NotNow while one of them lacks."""
    canned = canned_reply(str(key))
    if canned is None:
        raise NotNow(_("This canned reply is not in use any more. Choose another one."))
    reader = help_request.client.language
    values = {**given, "date": _day(given.get("date", ""), reader), "link": _link(revision, reader)}
    text = canned.texts[reader]
    if missing_in(text, values):
        raise NotNow(_("A field of the canned reply is empty. Fill it in, then send."))
    return fill(text, values)


def _day(typed: str, reader: str) -> str:
    try:
        told = date.fromisoformat(typed)
    except ValueError:
        return ""
    with translation.override(reader):
        return day(told)


def _link(revision: Revision | None, reader: str) -> str:
    if revision is None:
        return ""
    return f"«{revision.title}» {settings.PUBLIC_ORIGIN}/{reader}/articles/{revision.article.slug}/".strip()
