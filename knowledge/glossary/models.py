"""Tables of the glossary: what differs from the packaged words, every change, and which words were heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from knowledge.glossary import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class WordUse(models.TextChoices):
    SAID = rules.Use.SAID.value, _("as people say it")
    OFFICIAL = rules.Use.OFFICIAL.value, _("official name")
    LOAN = rules.Use.LOAN.value, _("foreign word as it is heard")
    SHORT = rules.Use.SHORT.value, _("short form")
    MISSPELT = rules.Use.MISSPELT.value, _("common mistake")


class WordQuerySet(GuardedQuerySet):
    """What is asked about words."""

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Those who keep the glossary see what was changed in it."""
        if isinstance(user, User) and user.can(Permission.EDIT_GLOSSARY):
            return self.all()
        return self.none()


class Word(Guarded):
    """A word added to a concept, or (without a use) a packaged one left out of it.

    Without a language, `text` is the slug of a near concept.
    """

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "concept": "plain",
        "language": "plain",
        "text": "plain",
        "plain": "plain",
        "use": "plain",
        "since": "plain",
    }

    concept = models.SlugField(max_length=rules.LONGEST_SLUG)
    language = models.CharField(max_length=2, choices=languages.CHOICES, blank=True)
    text = models.CharField(max_length=rules.LONGEST_WORD)
    plain = models.CharField(max_length=rules.LONGEST_WORD)  # by which two spellings are one
    use = models.CharField(max_length=8, choices=WordUse.choices, blank=True)
    since = models.DateField(auto_now_add=True)

    objects = models.Manager.from_queryset(WordQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["concept", "language", "plain"], name="one_row_for_a_word"),
            models.CheckConstraint(condition=~Q(plain=""), name="a_word_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.concept}: {self.text}"


class WordChange(Guarded):
    """One change of the glossary, for reading back and for undo. The newest number is its version."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "concept": "plain",
        "language": "plain",
        "text": "plain",
        "was": "plain",
        "now": "plain",
        "by": "plain",
        "at": "plain",
    }

    concept = models.SlugField(max_length=rules.LONGEST_SLUG)
    language = models.CharField(max_length=2, choices=languages.CHOICES, blank=True)
    text = models.CharField(max_length=rules.LONGEST_WORD)
    was = models.CharField(max_length=8, choices=WordUse.choices, blank=True)  # empty: not in the glossary
    now = models.CharField(max_length=8, choices=WordUse.choices, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = models.Manager.from_queryset(WordQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.concept}: {self.text} ({self.was or '–'} → {self.now or '–'})"


class HeardWord(models.Model):
    """A word of the glossary that some search held, and the last month of it. Who searched is not known."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "concept": "plain",
        "language": "plain",
        "plain": "plain",
        "month": "plain",
    }

    concept = models.SlugField(max_length=rules.LONGEST_SLUG)
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    plain = models.CharField(max_length=rules.LONGEST_WORD)
    month = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["concept", "language", "plain"], name="one_row_for_a_heard_word"),
        ]

    def __str__(self) -> str:
        return f"{self.concept}: {self.plain}"
