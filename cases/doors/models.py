"""What the doors keep: an invitation for a partner to hand over one person, and who signed it."""

from __future__ import annotations

import hmac
import uuid
from hashlib import sha256
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing import ciphers
from helpdesk.sealing.fields import SealedField


def link_mark(token: str) -> bytes:
    """What is kept of a link's secret; without the pepper nobody can tell which link it was."""
    return hmac.digest(_key("ganak hand-over link 1"), token.encode(), sha256)


def signature_of(*, mark: bytes, request_id: uuid.UUID, signer: str, partner: str) -> bytes:
    """Ties the link, the request and both names together: a name changed later no longer fits."""
    parts = [mark, request_id.bytes, signer.encode(), partner.encode()]
    text = b"".join(len(part).to_bytes(4) + part for part in parts)
    return hmac.digest(_key("ganak hand-over signature 1"), text, sha256)


def _key(purpose: str) -> bytes:
    return ciphers.derive(settings.RECEIPT_PEPPER.encode(), purpose)


class HandOverQuerySet(GuardedQuerySet):
    """The words in which pages ask for hand-overs."""

    def open(self) -> Self:
        """Neither used nor withdrawn nor too old."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def visible_to(self, user: User) -> Self:
        """Those of the user's own office, for whoever may invite partners."""
        if not user.can(Permission.INVITE_PARTNER):
            return self.none()
        return self.filter(office_id=user.office_id or 0)

    def about_visible(self, user: User) -> Self:
        """Without those whose request this user may not know of."""
        known = HelpRequest.objects.visible_to(user).values("pk")
        return self.visible_to(user).filter(Q(help_request=None) | Q(help_request__in=known))


class HandOver(Guarded):
    """One link for one partner and one person; used once, for seven days."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "office", "partner", "token_mark", "invited_by", "created_at", "expires_at"),
        **plain("used_at", "withdrawn_at", "consented_on", "help_request", "signature"),
        "signer": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="hand_overs")
    partner = models.CharField(max_length=120)  # the organisation's own name, never a person's
    token_mark = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    consented_on = models.DateField(null=True, blank=True)  # the person's own yes, told by the partner
    help_request = models.OneToOneField(
        HelpRequest, on_delete=models.SET_NULL, related_name="hand_over", null=True, blank=True
    )
    signer = SealedField(key="help_request.desk_key")  # "name, organisation": goes with the request
    signature = models.BinaryField(max_length=32, null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-created_at"], name="hand_over_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None), name="hand_over_used_or_withdrawn"
            )
        ]

    def __str__(self) -> str:
        return f"hand-over {self.id}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
