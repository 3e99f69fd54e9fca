"""What is done for each member: steps, the lawyer's label, and one draft that reaches each privately."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.models import LegalCase, Membership, MemberStep
from cases.legal.notifications import answered
from cases.legal.permissions import can_read_words, can_run
from cases.legal.rules import text_for
from cases.legal.workflow import StepState
from cases.requests.actions import add_staff_message, change_status
from cases.requests.models import Message
from cases.requests.workflow import Status, Turn
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal
from knowledge.articles.models import Revision


@action
def set_step(*, step: MemberStep, state: StepState, reason: str = "", by: User) -> None:
    """Ticks a step, takes the tick back, or says why it is not needed.

    Raises NotNow when "not needed" comes without a reason.
    """
    if not can_run(by, step.membership.legal_case):
        raise Refused
    if state is StepState.NOT_NEEDED and not reason.strip():
        raise NotNow(_("Say in a few words why this step is not needed."))
    step.state = state.value
    step.changed_at = timezone.now()
    seal(step, reason=reason.strip() if state is StepState.NOT_NEEDED else "")
    step.save(update_fields=["state", "changed_at", "reason"])
    record("case_step.set", step, by=by, fields=["reason"] if reason else [])


@action
def set_label(*, membership: Membership, label: str, file_number: str, by: User) -> None:
    """The lawyer's own name for a member, and the office's number of her matter."""
    if not can_read_words(by, membership.legal_case):
        raise Refused
    seal(membership, label=label.strip(), file_number=file_number.strip())
    membership.save(update_fields=["label", "file_number"])
    record("membership.label", membership, by=by, fields=["label", "file_number"])


@action
def await_office(*, membership: Membership, waits: bool, by: User) -> None:
    """Stops the clock while an office is awaited, and starts it again."""
    if not can_run(by, membership.legal_case):
        raise Refused
    membership.office_awaited_since = timezone.localdate() if waits else None
    membership.save(update_fields=["office_awaited_since"])
    change_status(
        help_request=membership.help_request,
        to=Status(membership.help_request.status),
        by=by,
        kind="office_awaited" if waits else "office_answered",
        turn=Turn.OFFICE if waits else Turn.US,
    )
    record("membership.await_office", membership, by=by)


@action
def send_to_members(
    *, legal_case: LegalCase, texts: Mapping[str, str], revision: Revision | None = None, by: User
) -> list[Message]:
    """One draft reaches each member as a message of her own, in her language; nobody learns of the others.

    `texts` maps language codes to texts. Raises NotNow when nothing was written or nobody is left.
    """
    if not can_run(by, legal_case):
        raise Refused
    members = list(
        legal_case.memberships.filter(left_at=None).select_related(
            "help_request__client", "help_request__inbox_key"
        )  # type: ignore[attr-defined]
    )
    if not members:
        raise NotNow(_("There is nobody in this case to write to."))
    if not any(text.strip() for text in texts.values()):
        raise NotNow(_("Write the message in at least one language."))
    sent = []
    for member in members:
        language, body = text_for(member.help_request.language, texts)
        sent.append(
            add_staff_message(
                help_request=member.help_request, body=body, language=language, by=by, revision=revision
            )
        )
        change_status(
            help_request=member.help_request, to=Status.IN_CASE, by=by, kind="answered", turn=Turn.CLIENT
        )
        answered(member.help_request)
    record("case_group.broadcast", legal_case, by=by, fields=["body"])
    return sent
