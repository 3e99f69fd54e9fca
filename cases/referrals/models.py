"""Tables of referrals: partners and hand-overs."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from cases.referrals.workflow import (
    LIVE,
    WITH_PARTNER,
    Aim,
    DataSet,
    ReferralStatus,
    WhyNot,
    WhyWithout,
)
from cases.requests.models import HelpRequest
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from cases.requests.workflow import Status
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey
from knowledge.articles.models import Topic
from knowledge.directory.models import Service, ServiceStatus

REFERRAL_CHOICES = [
    (ReferralStatus.ASKED.value, pgettext_lazy("referral", "the client is asked")),
    (ReferralStatus.READY.value, pgettext_lazy("referral", "ready to send")),
    (ReferralStatus.SENT.value, pgettext_lazy("referral", "sent, no answer yet")),
    (ReferralStatus.ACCEPTED.value, pgettext_lazy("referral", "accepted")),
    (ReferralStatus.DECLINED.value, pgettext_lazy("referral", "declined")),
    (ReferralStatus.DONE.value, pgettext_lazy("referral", "done")),
    (ReferralStatus.CANCELLED.value, pgettext_lazy("referral", "taken back")),
]
DATA_SET_CHOICES = [
    (DataSet.NEED.value, pgettext_lazy("data set", "what it is about: topic, city, language")),
    (DataSet.CONTACT.value, pgettext_lazy("data set", "how to reach the person")),
    (DataSet.SUMMARY.value, pgettext_lazy("data set", "a short summary by us")),
    (DataSet.STORY.value, pgettext_lazy("data set", "the person's own words")),
    (DataSet.HOUSEHOLD.value, pgettext_lazy("data set", "how many adults and children")),
    (DataSet.FLAGS.value, pgettext_lazy("data set", "what makes the situation hard")),
]
# The same things as she is asked about them herself.
OWN_DATA_SET_CHOICES = [
    (DataSet.NEED.value, pgettext_lazy("my data", "what it is about: topic, city, language")),
    (DataSet.CONTACT.value, pgettext_lazy("my data", "how to reach me")),
    (DataSet.SUMMARY.value, pgettext_lazy("my data", "the short summary that the help desk wrote")),
    (DataSet.STORY.value, pgettext_lazy("my data", "what I wrote myself")),
    (DataSet.HOUSEHOLD.value, pgettext_lazy("my data", "how many adults and children we are")),
    (DataSet.FLAGS.value, pgettext_lazy("my data", "what makes my situation hard")),
]
AIM_CHOICES = [
    (Aim.LEGAL.value, pgettext_lazy("aim", "legal help")),
    (Aim.ROOF.value, pgettext_lazy("aim", "a place to live")),
    (Aim.HEALTH.value, pgettext_lazy("aim", "a doctor or treatment")),
    (Aim.SUPPORT.value, pgettext_lazy("aim", "psychological support")),
    (Aim.SCHOOL.value, pgettext_lazy("aim", "school, courses, diploma")),
    (Aim.GOODS.value, pgettext_lazy("aim", "money or things")),
    (Aim.OTHER.value, pgettext_lazy("aim", "other help")),
]
WITHOUT_CHOICES = [
    (WhyWithout.LIFE.value, pgettext_lazy("override", "a life is in danger")),
    (WhyWithout.CANNOT_ASK.value, pgettext_lazy("override", "the person cannot be asked")),
    (WhyWithout.LAW.value, pgettext_lazy("override", "the law demands it")),
]
WHY_NOT_CHOICES = [
    (WhyNot.FULL.value, pgettext_lazy("declined", "we have no free place")),
    (WhyNot.NOT_OURS.value, pgettext_lazy("declined", "this is not what we do")),
    (WhyNot.NOT_REACHED.value, pgettext_lazy("declined", "we could not reach the person")),
    (WhyNot.OTHER.value, pgettext_lazy("declined", "another reason")),
]


class PartnerQuerySet(GuardedQuerySet):
    """What is asked about partners."""

    def visible_to(self, user: User) -> Self:
        return self if user.can(Permission.REFER, Permission.EDIT_PARTNERS) else self.none()

    def taking(self, help_request: HelpRequest) -> Self:
        """Partners with a valid agreement, in this country, that accept the topic of this request."""
        topic = help_request.topic
        about = Q(topics=topic) | Q(topics=topic.parent_id) if topic else Q()
        return self.in_force().filter(about, country=help_request.country).distinct()

    def in_force(self) -> Self:
        """With an agreement that holds today, and an entry of the directory that is not known to be shut."""
        holds = Q(agreed_on__lte=timezone.localdate(), valid_until__gte=timezone.localdate())
        shut = Q(service__status__in=[ServiceStatus.SUSPENDED.value, ServiceStatus.CLOSED.value])
        return self.filter(holds, is_active=True).exclude(shut)


class Partner(Guarded):
    """An organisation with which there is an agreement, and what it takes over."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "slug", "name", "service", "country", "topics", "agreed_on", "valid_until", "is_active"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    service = models.ForeignKey(
        Service, on_delete=models.SET_NULL, related_name="partners", null=True, blank=True
    )
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    topics = models.ManyToManyField(Topic, related_name="partners")
    agreed_on = models.DateField()
    valid_until = models.DateField()
    is_active = models.BooleanField(default=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("agreed_on")), name="agreement_ends_after_its_start"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """The agreement has ended."""
        return self.valid_until < timezone.localdate()


class ReferralQuerySet(GuardedQuerySet):
    """What is asked about hand-overs."""

    def visible_to(self, user: User) -> Self:
        """Those of requests that this user may see at all."""
        if not user.can(Permission.REFER, Permission.OVERRIDE_CONSENT):
            return self.none()
        return self.filter(help_request__in=HelpRequest.objects.visible_to(user))

    def live(self) -> Self:
        return self.filter(status__in=sorted(status.value for status in LIVE))

    def annotate_follower(self) -> Self:
        """`follows`: who waits for the partner's answer."""
        return self.annotate(follows=Coalesce("followed_by", "sent_by", "made_by"))

    def due(self) -> Self:
        """No answer on the day that was agreed, or past it: silent with the partner, or never sent."""
        return self.due_by(timezone.localdate())

    def due_by(self, until: date) -> Self:
        """Live, with its day by then. Where the request is closed only a partner can still owe an answer."""
        is_sent = Q(status__in=sorted(status.value for status in WITH_PARTNER))
        return self.live().filter(is_sent | ~Q(help_request__status=Status.CLOSED.value), due_on__lte=until)


class Referral(Guarded):
    """One request handed to one partner for one purpose: what was agreed to, sealed, and what came of it."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "help_request", "partner", "aim", "data_sets", "agreed_sets", "status", "made_by"),
        **plain("made_at", "due_on", "sent_by", "sent_at", "opened_at", "answered_at", "why_not"),
        **plain("without_reason", "without_by", "without_confirmed_by", "locator", "public_key"),
        **plain("expires_at", "payload_key", "alarmed_on", "spent_locators", "replayed_at"),
        **plain("followed_by"),
        "summary": "sealed",
        "payload": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="referrals")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="referrals")
    aim = models.CharField(max_length=12, choices=AIM_CHOICES)
    data_sets = ArrayField(models.CharField(max_length=12, choices=DATA_SET_CHOICES), default=list)
    agreed_sets = ArrayField(
        models.CharField(max_length=12, choices=DATA_SET_CHOICES), default=list, blank=True
    )
    status = models.CharField(max_length=12, choices=REFERRAL_CHOICES)
    summary = SealedField(key="help_request.inbox_key")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    due_on = models.DateField()
    without_reason = models.CharField(max_length=12, choices=WITHOUT_CHOICES, blank=True)
    without_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    without_confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    payload_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    payload = SealedField(key="payload_key")
    locator = models.BinaryField(max_length=32, unique=True, null=True, blank=True)
    public_key = models.BinaryField(max_length=32, null=True, blank=True)
    # Codes that open nothing any more, as their locators: one that is typed again tells that somebody has it.
    spent_locators = ArrayField(models.BinaryField(max_length=32), default=list, blank=True)
    replayed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Who waits for the partner's answer, where that is no longer whoever made or sent it.
    followed_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    why_not = models.CharField(max_length=12, choices=WHY_NOT_CHOICES, blank=True)
    alarmed_on = models.DateField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_on"],
                name="referral_due",
                condition=Q(status__in=sorted(status.value for status in LIVE)),
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["help_request", "partner"],
                condition=Q(status__in=sorted(status.value for status in LIVE)),
                name="one_live_referral_to_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(without_confirmed_by=None) | ~Q(without_by=models.F("without_confirmed_by")),
                name="two_people_decide_without_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.id}"

    @property
    def follower(self) -> User:
        """Who waits for the partner's answer."""
        return self.followed_by or self.sent_by or self.made_by

    @property
    def is_with_partner(self) -> bool:
        """Sent, and neither declined nor done."""
        return self.status in {one.value for one in WITH_PARTNER}

    @property
    def is_due(self) -> bool:
        """The day agreed is here or gone, and there is no answer."""
        return self.status in {one.value for one in LIVE} and self.due_on <= timezone.localdate()

    @property
    def is_overdue(self) -> bool:
        return self.is_due and self.due_on < timezone.localdate()
