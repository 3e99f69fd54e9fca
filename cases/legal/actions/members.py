"""What is done for each member: steps, the lawyer's label, and one draft that reaches each privately."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.locks import check_words, lock_member, lock_members
from cases.legal.models import LegalCase, Membership, MemberStep
from cases.legal.notifications import answered
from cases.legal.permissions import can_read_words, can_run
from cases.legal.queries import names_in
from cases.legal.rules import text_for
from cases.legal.workflow import StepState
from cases.requests.actions import add_staff_message, change_status
from cases.requests.models import Exclusion, Message
from cases.requests.permissions import can_write
from cases.requests.workflow import OPEN, Status, Turn
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal
from helpdesk.text.details import findings_for_many
from knowledge.articles.models import Revision


@action
def set_step(*, step: MemberStep, state: StepState, reason: str = "", by: User) -> None:
    """Ticks a step, takes the tick back, or says why it is not needed.

    Raises NotNow when "not needed" comes without a reason, or the person has left the case.
    """
    _may_run(by, step.membership)
    reason = reason.strip() if state is StepState.NOT_NEEDED else ""
    if state is StepState.NOT_NEEDED and not reason:
        raise NotNow(_("Say in a few words why this step is not needed."))
    if reason:
        check_words(step.membership.legal_case)
    step.state = state.value
    step.changed_at = timezone.now()
    seal(step, reason=reason)
    step.save(update_fields=["state", "changed_at", "reason"])
    record("case_step.set", step, by=by, fields=["reason"] if reason else [])


def _may_run(by: User, membership: Membership) -> None:
    if not can_run(by, membership.legal_case):
        raise Refused
    if membership.left_at is not None:
        raise NotNow(_("This person has left the case already."))


@action
def set_label(*, membership: Membership, label: str, file_number: str, by: User) -> None:
    """The lawyer's own name for a member, and the office's number of her matter."""
    if not can_read_words(by, membership.legal_case):
        raise Refused
    check_words(membership.legal_case)
    seal(membership, label=label.strip(), file_number=file_number.strip())
    membership.save(update_fields=["label", "file_number"])
    record("membership.label", membership, by=by, fields=["label", "file_number"])


@action
def await_office(*, membership: Membership, waits: bool, by: User) -> None:
    """Stops the clock while an office is awaited, and starts it again: open steps move by as many days."""
    fresh = lock_member(membership)
    _may_run(by, fresh)
    since = fresh.office_awaited_since
    if waits == (since is not None):
        return
    today = timezone.localdate()
    fresh.office_awaited_since = today if waits else None
    fresh.save(update_fields=["office_awaited_since"])
    if since is not None and since < today:
        MemberStep.objects.filter(membership=fresh, state=StepState.TODO.value, due_on__isnull=False).update(
            due_on=F("due_on") + timedelta(days=(today - since).days)
        )
    change_status(
        help_request=fresh.help_request,
        to=Status(fresh.help_request.status),
        by=by,
        kind="office_awaited" if waits else "office_answered",
        turn=Turn.OFFICE if waits else Turn.US,
    )
    record("membership.await_office", fresh, by=by)


@action
def send_to_members(
    *,
    legal_case: LegalCase,
    texts: Mapping[str, str],
    revision: Revision | None = None,
    draft_id: UUID | None = None,
    looked_at: Collection[str] = (),
    by: User,
) -> list[Message]:
    """One draft reaches each member as a message of her own, in her language; nobody learns of the others.

    `texts` maps language codes to texts; `looked_at` are the doubtful words that are nobody's, as she says.
    The same `draft_id` sent twice is sent once. Raises NotNow when nothing was written, when the words could
    name a member to the others, or when nobody is left.
    """
    if not can_run(by, legal_case):
        raise Refused
    if not any(text.strip() for text in texts.values()):
        raise NotNow(_("Write the message in at least one language."))
    members = _readers(legal_case, by)
    draft_id = draft_id or uuid4()
    ids = {member.pk: uuid5(draft_id, str(member.pk)) for member in members}
    if known := list(Message.objects.filter(pk__in=ids.values())):
        return known
    _check_names(legal_case, texts, looked_at, by)
    sent = [_send(member, texts, revision, ids[member.pk], by=by) for member in members]
    record("case_group.broadcast", legal_case, by=by, fields=["body"])
    return sent


def _readers(legal_case: LegalCase, by: User) -> list[Membership]:
    kept = set(Exclusion.objects.clients_kept_from(by).values_list("client", flat=True))
    members = [
        row
        for row in lock_members(legal_case)
        if Status(row.help_request.status) in OPEN and row.help_request.client_id not in kept
    ]
    if not members:
        raise NotNow(_("There is nobody in this case to write to."))
    if not all(can_write(by, member.help_request) for member in members):
        raise NotNow(_("Only the lawyer of this case can write to everybody in it."))
    return members


def _check_names(
    legal_case: LegalCase, texts: Mapping[str, str], looked_at: Collection[str], by: User
) -> None:
    found = findings_for_many(texts, names_in(legal_case, by=by))
    if found.refused or set(found.doubtful) - set(looked_at):
        raise NotNow(_("This text could say who somebody is, and all of them would read it."))


def _send(
    member: Membership, texts: Mapping[str, str], revision: Revision | None, message_id: UUID, *, by: User
) -> Message:
    help_request = member.help_request
    language, body = text_for(help_request.language, texts)
    message = add_staff_message(
        help_request=help_request,
        body=body,
        language=language,
        by=by,
        revision=revision,
        message_id=message_id,
    )
    # Who was referred from the case is with the partner still, as after any other answer.
    to = Status.REFERRED if help_request.status == Status.REFERRED.value else Status.IN_CASE
    change_status(help_request=help_request, to=to, by=by, kind="answered", turn=Turn.CLIENT)
    answered(help_request)
    return message
