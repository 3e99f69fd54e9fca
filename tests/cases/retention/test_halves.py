"""The halves of a split case hold one key: the words of each end at its own term, and no page breaks then."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.legal.actions import keep_note, set_label, set_step, split_case, write_words
from cases.legal.models import Consultation, LegalCase, Membership, MemberStep, PrivilegedNote
from cases.legal.queries import case_view
from cases.legal.workflow import StepState
from cases.retention.actions import forget_case_words
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import erase_key
from helpdesk.sealing.models import DataKey
from tests.factories.legal import make_case, make_meeting, members_of, move_meeting
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
WORDS = ("Going title", "Going label", "Going number", "Going reason", "Going place")
KEPT = ("Staying title", "Staying label", "Staying number", "Staying reason", "Staying place")


def _word(case: LegalCase, member: Membership, kind: str, lawyer: User) -> None:
    """Every kind of words that a case has, each begun by `kind`."""
    write_words(legal_case=case, title=f"{kind} title", notes=f"{kind} notes", by=lawyer)
    set_label(membership=member, label=f"{kind} label", file_number=f"{kind} number", by=lawyer)
    step = MemberStep.objects.select_related("membership__legal_case__case_key").filter(membership=member)[0]
    set_step(step=step, state=StepState.NOT_NEEDED, reason=f"{kind} reason", by=lawyer)
    make_meeting(case, by=lawyer, place=f"{kind} place")
    keep_note(legal_case=case, body=f"{kind} note", membership=member, note_id=uuid4(), by=lawyer)


def _halves(operator: User, lawyer: User) -> tuple[LegalCase, LegalCase]:
    """One half that goes and one that stays, each with words of its own, made before and after the split."""
    going = make_case(by=operator, lawyer=lawyer, members=2)
    first, second = members_of(going)
    set_label(membership=second, label="before the split", file_number="", by=lawyer)
    staying = split_case(legal_case=going, chosen={second.pk}, title="", by=lawyer)
    _word(going, Membership.objects.get(pk=first.pk), "Going", lawyer)
    _word(staying, Membership.objects.get(pk=second.pk), "Staying", lawyer)
    assert going.case_key_id == staying.case_key_id
    return going, staying


def _end(case: LegalCase, days: int) -> None:
    """Closed so many days ago, with nobody in it."""
    ended = timezone.now() - timedelta(days=days)
    with writing():
        Membership.objects.filter(legal_case=case).update(left_at=ended)
        LegalCase.objects.filter(pk=case.pk).update(status="closed", closed_at=ended)
    for meeting in Consultation.objects.filter(legal_case=case):
        move_meeting(meeting, -days - 1)


def test_the_open_half_keeps_every_word_when_the_other_half_is_forgotten(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    going, staying = _halves(alena_operator, maks_lawyer)
    _end(going, 90)
    today = timezone.localdate()
    assert forget_case_words(today - timedelta(days=1)) == 0
    assert forget_case_words(today) == 1
    assert forget_case_words(today) == 0
    signed = sign_in(client, maks_lawyer)
    page = signed.get(reverse("legal:open", args=[staying.pk])).content.decode()
    assert [word for word in KEPT if word not in page] == []
    assert "Staying note" in signed.get(reverse("legal:privileged", args=[staying.pk])).content.decode()
    # The half that ended has no word of its own in any row, neither of the case nor of its members.
    ended = LegalCase.objects.get(pk=going.pk)
    assert not any((ended.title, ended.notes, ended.case_key_id))
    assert not any(row.label or row.file_number for row in ended.memberships.all())
    assert not any(row.reason for row in MemberStep.objects.filter(membership__legal_case=ended))
    assert not any(row.place or row.link for row in ended.consultations.all())
    assert not PrivilegedNote.objects.filter(legal_case=ended).exists()
    page = signed.get(reverse("legal:open", args=[going.pk])).content.decode()
    assert "The words of this case are erased" in page
    assert [word for word in WORDS if word in page] == []


def test_the_key_goes_with_the_last_half(alena_operator: User, maks_lawyer: User) -> None:
    going, staying = _halves(alena_operator, maks_lawyer)
    key = going.case_key_id
    assert key is not None
    _end(going, 91)
    _end(staying, 90)
    today = timezone.localdate()
    assert forget_case_words(today - timedelta(days=1)) == 1
    assert DataKey.objects.filter(pk=key).exists()
    assert forget_case_words(today) == 1
    assert not DataKey.objects.filter(pk=key).exists()


def test_no_page_of_a_case_breaks_when_its_key_is_gone(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=2)
    member = members_of(case)[0]
    _word(case, member, "Lost", maks_lawyer)
    assert case.case_key is not None
    erase_key(case.case_key)  # with the words still in the rows, as a crash in between might leave them
    assert case_view(case, by=maks_lawyer).is_erased  # also for who had the case in hand before
    meeting = Consultation.objects.get(legal_case=case)
    signed = sign_in(client, maks_lawyer)
    pages = [
        reverse("legal:list"),
        reverse("legal:open", args=[case.pk]),
        reverse("legal:open", args=[case.pk]) + f"?member={member.pk}",
        *(reverse(f"legal:{name}", args=[case.pk]) for name in ("privileged", "time", "split", "grants")),
        reverse("legal:power", args=[case.pk, member.pk]),
        reverse("legal:change", args=[case.pk, meeting.pk]),
        reverse("casefile:open", args=[member.help_request_id]),
    ]
    assert {url: signed.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_nothing_is_written_under_a_key_that_is_gone(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=2)
    assert case.case_key is not None
    erase_key(case.case_key)
    fresh = LegalCase.objects.get(pk=case.pk)
    with pytest.raises(NotNow):
        write_words(legal_case=fresh, title="x", notes="", by=maks_lawyer)
    with pytest.raises(NotNow):
        set_label(membership=members_of(fresh)[0], label="x", file_number="", by=maks_lawyer)
    signed = sign_in(client, maks_lawyer)
    url = reverse("legal:words", args=[case.pk])
    assert signed.post(url, {"title": "x", "notes": "y"}).status_code == 302
