"""Which file answers which step, and what a lawyer says about it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casefile.models import StepPaper
from cases.casefile.workflow import HERE, PaperState
from cases.files.models import Attachment
from cases.files.workflow import FileState
from cases.legal.models import MemberStep
from cases.legal.permissions import can_run
from cases.requests.actions import change_status, this_hour
from cases.requests.notifications import tell
from cases.requests.permissions import can_read_story
from cases.requests.workflow import Status, Turn
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.messaging.rules import Kind


@action
def give_paper(*, step: MemberStep, attachment: Attachment, by: ByReceipt | User) -> StepPaper:
    """Says that this file is the paper of this step: the person of her own file, or whoever runs the case.

    Raises NotNow when the file was refused, or she has left the case.
    """
    membership = step.membership
    if attachment.help_request_id != membership.help_request_id or not _may(step, by):
        raise Refused
    if membership.left_at is not None:
        raise NotNow(_("This person has left the case already."))
    if attachment.state == FileState.REFUSED.value:
        raise NotNow(_("This file was not taken. Choose another one."))
    paper: StepPaper = StepPaper.objects.filter(step=step, attachment=attachment).first() or StepPaper(
        step=step, attachment=attachment
    )
    if PaperState(paper.state) is PaperState.ACCEPTED:
        return paper
    paper.state, paper.judged_by, paper.judged_at = PaperState.BROUGHT.value, None, None
    paper.linked_by = by if isinstance(by, User) else None
    paper.linked_at = this_hour() if isinstance(by, ByReceipt) else timezone.now()
    paper.save()
    if isinstance(by, ByReceipt):
        _move(step, Turn.US, "paper_came", by=by)
    record("paper.give", paper, by=by)
    return paper


@action
def take_paper(*, paper: StepPaper, by: ByReceipt | User) -> None:
    """It is another paper after all; the file itself stays. What was accepted only the desk takes off."""
    if not _may(paper.step, by):
        raise Refused
    if isinstance(by, ByReceipt) and paper.state == PaperState.ACCEPTED.value:
        raise NotNow(_("This paper is accepted already."))
    record("paper.take", paper, by=by)
    paper.delete()


@action
def judge_paper(*, paper: StepPaper, state: PaperState, by: User) -> None:
    """Accepted, unreadable or to be done again; for the last two the person is told to look, without words.

    Raises NotNow while the file is still being checked.
    """
    if not _may(paper.step, by):
        raise Refused
    if paper.attachment.state != FileState.CLEAN.value:
        raise NotNow(_("This file is still being checked. Nobody has seen it yet."))
    paper.state = state.value
    paper.judged_by, paper.judged_at = by, timezone.now()
    paper.save(update_fields=["state", "judged_by", "judged_at"])
    if state not in HERE:
        _move(paper.step, Turn.CLIENT, "paper_again", by=by)
        tell(paper.step.membership.help_request.client, Kind.ANSWER)
    record("paper.judge", paper, by=by, fields=["state"])


def _may(step: MemberStep, by: ByReceipt | User) -> bool:
    help_request = step.membership.help_request
    if isinstance(by, ByReceipt):
        return help_request.client_id == by.client_id
    return can_run(by, step.membership.legal_case) and can_read_story(by, help_request)


def _move(step: MemberStep, turn: Turn, kind: str, *, by: ByReceipt | User) -> None:
    """Whose turn it is now; while an office is awaited, it stays the office's."""
    help_request = step.membership.help_request
    if step.membership.office_awaited_since is not None:
        turn = Turn.OFFICE
    change_status(help_request=help_request, to=Status(help_request.status), by=by, kind=kind, turn=turn)
