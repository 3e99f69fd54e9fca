"""Recalls, answers to many and canned replies: what was decided or written, and who has it by now."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cases.requests.models import HelpRequest, Message
from cases.requests.models.privacy import plain
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey
from knowledge.articles.models import Revision


class RecallState(models.TextChoices):
    OPEN = "open", pgettext_lazy("recall", "to decide")
    NOT_NEEDED = "not_needed", pgettext_lazy("recall", "not needed")
    SENT = "sent", pgettext_lazy("recall", "corrected")


class AdviceRecallQuerySet(GuardedQuerySet):
    """The words in which lists ask for recalls."""

    def open(self) -> Self:
        return self.filter(state=RecallState.OPEN)

    def sent(self) -> Self:
        return self.filter(state=RecallState.SENT)


class AdviceRecall(Guarded):
    """One material change of an article that somebody had been told before; a lawyer decides."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "revision", "state", "noticed_at", "decided_by", "decided_at", "text_key"),
        "reason": "personal",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RecallState.choices, default=RecallState.OPEN)
    noticed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # why no correction is needed
    text_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)

    objects = AdviceRecallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-noticed_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None, decided_at=None)
                | Q(state__in=("not_needed", "sent"), decided_by__isnull=False, decided_at__isnull=False),
                name="recall_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(state="not_needed") & ~Q(reason="")) | (~Q(state="not_needed") & Q(reason="")),
                name="recall_not_needed_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"recall {self.id}"


class CorrectionText(Guarded):
    """The correction of one recall in one language."""

    privacy: ClassVar[dict[str, str]] = {**plain("id", "recall", "language"), "body": "sealed"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recall = models.ForeignKey(AdviceRecall, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    body = SealedField(key="recall.text_key")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recall", "language"], name="one_correction_text_each_language")
        ]

    def __str__(self) -> str:
        return f"correction in {self.language}"


class Correction(Guarded):
    """One message that was put right; it can happen to a message only once."""

    privacy: ClassVar[dict[str, str]] = plain("id", "recall", "message", "sent", "language", "sent_at")

    recall = models.ForeignKey(AdviceRecall, on_delete=models.CASCADE, related_name="corrections")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="correction")
    sent = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")  # what went to her inbox
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    sent_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"correction of {self.message_id}"


class SharedAnswerQuerySet(GuardedQuerySet):
    """The words in which one draft for many is asked for."""

    def visible_to(self, user: User) -> Self:
        """Whoever wrote it; nobody else learns who got the same words."""
        return self.filter(made_by=user)

    def unfinished(self) -> Self:
        return self.filter(recipients__sent_at=None, recipients__why_not="").distinct()


class SharedAnswer(Guarded):
    """One draft that goes to many, to each alone; when all have it, the draft itself is erased."""

    privacy: ClassVar[dict[str, str]] = plain("id", "made_by", "made_at", "text_key", "blocks", "article")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # from the form: sent once
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    text_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    blocks = models.JSONField(default=list)  # codes of ready sentences
    article = models.SlugField(max_length=80, blank=True)

    objects = SharedAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"shared answer {self.id}"


class SharedText(Guarded):
    """The free words of a shared answer in one language."""

    privacy: ClassVar[dict[str, str]] = {**plain("id", "answer", "language"), "body": "sealed"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(SharedAnswer, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    body = SealedField(key="answer.text_key")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["answer", "language"], name="one_shared_text_each_language")
        ]

    def __str__(self) -> str:
        return f"shared text in {self.language}"


class SharedAnswerTo(Guarded):
    """One of those who get a shared answer; `why_not` when it could not be sent any more."""

    privacy: ClassVar[dict[str, str]] = plain("id", "answer", "help_request", "sent_at", "why_not")

    answer = models.ForeignKey(SharedAnswer, on_delete=models.CASCADE, related_name="recipients")
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    why_not = models.CharField(max_length=12, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["answer", "help_request"], name="one_shared_answer_each")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["answer"], name="shared_to_send", condition=Q(sent_at=None, why_not=""))
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"


class CannedReplyQuerySet(GuardedQuerySet):
    """The words in which canned replies are asked for."""

    def live(self) -> Self:
        return self.filter(retired_at=None)


class CannedReply(Guarded):
    """A reply written once in five languages, with fields such as {date}; nothing personal stands in it."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "title", "texts", "version", "changed_by", "changed_at", "retired_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=80, unique=True)
    texts = models.JSONField()  # language -> text
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["title"]

    def __str__(self) -> str:
        return self.title
