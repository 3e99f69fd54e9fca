"""Who asks: households and the private mailbox of each adult."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.requests.models.choices import CONTACT_CHOICES, COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from cases.requests.rules import lapsed_before
from helpdesk import languages
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey


class Household(Guarded):
    """People who live together; a client may be alone."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "country", "city", "adults", "child_bands", "needs_school_place", "created_on"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    city = models.CharField(max_length=60, blank=True)
    adults = models.PositiveSmallIntegerField(default=1)
    child_bands = ArrayField(
        models.CharField(max_length=5), default=list, blank=True
    )  # "0-2", "3-6", "7-15", "16-17"
    needs_school_place = models.BooleanField(null=True, blank=True)  # None: not asked, or she does not know
    created_on = models.DateField(auto_now_add=True)

    def __str__(self) -> str:
        return f"household {self.id}"


class ClientQuerySet(GuardedQuerySet):
    """The words in which doors ask for mailboxes."""

    def with_lapsed_receipt(self) -> Self:
        """Those whose receipt somebody else has seen, and who made no own one in time."""
        handed_on = Coalesce("receipt_handed_on", "created_on")
        known = self.filter(receipt_is_temporary=True, locator__isnull=False)
        return known.alias(handed_on=handed_on).filter(handed_on__lt=lapsed_before(timezone.localdate()))


class Client(Guarded):
    """One adult's private mailbox: at most one receipt, one alias that opens nothing."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id", "office", "household", "alias", "language", "locator", "inbox_public_key", "mailbox_key"
        ),
        **plain(
            "contact_channel", "earliest_hour", "latest_hour", "leave_no_message", "device_may_be_searched"
        ),
        **plain("created_on", "receipt_handed_on", "receipt_is_temporary"),
        "contact": "sealed",
        "contact_mark": "personal",
        "safe_word": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="clients")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, related_name="clients", null=True, blank=True
    )
    alias = models.CharField(max_length=24, unique=True)
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    locator = models.BinaryField(max_length=32, unique=True, null=True, blank=True)
    inbox_public_key = models.BinaryField(max_length=32, null=True, blank=True)
    mailbox_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    contact_channel = models.CharField(max_length=12, choices=CONTACT_CHOICES, default="none")
    contact = SealedField(key="mailbox_key")
    contact_mark = models.BinaryField(
        max_length=32, null=True, blank=True, db_index=True
    )  # blind index for duplicates
    safe_word = SealedField(key="mailbox_key")  # a word she chose, by which she knows a mail is ours
    earliest_hour = models.PositiveSmallIntegerField(default=9)
    latest_hour = models.PositiveSmallIntegerField(default=20)
    leave_no_message = models.BooleanField(default=True)
    device_may_be_searched = models.BooleanField(default=False)
    receipt_handed_on = models.DateField(null=True, blank=True)
    receipt_is_temporary = models.BooleanField(
        default=False
    )  # somebody else has seen it: to be changed first
    created_on = models.DateField(auto_now_add=True)

    objects = ClientQuerySet.as_manager()

    def __str__(self) -> str:
        return self.alias
