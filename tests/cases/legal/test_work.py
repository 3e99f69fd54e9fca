"""Privileged notes for the lawyers of a case alone, and minutes with their sums."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.closing.actions import erase_client
from cases.legal.actions import give_grant, keep_note, spend_time, split_case
from cases.legal.models import LegalCase, Membership, PrivilegedNote, TimeSpent
from cases.legal.queries import time_of
from cases.legal.workflow import WhyGranted, Work
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.models import AccessEntry
from tests.architecture.world import session_of
from tests.factories.accounts import UserFactory
from tests.factories.legal import make_case, members_of
from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
SECRET = "Privileged-тайна-words"


def _note(case: LegalCase, by: User, member: Membership | None = None, body: str = SECRET) -> PrivilegedNote:
    return keep_note(legal_case=case, body=body, membership=member, note_id=uuid4(), by=by)


def test_privileged_notes_open_to_lawyers_of_the_case_and_to_nobody_else(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    other = UserFactory.create(
        email="o@ganak.example", name="Olga", roles=[Role.LAWYER], office=maks_lawyer.office
    )
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    _note(case, maks_lawyer)
    url = reverse("legal:privileged", args=[case.pk])
    for user, status in ((alena_operator, 403), (hanna_coordinator, 403), (other, 404), (maks_lawyer, 200)):
        page = sign_in(client, user).get(url)
        assert page.status_code == status
        assert (SECRET in page.content.decode()) is (user == maks_lawyer)
    for user in (alena_operator, hanna_coordinator, other):
        with pytest.raises(Refused):
            _note(case, user)
    give_grant(
        legal_case=case, user=other, why=WhyGranted.HEARING, until=timezone.localdate(), by=alena_operator
    )
    assert SECRET in sign_in(client, other).get(url).content.decode()
    note = PrivilegedNote.objects.get()
    assert sign_in(client, other).post(
        reverse("legal:drop_note", args=[case.pk, note.pk])
    ).status_code == 403  # only who wrote it  # fmt: skip
    assert AccessEntry.objects.filter(verb="privileged_note.create").count() == 1


def test_a_privileged_note_stands_in_no_page_or_copy_of_others(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    holder = make_holder(office=alena_operator.office)
    row = make_request(client=holder.client)
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[row])
    _note(case, maks_lawyer, members_of(case)[0])
    for user in (alena_operator, hanna_coordinator):
        signed = sign_in(client, user)
        for page in (
            reverse("legal:open", args=[case.pk]),
            reverse("casefile:open", args=[row.pk]),
            reverse("legal:time", args=[case.pk]),
            reverse("legal:list"),
        ):
            assert SECRET not in signed.get(page).content.decode()
    assert SECRET not in sign_in(client, maks_lawyer).get(
        reverse("legal:power", args=[case.pk, members_of(case)[0].pk])
    ).content.decode()  # fmt: skip
    client.cookies.clear()
    unlock(client, holder.digits)
    for page in ("/en/inbox/", "/en/inbox/papers/"):
        assert SECRET not in client.get(page).content.decode()
    copy = client.post("/en/inbox/copy/")
    assert copy.status_code == 200
    assert SECRET not in copy.content.decode()


def test_notes_go_with_the_person_and_stay_for_the_others(alena_operator: User, maks_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=3)
    gone, moved, stays = members_of(case)
    for member in (gone, moved, stays, None):
        _note(case, maks_lawyer, member)
    new = split_case(legal_case=case, chosen={moved.pk}, title="", by=maks_lawyer)
    assert PrivilegedNote.objects.get(membership=moved).legal_case_id == new.pk
    person = gone.help_request.client
    erase_client(client=person, by=ByReceipt(person.pk))
    assert set(PrivilegedNote.objects.values_list("membership", flat=True)) == {moved.pk, stays.pk, None}


def test_a_note_sent_twice_is_one_and_an_empty_one_is_none(alena_operator: User, maks_lawyer: User) -> None:
    case, number = make_case(by=alena_operator, lawyer=maks_lawyer), uuid4()
    for _ in range(2):
        keep_note(legal_case=case, body=SECRET, note_id=number, by=maks_lawyer)
    with pytest.raises(NotNow):
        _note(case, maks_lawyer, body="  ")
    assert PrivilegedNote.objects.count() == 1


def test_minutes_add_up_by_case_member_colleague_and_kind(alena_operator: User, maks_lawyer: User) -> None:
    case, today = make_case(by=alena_operator, lawyer=maks_lawyer), timezone.localdate()
    one, _two = members_of(case)
    for minutes, kind, member, by in (
        (30, Work.TALK, one, maks_lawyer),
        (45, Work.PAPERS, None, maks_lawyer),
        (15, Work.TALK, one, alena_operator),
    ):
        spend_time(
            legal_case=case, minutes=minutes, kind=kind, membership=member, on=today, time_id=uuid4(), by=by
        )
    view = time_of(case)
    assert view.minutes == 90
    assert view.members == {one.pk: 45}
    assert dict(view.people) == {maks_lawyer.name: 75, alena_operator.name: 15}
    assert [minutes for _kind, minutes in view.kinds] == [45, 45]


@pytest.mark.parametrize(("minutes", "days"), [(0, 0), (1441, 0), (-5, 0), (10, 1)])
def test_impossible_minutes_are_refused(
    minutes: int, days: int, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    on = timezone.localdate() + timedelta(days=days)
    with pytest.raises(NotNow):
        spend_time(legal_case=case, minutes=minutes, on=on, time_id=uuid4(), by=maks_lawyer)
    assert not TimeSpent.objects.exists()


def test_the_pages_of_notes_and_minutes_do_their_work(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, members=4)
    member, signed = members_of(case)[0], sign_in(client, maks_lawyer)
    notes, minutes = (reverse(f"legal:{name}", args=[case.pk]) for name in ("privileged", "time"))
    assert signed.post(notes, {"once": uuid4(), "body": ""}).status_code == 422
    assert signed.post(notes, {"once": uuid4(), "body": SECRET, "member": member.pk}).status_code == 302
    note = PrivilegedNote.objects.get()
    once = {"once": uuid4(), "minutes": "25", "kind": "talk", "on": timezone.localdate().isoformat()}
    for _ in range(2):
        assert signed.post(minutes, {**once, "member": member.pk}).status_code == 302
    assert signed.post(minutes, {**once, "once": uuid4(), "member": uuid4()}).status_code == 422
    row = TimeSpent.objects.get()
    for url in (notes, minutes):
        signed.get(url)
        with CaptureQueriesContext(connection) as found:
            assert signed.get(url).status_code == 200
        assert len(found) <= 12, url
    theirs = sign_in(client, alena_operator)
    assert theirs.post(reverse("legal:drop_time", args=[case.pk, row.pk])).status_code == 403
    signed = sign_in(client, maks_lawyer)
    assert signed.post(reverse("legal:drop_time", args=[case.pk, row.pk])).status_code == 302
    assert signed.post(reverse("legal:drop_note", args=[case.pk, note.pk])).status_code == 302
    assert not TimeSpent.objects.exists()
    assert not PrivilegedNote.objects.exists()


@pytest.mark.parametrize("name", ["list", "open", "privileged", "split"])
def test_a_lawyer_says_once_a_morning_who_she_is_before_she_reads_her_cases(
    name: str, client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    signed = sign_in(client, maks_lawyer)
    url = reverse(f"legal:{name}", args=[] if name == "list" else [case.pk])
    assert signed.get(url).status_code == 200
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0).timestamp()
    for moment, status in ((midnight + 1, 200), (midnight - 600, 302)):
        session = session_of(signed)
        session["account_authentication_methods"] = [
            {**method, "at": moment} for method in session["account_authentication_methods"]
        ]
        session.save()
        answer = signed.get(url)
        assert answer.status_code == status
    assert "/desk/account/" in answer["Location"]
