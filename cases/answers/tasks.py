"""What the worker does for recalls and for answers to many; ids only, and as often as it likes."""

from __future__ import annotations

import uuid

from celery import shared_task

from cases.answers.actions.recalls import notice_changes
from cases.answers.actions.recalls import send_corrections as send
from cases.answers.actions.shared import send_shared
from cases.answers.models import AdviceRecall, SharedAnswer
from cases.answers.queries.recalls import opened_texts, unfinished
from cases.answers.queries.shared import shared_texts


@shared_task(name="cases.answers.send_corrections")
def send_corrections(recall_id: str) -> int:
    """Sends what is left of one recall; an undecided one is left alone."""
    rows = AdviceRecall.objects.sent().select_related("revision__article", "decided_by")
    recall = rows.filter(pk=uuid.UUID(recall_id)).first()
    texts = opened_texts(recall) if recall else {}
    return send(recall=recall, texts=texts) if recall and texts else 0


@shared_task(name="cases.answers.send_shared_answer")
def send_shared_answer(answer_id: str) -> int:
    """Sends what is left of one answer to many."""
    rows = SharedAnswer.objects.unfinished().select_related("made_by")
    shared = rows.filter(pk=uuid.UUID(answer_id)).first()
    return send_shared(shared=shared, texts=shared_texts(shared)) if shared else 0


@shared_task(name="cases.answers.look_for_recalls")
def look_for_recalls() -> int:
    """Notices changed articles, and goes on with whatever a lost worker left unsent; run by the beat."""
    for recall_id in unfinished().values_list("pk", flat=True):
        send_corrections.delay(str(recall_id))
    for answer_id in SharedAnswer.objects.unfinished().values_list("pk", flat=True):
        send_shared_answer.delay(str(answer_id))
    return notice_changes()
