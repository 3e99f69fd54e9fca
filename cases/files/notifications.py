"""Who hears of a file: the worker that checks it, and the administrators when no check is possible."""

from __future__ import annotations

from celery import current_app
from django.db import transaction

from cases.files.models import Attachment
from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind

CHECK = "cases.files.check"


def ask_for_check(attachment: Attachment) -> None:
    """Hands the id to the worker after the commit; without a broker, each minute's sweep finds it."""
    attachment_id = str(attachment.pk)
    transaction.on_commit(
        lambda: current_app.send_task(CHECK, [attachment_id], retry=False),
        robust=True,
    )


def tell_administrators() -> None:
    """They can mend the check for viruses; they see no file."""
    grants = RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR, confirmed_at__isnull=False, revoked_at=None, user__is_active=True
    )
    for user in User.objects.filter(pk__in=grants.values("user")):
        tell_staff(user, Kind.DIGEST)
