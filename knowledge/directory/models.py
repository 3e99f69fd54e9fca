"""Services: who helps with what, where, in which language, and when this was last checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk import languages
from helpdesk.accounts.models import User
from knowledge.articles.models import Topic
from knowledge.directory import workflow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# The house's five, and what else is spoken at the counters of these services.
SPOKEN_CHOICES = [*languages.CHOICES, ("uk", "Українська"), ("fr", "Français"), ("vi", "Tiếng Việt")]


class ServiceKind(models.TextChoices):
    HOTLINE = workflow.ServiceKind.HOTLINE.value, _("Phone and crisis lines")
    AUTHORITY = workflow.ServiceKind.AUTHORITY.value, _("Offices")
    NGO = workflow.ServiceKind.NGO.value, _("Organisations that help")
    DIASPORA = workflow.ServiceKind.DIASPORA.value, _("Belarusian organisations")


class ServiceCountry(models.TextChoices):
    POLAND = workflow.ServiceCountry.POLAND.value, _("Poland")
    LITHUANIA = workflow.ServiceCountry.LITHUANIA.value, _("Lithuania")
    BOTH = workflow.ServiceCountry.BOTH.value, _("Poland and Lithuania")


class ServiceStatus(models.TextChoices):
    ACTIVE = workflow.ServiceStatus.ACTIVE.value, pgettext_lazy("status", "works")
    SUSPENDED = workflow.ServiceStatus.SUSPENDED.value, pgettext_lazy("status", "stopped for now")
    CLOSED = workflow.ServiceStatus.CLOSED.value, pgettext_lazy("status", "closed")
    UNKNOWN = workflow.ServiceStatus.UNKNOWN.value, pgettext_lazy("status", "we do not know if it works")


class ServiceQuerySet(models.QuerySet["Service"]):
    """What is asked about services."""

    def for_country(self, country: str) -> Self:
        """Services of this country and those that work in both; all without one."""
        return self.filter(country__in=(country, ServiceCountry.BOTH)) if country else self.all()

    def about(self, topic: Topic | None) -> Self:
        """Services of a topic or of a topic under it; all without one."""
        if topic is None:
            return self.all()
        return self.filter(Q(topics=topic) | Q(topics__parent=topic)).distinct()

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """The directory is public; what is not confirmed of an entry is left out by the page."""
        return self


class Service(models.Model):
    """One service under its own name. Contacts are published only when somebody confirmed them."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "slug": "plain",
        "name": "plain",
        "kind": "plain",
        "country": "plain",
        "cities": "plain",
        "topics": "plain",
        "spoken": "plain",
        "about": "plain",
        "eligibility": "plain",
        "cost": "plain",
        "hours": "plain",
        **{
            f"{name}_{code}": "plain"
            for name in ("about", "eligibility", "cost", "hours")
            for code in languages.CODES
        },
        "phone": "plain",
        "email": "plain",
        "web": "plain",
        "address": "plain",
        "day_and_night": "plain",
        "contact_verified": "plain",
        "source_title": "plain",
        "source_url": "plain",
        "checked_on": "plain",
        "valid_until": "plain",
        "status": "plain",
        "status_since": "plain",
        "updated_at": "plain",
    }

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(
        _("own name"), max_length=160, help_text=_("As it stands on the door; never translated.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ServiceKind.choices)
    country = models.CharField(_("country"), max_length=4, choices=ServiceCountry.choices)
    cities = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("cities"),
        default=list,
        blank=True,
        help_text=_("In the local spelling, with commas between. Empty: the whole country or online."),
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="services", verbose_name=_("topics"))
    spoken = ArrayField(
        models.CharField(max_length=2, choices=SPOKEN_CHOICES),
        verbose_name=_("languages spoken"),
        default=list,
        blank=True,
    )
    about = models.CharField(_("what it does, in one sentence"), max_length=300, blank=True)
    eligibility = models.CharField(_("for whom"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=100, blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    web = models.URLField(_("web page"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=160, blank=True)
    day_and_night = models.BooleanField(
        _("answers day and night"),
        default=False,
        help_text=_("Its number is shown to people in danger when our offices are closed."),
    )
    contact_verified = models.BooleanField(
        _("contacts confirmed"), default=False, help_text=_("Readers see contacts only when this is on.")
    )
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    valid_until = models.DateField(_("funded until"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ServiceStatus.choices, default=ServiceStatus.UNKNOWN
    )
    status_since = models.DateField(_("status since"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = models.Manager.from_queryset(ServiceQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]

    def __str__(self) -> str:
        return self.name

    def text_in(self, name: str, reader: str) -> tuple[str, str]:
        """A translated text and its language: the reader's, else the next of her order; empty when none."""
        for code in languages.reading_order(reader):
            if text := getattr(self, f"{name}_{code}"):
                return text, code
        return "", ""

    @property
    def is_stale(self) -> bool:
        return workflow.is_stale(self.checked_on, timezone.localdate())

    @property
    def status_today(self) -> workflow.ServiceStatus:
        return workflow.status_today(self.status, self.valid_until, timezone.localdate())

    @property
    def shows_contact(self) -> bool:
        """A number of a service that stopped is never shown, whoever confirmed it once."""
        works = self.status_today in {workflow.ServiceStatus.ACTIVE, workflow.ServiceStatus.UNKNOWN}
        return self.contact_verified and works
