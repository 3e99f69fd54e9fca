"""One answer to many: each gets it alone, in her own inbox and language, and nobody learns of the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.answers.actions.replies import Draft, reply
from cases.answers.models import SharedAnswer, SharedAnswerTo, SharedText
from cases.answers.notifications import shared_answer_waits
from cases.answers.rules.corrections import language_for
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_write
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key, new_data_key, seal
from helpdesk.text.details import Findings, Known, findings_for_many

MOST = 50


@dataclass(frozen=True)
class SharedDraft:
    """What was typed: words by language, ready sentences, an article; `once` makes one form one answer."""

    once: UUID
    words: Mapping[str, str] = field(default_factory=dict)
    blocks: Sequence[str] = ()
    article: str = ""
    looked_at: Collection[str] = ()  # doubtful words that the writer says are nobody's


def lint_for_many(words: Mapping[str, str], help_requests: Sequence[HelpRequest]) -> Findings:
    """What in these words could say who any one of them is: the others would read it."""
    known = Known(aliases=[name for one in help_requests for name in (one.client.alias, one.code)])
    return findings_for_many(words, known)


@action
def answer_many(*, help_requests: Sequence[HelpRequest], draft: SharedDraft, by: User) -> SharedAnswer:
    """Keeps the draft sealed and has it sent. NotNow when it could name somebody, or says nothing."""
    if known := SharedAnswer.objects.visible_to(by).filter(pk=draft.once).first():
        return known
    if not help_requests or len(help_requests) > MOST:
        raise NotNow(_("Select between one and fifty requests."))
    if not all(can_write(by, one) for one in help_requests):
        raise Refused
    words = {code: text.strip() for code, text in draft.words.items() if text.strip()}
    if not (words or draft.blocks or draft.article):
        raise NotNow(_("Write something, choose a sentence, or choose an article."))
    found = lint_for_many(words, help_requests)
    if found.refused or set(found.doubtful) - set(draft.looked_at):
        raise NotNow(_("This text could say who somebody is, and all of them would read it."))
    shared = SharedAnswer(pk=draft.once, made_by=by, made_at=timezone.now(), text_key=new_data_key("answer"))
    shared.blocks, shared.article = list(draft.blocks), draft.article
    shared.save(force_insert=True)
    for language, text in words.items():
        kept = SharedText(answer=shared, language=language)
        seal(kept, body=text)
        kept.save(force_insert=True)
    SharedAnswerTo.objects.bulk_create(
        [SharedAnswerTo(answer=shared, help_request=one) for one in help_requests]
    )
    record("answer.share", shared, by=by, fields=["texts"])
    shared_answer_waits(shared)
    return shared


def send_shared(*, shared: SharedAnswer, texts: Mapping[str, str]) -> int:
    """To everybody who waits, each in a transaction of her own: cut off anywhere, the next run goes on."""
    waiting = shared.recipients.filter(sent_at=None, why_not="").order_by("pk")
    done = sum(_send_one(shared=shared, key=key, texts=texts) for key in waiting.values_list("pk", flat=True))
    _forget_draft(shared=shared)
    return done


def _send_one(*, shared: SharedAnswer, key: int, texts: Mapping[str, str]) -> bool:
    try:
        return _deliver(shared=shared, key=key, texts=texts)
    except (NotNow, Refused):
        _give_up(key=key)
        return False


@action
def _deliver(*, shared: SharedAnswer, key: int, texts: Mapping[str, str]) -> bool:
    """One reply like any other; its id is made of both, so that twice is once."""
    row = SharedAnswerTo.objects.select_for_update(of=("self",)).filter(pk=key, sent_at=None).first()
    if row is None:
        return False
    rows = HelpRequest.objects.select_related("client", "inbox_key", "client__mailbox_key")
    help_request = rows.get(pk=row.help_request_id)
    language = language_for(help_request.client.language, texts) if texts else help_request.client.language
    draft = Draft(
        words=texts.get(language, ""),
        language=language,
        once=uuid5(shared.pk, str(help_request.pk)),
        blocks=tuple(shared.blocks),
        article=shared.article,
    )
    reply(help_request=help_request, draft=draft, by=shared.made_by)
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    return True


@action
def _give_up(*, key: int) -> None:
    """Closed meanwhile, or the writer may not write there any more: the page says so."""
    SharedAnswerTo.objects.filter(pk=key, sent_at=None).update(why_not="not_now")


@action
def _forget_draft(*, shared: SharedAnswer) -> None:
    """Everybody has her own copy: the draft's key goes."""
    fresh = SharedAnswer.objects.select_for_update(of=("self",)).select_related("text_key").get(pk=shared.pk)
    if fresh.text_key is None or fresh.recipients.filter(sent_at=None, why_not="").exists():
        return
    fresh.texts.all().delete()
    erase_key(fresh.text_key)
