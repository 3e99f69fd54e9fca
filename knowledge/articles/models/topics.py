"""Topics: what a need is about, in two levels, switched on for each country."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from helpdesk import languages
from helpdesk.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Country(models.TextChoices):
    """The countries whose rules we explain."""

    POLAND = "PL", _("Poland")
    LITHUANIA = "LT", _("Lithuania")


class TopicQuerySet(models.QuerySet["Topic"]):
    """What is asked about topics."""

    def on_in(self, country: str) -> Self:
        """Topics switched on in this country; all that are on anywhere without one."""
        return self.filter(countries__contains=[country]) if country else self.exclude(countries=[])

    def roots(self) -> Self:
        return self.filter(parent=None)

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Topics are public."""
        return self


class Topic(models.Model):  # type: ignore[django-manager-missing]  # a self-relation confuses django-stubs
    """What a need is about, in two levels; also sorts articles on the home page."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "slug": "plain",
        "parent": "plain",
        "name": "plain",
        "icon": "plain",
        "order": "plain",
        "countries": "plain",
        **{f"name_{code}": "plain" for code in languages.CODES},
    }

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("name"), max_length=120)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    countries = ArrayField(
        models.CharField(max_length=2, choices=Country.choices),
        verbose_name=_("switched on in"),
        default=list,
        blank=True,
    )

    objects = models.Manager.from_queryset(TopicQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="topic_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name or self.slug)
