"""Articles: the live text of each language, and what is said about it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from knowledge.articles import workflow
from knowledge.articles.models.topics import Country, Topic
from knowledge.articles.models.values import FactValue

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Kind(models.TextChoices):
    ARTICLE = workflow.Kind.ARTICLE.value, _("article")
    PROGRAMME = workflow.Kind.PROGRAMME.value, _("programme with an end date")


class Confidence(models.TextChoices):
    """How a statement is known; U is never stated as a fact."""

    OFFICIAL = "A", _("official page seen")
    REPUTABLE = "B", _("press, law firm, university or NGO")
    CONFLICTING = "C", _("old or conflicting")
    GENERAL = "G", _("general knowledge")
    UNVERIFIED = "U", _("not verified")


class ArticleQuerySet(models.QuerySet["Article"]):
    """What is asked about articles."""

    def begun(self, today: dt.date | None = None) -> Self:
        """What was ever open to readers: published and begun, perhaps over by now."""
        day = today or timezone.localdate()
        return self.filter(
            Q(effective_from=None) | Q(effective_from__lte=day) | Q(kind=Kind.ARTICLE), is_published=True
        )

    def live(self, today: dt.date | None = None) -> Self:
        """What readers may see today: published, begun, and not past its end."""
        day = today or timezone.localdate()
        return self.begun(day).filter(Q(effective_until=None) | Q(effective_until__gte=day))

    def for_country(self, country: str | None) -> Self:
        """Articles of this country and those that hold in both."""
        return self.filter(country__in=("", country)) if country else self.all()

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Editors see every article, all others what is live."""
        if isinstance(user, User) and user.can(Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES):
            return self.all()
        return self.live()


class Article(models.Model):
    """One answer. The live text of each language stands in a column of its own, so reading is one query."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "slug": "plain",
        "kind": "plain",
        "topic": "plain",
        "country": "plain",
        "title": "plain",
        "summary": "plain",
        "body": "plain",
        **{f"{name}_{code}": "plain" for name in ("title", "summary", "body") for code in languages.CODES},
        "source_language": "plain",
        "source_hashes": "plain",
        "is_published": "plain",
        "effective_from": "plain",
        "effective_until": "plain",
        "checked_on": "plain",
        "review_by": "plain",
        "confidence": "plain",
        "source_title": "plain",
        "source_url": "plain",
        "related": "plain",
        "states": "plain",
        "is_emergency": "plain",
        "withdrawal_by": "plain",
        "created_at": "plain",
        "updated_at": "plain",
    }

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.ARTICLE)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="articles", verbose_name=_("topic")
    )
    country = models.CharField(
        _("country"), max_length=2, choices=Country.choices, blank=True, help_text=_("Empty: both countries.")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True)
    source_language = models.CharField(
        _("language of the source text"), max_length=2, choices=languages.CHOICES, default=languages.DEFAULT
    )
    # Hashes of the source text's sections today; a translation remembers those it was made from.
    source_hashes = models.JSONField(default=list, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_until = models.DateField(_("in force until"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    review_by = models.DateField(_("check again by"), null=True, blank=True)
    confidence = models.CharField(
        _("how we know"), max_length=1, choices=Confidence.choices, default=Confidence.UNVERIFIED
    )
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    related = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="related_from", verbose_name=_("related articles")
    )
    # The values named by what readers see now, in any language.
    states = models.ManyToManyField(FactValue, blank=True, related_name="articles")
    is_emergency = models.BooleanField(
        _("emergency contacts or official channels"),
        default=False,
        help_text=_("Two people publish such a text together. Once set, this stays."),
    )
    # The first of the two people who take emergency contacts from readers.
    withdrawal_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = models.Manager.from_queryset(ArticleQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(effective_from=None)
                | Q(effective_until=None)
                | Q(effective_until__gte=F("effective_from")),
                name="article_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ARTICLE) | ~Q(effective_until=None), name="a_programme_has_an_end"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["topic"], condition=Q(is_published=True), name="published_by_topic"),
        ]

    def __str__(self) -> str:
        return self.slug

    def text_in(self, language: str) -> tuple[str, str, str]:
        """Title, summary and body in exactly this language; empty strings when there is none."""
        return tuple(getattr(self, f"{name}_{language}") or "" for name in ("title", "summary", "body"))  # type: ignore[return-value]

    def heading_in(self, language: str) -> tuple[str, str]:
        """Title and summary, for lists that leave the bodies in the database."""
        return getattr(self, f"title_{language}") or "", getattr(self, f"summary_{language}") or ""

    @property
    def languages_present(self) -> list[str]:
        """The languages that are published, in the house order."""
        return [code for code in languages.CONTENT_CODES if getattr(self, f"title_{code}")]

    def language_for(self, reader: str) -> str:
        """The language to show a reader: hers, else the next of her order; empty when none is published."""
        order = languages.reading_order(reader)
        return next((code for code in order if getattr(self, f"title_{code}")), "")

    def is_over(self, today: dt.date | None = None) -> bool:
        """Past its last day: lists leave it out, and its own page says that it ended."""
        return self.effective_until is not None and self.effective_until < (today or timezone.localdate())

    def is_past_review(self, today: dt.date | None = None) -> bool:
        return self.review_by is not None and self.review_by < (today or timezone.localdate())
