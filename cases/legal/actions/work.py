"""Privileged notes and minutes: kept, and taken away again by whoever wrote them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.locks import check_words, lock_case
from cases.legal.models import Consultation, LegalCase, Membership, PrivilegedNote, TimeSpent
from cases.legal.permissions import can_read_privileged, can_run
from cases.legal.workflow import Work
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal


@action
def keep_note(
    *, legal_case: LegalCase, body: str, membership: Membership | None = None, note_id: UUID, by: User
) -> PrivilegedNote:
    """A note for the lawyers of the case alone; `note_id` comes from the form, so sent twice it is one."""
    if not can_read_privileged(by, legal_case) or not _is_of(legal_case, membership):
        raise Refused
    lock_case(legal_case)
    known: PrivilegedNote | None = PrivilegedNote.objects.filter(pk=note_id, legal_case=legal_case).first()
    if known is not None:
        return known
    if not body.strip():
        raise NotNow(_("Write something first."))
    check_words(legal_case)
    note = PrivilegedNote(
        pk=note_id, legal_case=legal_case, membership=membership, author=by, written_at=timezone.now()
    )
    seal(note, body=body.strip())
    note.save(force_insert=True)
    record("privileged_note.create", note, by=by, fields=["body"])
    return note


@action
def drop_note(*, note: PrivilegedNote, by: User) -> None:
    """Only who wrote it takes it away, while she may still read it."""
    if note.author_id != by.pk or not can_read_privileged(by, note.legal_case):
        raise Refused
    record("privileged_note.drop", note, by=by)
    note.delete()


@action
def spend_time(
    *,
    legal_case: LegalCase,
    minutes: int,
    on: date,
    kind: Work = Work.OTHER,
    membership: Membership | None = None,
    consultation: Consultation | None = None,
    time_id: UUID,
    by: User,
) -> TimeSpent:
    """One's own minutes for a case, of one member or for all. The same form sent twice counts once.

    Raises NotNow for a day ahead, or more minutes than a day has.
    """
    if not can_run(by, legal_case) or not _is_of(legal_case, membership):
        raise Refused
    if consultation is not None and consultation.legal_case_id != legal_case.pk:
        raise Refused
    lock_case(legal_case)
    known: TimeSpent | None = TimeSpent.objects.filter(pk=time_id, legal_case=legal_case).first()
    if known is not None:
        return known
    _check_minutes(minutes, on)
    row = TimeSpent(
        pk=time_id,
        legal_case=legal_case,
        membership=membership,
        consultation=consultation,
        on=on,
        minutes=minutes,
        kind=kind.value,
        by=by,
        made_at=timezone.now(),
    )
    row.save(force_insert=True)
    record("time.spend", row, by=by)
    return row


def _check_minutes(minutes: int, on: date) -> None:
    if on > timezone.localdate():
        raise NotNow(_("This day lies ahead. Write down what you have worked."))
    if not 1 <= minutes <= 24 * 60:
        raise NotNow(_("Write between 1 minute and 24 hours."))


@action
def drop_time(*, time_spent: TimeSpent, by: User) -> None:
    """Only one's own, and while one may still work on the case."""
    if time_spent.by_id != by.pk or not can_run(by, time_spent.legal_case):
        raise Refused
    record("time.drop", time_spent, by=by)
    time_spent.delete()


def _is_of(legal_case: LegalCase, membership: Membership | None) -> bool:
    return membership is None or membership.legal_case_id == legal_case.pk
