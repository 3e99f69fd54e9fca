"""A client keeps a colleague away by typing a name, and takes that back. Nobody is told who works here."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from cases.casefile.queries.names import people_named
from cases.legal.actions import part_lawyer
from cases.legal.models import Membership
from cases.mentoring.actions import part_mentor
from cases.requests.actions import note_event, this_hour
from cases.requests.models import Client, Exclusion, HelpRequest
from cases.volunteering.actions import part_volunteer
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal
from helpdesk.sealing.inbox import InboxKey

MOST_ENTRIES = 20


@action
def exclude(*, client: Client, name: str, by: ByReceipt, opener: InboxKey) -> None:
    """Whoever bears this name sees, finds and hears nothing of her from now on, and lays down what she held.

    A name that nobody bears is kept in the same way and says nothing. The log names her, never whom.
    Raises NotNow after too many names.
    """
    if by.client_id != client.pk:
        raise Refused
    fresh = Client.objects.select_for_update(of=("self",)).select_related("mailbox_key").get(pk=client.pk)
    if Exclusion.objects.filter(client=fresh).values("entry").distinct().count() >= MOST_ENTRIES:
        raise NotNow(_("Your list of names is full. Take a name off it first."))
    entry, people = uuid4(), people_named(name)
    bearers: list[User | None] = [*people] or [None]
    for bearer in bearers:
        row = Exclusion(client=fresh, user=bearer, entry=entry, made_at=this_hour())
        seal(row, opener=opener, name=name)
        row.save(force_insert=True)
    for user in people:
        _part(fresh, user, by=by)
    record("client.exclude", fresh, by=by)


def _part(client: Client, user: User, *, by: ByReceipt) -> None:
    """What this colleague held of hers goes back: to the queue, the board, the desk."""
    part_lawyer(client=client, lawyer=user, by=by)
    part_volunteer(client=client, volunteer=user, by=by)
    part_mentor(client=client, mentor=user, by=by)
    Membership.objects.filter(help_request__client=client, assigned_before=user).update(assigned_before=None)
    held = HelpRequest.objects.select_for_update(of=("self",)).filter(client=client, assigned_to=user)
    for help_request in held.order_by("pk"):
        help_request.assigned_to = None
        help_request.version += 1
        help_request.save(update_fields=["assigned_to", "version"])
        note_event(help_request=help_request, kind="unassigned", by=by)


@action
def take_back_exclusion(*, client: Client, entry: UUID, by: ByReceipt) -> None:
    """This name is kept away no more; what was laid down stays where it is."""
    if by.client_id != client.pk:
        raise Refused
    Exclusion.objects.filter(client=client, entry=entry).delete()
    record("client.exclude_back", client, by=by)
