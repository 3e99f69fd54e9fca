"""Recalling an advice: notice a changed text, decide, and put right everybody who was told the old one."""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.answers.models import AdviceRecall, Correction, CorrectionText, RecallState
from cases.answers.notifications import corrected, corrections_wait
from cases.answers.permissions import can_recall
from cases.answers.queries.recalls import (
    changes_to_recall,
    current_texts,
    people_waiting,
    still_to_correct,
)
from cases.answers.rules.corrections import language_for
from cases.requests.actions import note_event
from cases.requests.models import Client, HelpRequest, Message
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, seal
from helpdesk.sealing.errors import SealingError
from knowledge.articles.models import Revision

logger = logging.getLogger("helpdesk.recalls")


@action
def notice_changes() -> int:
    """Opens a recall for each material change that makes an old answer wrong; returns how many are new.

    A second change before the first was decided is one recall, about the newest text.
    """
    changes = changes_to_recall()
    for revision in changes:
        waiting = (
            AdviceRecall.objects.open()
            .select_for_update(of=("self",))
            .filter(revision__article=revision.article_id, revision__language=revision.language)
            .first()
        )
        recall = waiting or AdviceRecall(noticed_at=timezone.now())
        recall.revision = revision
        recall.save()
        record("recall.notice", recall, by=SYSTEM)
    return len(changes)


def _undecided(recall: AdviceRecall, by: User, seen: int) -> AdviceRecall:
    if not can_recall(by):
        raise Refused
    fresh = AdviceRecall.objects.select_for_update(of=("self",)).select_related("revision").get(pk=recall.pk)
    if fresh.state != RecallState.OPEN:
        raise NotNow(_("Somebody has decided already. Look at the page again."))
    if fresh.revision_id != seen:
        raise NotNow(_("The article has changed again. Read the newest text, then decide."))
    return fresh


def _decide(recall: AdviceRecall, state: RecallState, by: User) -> None:
    recall.state, recall.decided_by, recall.decided_at = state, by, timezone.now()
    recall.save()


@action
def decide_not_needed(*, recall: AdviceRecall, reason: str, seen: int, by: User) -> AdviceRecall:
    """No correction, because.

    Raises NotNow without a reason, when it was decided meanwhile, or when the article changed after `seen`.
    """
    fresh = _undecided(recall, by, seen)
    if not reason.strip():
        raise NotNow(_("Say why no correction is needed."))
    fresh.reason = reason.strip()
    _decide(fresh, RecallState.NOT_NEEDED, by)
    record("recall.not_needed", fresh, by=by, fields=["reason"])
    return fresh


@action
def decide_correction(*, recall: AdviceRecall, texts: dict[str, str], seen: int, by: User) -> AdviceRecall:
    """Seals the correction in each language written, and has it sent to everybody concerned."""
    fresh = _undecided(recall, by, seen)
    written = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not written:
        raise NotNow(_("Write the correction in at least one language."))
    fresh.text_key = new_data_key("recall")
    _decide(fresh, RecallState.SENT, by)
    for language, body in written.items():
        text = CorrectionText(recall=fresh, language=language)
        seal(text, body=body)
        text.save(force_insert=True)
    record("recall.correct", fresh, by=by, fields=["texts"])
    corrections_wait(fresh)
    return fresh


def send_corrections(*, recall: AdviceRecall, texts: dict[str, str]) -> int:
    """To everybody who waits, each in her own transaction: cut off at any point, the next run goes on."""
    current = current_texts(recall)
    done = 0
    for client_id in people_waiting(recall):
        try:
            done += correct_one(recall=recall, client_id=client_id, texts=texts, current=current)
        except SealingError as broken:  # one mailbox that cannot be written must not stop the others
            logger.warning("recall %s: not sent to %s: %s", recall.pk, client_id, type(broken).__name__)
    return done


@action
def correct_one(
    *, recall: AdviceRecall, client_id: UUID, texts: dict[str, str], current: dict[str, Revision]
) -> bool:
    """One person's correction: a message in the thread of the latest wrong answer; no status moves.

    Written by the program for the lawyer who decided, whether or not she may read that thread.
    """
    client = Client.objects.select_for_update().filter(pk=client_id).first()
    if client is None or recall.decided_by is None:
        return False
    waiting = still_to_correct(recall).filter(help_request__client=client)
    told = list(waiting.select_related("help_request__inbox_key").order_by("-sent_at", "id"))
    if not told:
        return False
    language = language_for(client.language, texts)
    sent = _written(recall, told[0].help_request, texts[language], language, current)
    for message in told:
        Correction(recall=recall, message=message, sent=sent, language=language, sent_at=sent.sent_at).save()
    for help_request in {message.help_request_id: message.help_request for message in told}.values():
        note_event(help_request=help_request, kind="corrected", by=recall.decided_by)
    record("recall.send", sent.help_request, by=recall.decided_by, fields=["body"])
    corrected(client)
    return True


def _written(
    recall: AdviceRecall, help_request: HelpRequest, body: str, language: str, current: dict[str, Revision]
) -> Message:
    """Sealed under her key and pinned at the new text, in the language of the words where that exists."""
    message = Message(
        help_request=help_request,
        author=recall.decided_by,
        language=language,
        revision=current.get(language, recall.revision),
        sent_at=timezone.now(),
    )
    seal(message, body=body)
    message.save(force_insert=True)
    return message
