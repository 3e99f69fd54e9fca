"""A lawyer's case: members, checklists, a consultation, one draft into many inboxes, an end for each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from cases.legal.models import Consultation, Invitation, LegalCase, Membership, MemberStep
from cases.requests.models import HelpRequest, Message
from helpdesk.accounts.models import Office, User
from helpdesk.messaging.models import OutgoingMessage
from knowledge.articles.models import Topic
from tests.factories.legal import make_case, members_of, move_meeting
from tests.factories.requests import Contact, Holder, make_holder, make_request
from tests.factories.web import unlock
from tests.journeys.conftest import AtWork
from tests.journeys.walker import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(office_warsaw: Office, knowledge: Topic) -> list[Holder]:
    """Three people with the same need; two read Belarusian, one Polish; the first wants to be told."""
    told = Contact(channel="email", address="her@example.org", earliest_hour=0, latest_hour=23)
    holders = [make_holder(office=office_warsaw, contact=told), make_holder(office=office_warsaw)]
    return [*holders, make_holder(office=office_warsaw, language="pl")]


@pytest.fixture
def case(people: list[Holder], alena_operator: User, maks_lawyer: User) -> LegalCase:
    rows = [make_request(client=holder.client, language=holder.client.language) for holder in people]
    return make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=rows, title="Утрох")


def inbox(holder: Holder) -> Walker:
    browser = Browser()
    unlock(browser, holder.digits)
    return Walker(browser).open("/be/inbox/")


def test_a_consultation_from_the_plan_to_the_attendance(
    at_work: AtWork, maks_lawyer: User, case: LegalCase, people: list[Holder]
) -> None:
    desk = at_work(maks_lawyer).open("/desk/").follow(str(case.pk))
    day = (timezone.localdate() + timedelta(days=6)).isoformat()
    desk.send("/meetings/", on_date=day, at_time="17:00", place="Офіс, пакой 5", seats="3")
    desk.send("/invite/")
    assert Invitation.objects.count() == 3
    assert OutgoingMessage.objects.filter(client_id=people[0].client.pk).count() == 1
    first, second, third = (inbox(holder) for holder in people)
    for walker, own in zip((first, second, third), people, strict=True):
        others = [other.client.alias for other in people if other != own]
        walker.sees("Офіс, пакой 5", "17:00").misses(*others)
    first.send("/inbox/answer/", seats="2", answer="yes")
    second.send("/inbox/answer/", seats="2", answer="yes")  # only one seat is left: she waits for another
    states = dict(Invitation.objects.values_list("membership__help_request__client", "state"))
    assert [states[holder.client.pk] for holder in people] == ["accepted", "waiting", "invited"]
    third.send("/inbox/answer/", answer="no")
    move_meeting(Consultation.objects.get(), days=0)
    came = Invitation.objects.get(state="accepted")
    desk.open(f"/desk/cases/{case.pk}/").send(f"/attendance/{came.pk}/", came="yes")
    assert Invitation.objects.get(pk=came.pk).state == "attended"


def test_one_draft_reaches_each_as_a_message_of_her_own(
    at_work: AtWork, maks_lawyer: User, case: LegalCase, people: list[Holder]
) -> None:
    desk = at_work(maks_lawyer).open(f"/desk/cases/{case.pk}/")
    desk.send("/message/", text_be="Вазьміце пашпарт.", text_pl="Weź paszport.")
    assert Message.objects.count() == 3
    inbox(people[0]).sees("Вазьміце пашпарт.").misses("Weź paszport.", people[1].client.alias)
    inbox(people[2]).sees("Weź paszport.")


def test_checklist_labels_and_an_end_for_each(
    at_work: AtWork, maks_lawyer: User, case: LegalCase, people: list[Holder]
) -> None:
    desk = at_work(maks_lawyer).open(f"/desk/cases/{case.pk}/")
    one, two, three = members_of(case)
    step = MemberStep.objects.filter(membership=one).first()
    assert step is not None
    desk.send(f"/members/{one.pk}/label/", label="Мінчанка", file_number="WSC-7/26").sees("Мінчанка")
    desk.send(f"/steps/{step.pk}/", state="done")
    assert MemberStep.objects.get(pk=step.pk).state == "done"
    desk.send(f"/members/{one.pk}/office/", waits="yes")
    assert Membership.objects.get(pk=one.pk).office_awaited_since is not None
    desk.send(f"/members/{one.pk}/close/", outcome="solved")
    assert HelpRequest.objects.get(pk=one.help_request_id).outcome == "solved"
    desk.send(f"/members/{two.pk}/remove/")
    assert HelpRequest.objects.get(pk=two.help_request_id).status == two.status_before
    desk.send(f"/desk/cases/{case.pk}/close/")
    assert LegalCase.objects.get().status == "closed"
    assert HelpRequest.objects.get(pk=three.help_request_id).is_open
    inbox(people[0]).misses("Мінчанка", "WSC-7/26")
