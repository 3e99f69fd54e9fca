"""Fact values: a fee, a date, a time limit or a phone number that many articles state, kept once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class FactValueQuerySet(models.QuerySet["FactValue"]):
    """What is asked about values."""

    def review_due(self, by_day: dt.date) -> Self:
        """Values that must be looked at again by this day."""
        return self.filter(review_by__lte=by_day)

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Those who write or publish see the values; readers see them inside the articles."""
        if isinstance(user, User) and user.can(Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES):
            return self.all()
        return self.none()


class FactValue(models.Model):
    """One value with its source. Articles name it as {{fact:name}}; a changed value changes all of them."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "name": "plain",
        "value": "plain",
        "wording": "plain",
        **{f"wording_{code}": "plain" for code in languages.CODES},
        "note": "plain",
        "source_title": "plain",
        "source_url": "plain",
        "checked_on": "plain",
        "review_by": "plain",
        "updated_at": "plain",
    }

    name = models.SlugField(_("name used in texts"), max_length=60, unique=True)
    value = models.CharField(
        _("value"), max_length=120, help_text=_("As it stands in the text: 340, 14, 112.")
    )
    # Where a language needs words of its own ("14 days"); empty: the value as it is.
    wording = models.CharField(_("in words"), max_length=120, blank=True)
    note = models.CharField(
        _("what it is"), max_length=200, blank=True, help_text=_("For editors. Readers do not see this.")
    )
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    review_by = models.DateField(_("check again by"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = models.Manager.from_queryset(FactValueQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def text_in(self, language: str) -> str:
        """What an article in this language says."""
        return getattr(self, f"wording_{language}") or self.value

    @property
    def texts(self) -> dict[str, str]:
        """What the articles say, by language."""
        return {code: self.text_in(code) for code in languages.CODES}

    def is_past_review(self, today: dt.date | None = None) -> bool:
        return self.review_by is not None and self.review_by < (today or timezone.localdate())
