"""Taking files away: by the person, by those who work for her, and by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cases.files.models import Attachment
from cases.files.permissions import can_send
from cases.files.workflow import FileState
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

REFUSED_STAY = timedelta(days=14)  # long enough to read why


@action
def remove_file(*, attachment: Attachment, by: ByReceipt | User) -> None:
    """The row, its pieces and its preview go now; whoever may send a file may take it away."""
    if not can_send(by, attachment.help_request):
        raise Refused
    record("attachment.delete", attachment, by=by)
    Attachment.objects.filter(pk=attachment.pk).delete()


@action
def sweep() -> int:
    """Deletes what nobody can open or needs: files whose key was erased, and old refusals. How many."""
    orphans = Q(help_request__inbox_key=None) | Q(help_request__inbox_key__erased_on__isnull=False)
    old = Q(state=FileState.REFUSED.value, uploaded_at__lt=timezone.now() - REFUSED_STAY)
    ids = list(Attachment.objects.filter(orphans | old).values_list("pk", flat=True))
    Attachment.objects.filter(pk__in=ids).delete()
    return len(ids)
