"""Tables of what readers say: counts by month, and sealed sentences. Nobody stands in either."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey
from knowledge.articles.models import Article
from knowledge.feedback import workflow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class RemarkKind(models.TextChoices):
    UNHELPFUL = workflow.RemarkKind.UNHELPFUL.value, _("It did not help")
    OUTDATED = workflow.RemarkKind.OUTDATED.value, _("Something is out of date")


class RemarkReason(models.TextChoices):
    FEE = workflow.RemarkReason.FEE.value, _("A fee or a sum")
    DATE = workflow.RemarkReason.DATE.value, _("A date or a time limit")
    CONTACT = workflow.RemarkReason.CONTACT.value, _("An address or a phone number")
    RULE = workflow.RemarkReason.RULE.value, _("The rule itself")
    OTHER = workflow.RemarkReason.OTHER.value, _("Something else")


class Helpfulness(models.Model):
    """How many readers of one language an article helped in one month. No person, day or device."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "article": "plain",
        "language": "plain",
        "month": "plain",
        "helped": "plain",
        "unhelpful": "plain",
    }

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="helpfulness")
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    month = models.DateField()
    helped = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "language", "month"], name="one_count_each_month"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} {self.month:%Y-%m}"


class RemarkQuerySet(models.QuerySet["Remark"]):
    """What is asked about remarks."""

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Whoever writes articles reads what was said about them."""
        if isinstance(user, User) and user.can(Permission.EDIT_ARTICLES):
            return self.all()
        return self.none()


class Remark(models.Model):
    """One sentence about an article. It may hold what nobody asked for, so it is sealed under its own key."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "article": "plain",
        "language": "plain",
        "kind": "plain",
        "reason": "plain",
        "words": "sealed",
        "data_key": "plain",
        "said_on": "plain",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="remarks")
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    kind = models.CharField(max_length=10, choices=RemarkKind.choices)
    reason = models.CharField(max_length=8, choices=RemarkReason.choices, blank=True)
    words = SealedField(key="data_key")
    data_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, null=True, related_name="+")
    said_on = models.DateField()

    objects = models.Manager.from_queryset(RemarkQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["-said_on", "id"]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind}"
