"""The inbox: what a client reads and does with the receipt in her hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from cases.legal.actions import add_member, answer_invitation, invite, open_case, schedule_consultation
from cases.legal.models import CaseType, Invitation
from cases.requests.actions import Contact, add_note, add_staff_message, change_status
from cases.requests.models import Event, HelpRequest, Message
from cases.requests.workflow import Status, Turn
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.requests import Holder, make_holder, make_request, make_topic
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(alena_operator: User) -> Holder:
    return make_holder(office=alena_operator.office)


@pytest.fixture
def help_request(anna: Holder) -> HelpRequest:
    return make_request(client=anna.client, story="Мая гісторыя пра побыт", topic="legalization")


@pytest.fixture
def inbox(client: Browser, anna: Holder, help_request: HelpRequest) -> Browser:
    """A browser in which Anna's receipt is unlocked."""
    unlock(client, anna.digits)
    return client


def page_of(browser: Browser) -> str:
    return browser.get("/en/inbox/").content.decode()


def reply(browser: Browser, help_request: HelpRequest, body: str, form_id: str = "") -> str:
    typed = {
        "form_id": form_id or "0a7a2f1e-0000-4000-8000-000000000001",
        "thread": help_request.pk,
        "body": body,
    }
    response = browser.post("/en/inbox/write/", typed)
    return response.url if response.status_code == 302 else response.content.decode()


def test_she_reads_our_reply_and_her_own_words(
    inbox: Browser, help_request: HelpRequest, alena_operator: User
) -> None:
    add_staff_message(help_request=help_request, body="Падайце праз MOS.", language="be", by=alena_operator)
    page = page_of(inbox)
    assert "Падайце праз MOS." in page
    assert "Мая гісторыя пра побыт" in page
    assert alena_operator.name not in page
    assert alena_operator.email not in page


def test_a_reply_is_new_once_and_read_to_the_hour(
    inbox: Browser, help_request: HelpRequest, alena_operator: User
) -> None:
    add_staff_message(help_request=help_request, body="Так.", language="be", by=alena_operator)
    assert 'badge--ok">new</span>' in page_of(inbox)
    assert 'badge--ok">new</span>' not in page_of(inbox)
    read_at = Message.objects.get().read_by_client_at
    assert read_at is not None
    assert (read_at.minute, read_at.second, read_at.microsecond) == (0, 0, 0)


def test_she_never_sees_a_note(inbox: Browser, help_request: HelpRequest, alena_operator: User) -> None:
    add_note(help_request=help_request, body="Унутраная нататка", language="be", by=alena_operator)
    assert "Унутраная нататка" not in page_of(inbox)


def test_what_she_writes_reaches_us_and_makes_it_our_turn(
    inbox: Browser, help_request: HelpRequest, alena_operator: User
) -> None:
    change_status(help_request=help_request, to=Status.ANSWERED, by=SYSTEM, kind="answered")
    assert reply(inbox, help_request, "Дзякуй, а калі?") == "/en/inbox/"
    message = Message.objects.get()
    assert reveal_one(message, ["body"], by=alena_operator, reason=Reason.ANSWER)["body"] == "Дзякуй, а калі?"
    help_request.refresh_from_db()
    assert (help_request.status, help_request.turn) == (Status.TRIAGED.value, Turn.US.value)
    assert "Дзякуй, а калі?" in page_of(inbox)


def test_a_closed_request_opens_again_when_she_writes(inbox: Browser, help_request: HelpRequest) -> None:
    change_status(help_request=help_request, to=Status.CLOSED, by=SYSTEM, kind="closed", outcome="solved")
    reply(inbox, help_request, "Яшчэ пытанне")
    help_request.refresh_from_db()
    assert help_request.status == Status.TRIAGED.value


def test_a_message_sent_twice_is_one_message(inbox: Browser, help_request: HelpRequest) -> None:
    for _ in range(2):
        assert reply(inbox, help_request, "Адзін раз") == "/en/inbox/"
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("", "Please write a few words before you send."), ("а" * 20000, "has 20000 characters; at most 10000")],
)
def test_a_bad_message_is_refused_in_a_clear_sentence_and_kept(
    inbox: Browser, help_request: HelpRequest, body: str, sentence: str
) -> None:
    page = reply(inbox, help_request, body)
    assert sentence in page
    assert body in page
    assert Message.objects.count() == 0


def test_words_written_into_a_locked_page_wait_until_she_unlocks_it(
    client: Browser, anna: Holder, help_request: HelpRequest
) -> None:
    assert reply(client, help_request, "Доўга пісала гэты ліст") == "/en/back/"
    assert "What you wrote is kept" in client.get("/en/back/").content.decode()
    unlock(client, anna.digits, "en")
    assert "Доўга пісала гэты ліст" in page_of(client)
    assert Message.objects.count() == 0


def test_kept_words_are_never_shown_to_the_holder_of_another_receipt(
    client: Browser, help_request: HelpRequest
) -> None:
    other = make_holder()
    make_request(client=other.client)
    reply(client, help_request, "Толькі для сябе")
    unlock(client, other.digits)
    assert "Толькі для сябе" not in page_of(client)


def test_nobody_writes_into_another_persons_thread(inbox: Browser) -> None:
    other = make_request()
    typed = {"form_id": "0a7a2f1e-0000-4000-8000-000000000002", "thread": other.pk, "body": "?"}
    assert inbox.post("/en/inbox/write/", typed).status_code == 404
    assert inbox.post("/en/inbox/stars/", {"thread": other.pk, "stars": "5"}).status_code == 404
    assert inbox.post("/en/inbox/no/", {"thread": other.pk}).status_code == 404


def test_own_words_stay_hidden_where_the_device_may_be_searched(
    client: Browser, alena_operator: User
) -> None:
    holder = make_holder(office=alena_operator.office, contact=Contact(device_may_be_searched=True))
    help_request = make_request(client=holder.client, story="Небяспечныя словы")
    add_staff_message(help_request=help_request, body="Наш адказ", language="be", by=alena_operator)
    unlock(client, holder.digits)
    reply(client, help_request, "Таксама небяспечна")
    export = client.post("/en/inbox/copy/").content.decode()
    for text in (page_of(client), export):
        assert "Небяспечныя словы" not in text
        assert "Таксама небяспечна" not in text
        assert "Наш адказ" in text


def test_her_contact_is_always_masked(client: Browser) -> None:
    holder = make_holder(contact=Contact(channel="phone", address="+48600100277"))
    make_request(client=holder.client)
    unlock(client, holder.digits)
    assert "••••••77" in client.get("/en/inbox/reach/").content.decode()
    for path in ("", "reach/", "people/", "agreed/", "copy/", "end/"):
        assert "600100" not in client.get(f"/en/inbox/{path}").content.decode()
    assert "600100" not in client.post("/en/inbox/copy/").content.decode()


def test_what_happened_last_is_said_in_plain_words(inbox: Browser, help_request: HelpRequest) -> None:
    page = page_of(inbox)
    assert "Your request reached us." in page
    assert "Next step: we answer you here." in page
    change_status(help_request=help_request, to=Status.TRIAGED, by=SYSTEM, kind="read")
    assert "A person read it." in page_of(inbox)


def test_kinds_of_events_without_plain_words_stay_in_the_house(
    inbox: Browser, help_request: HelpRequest
) -> None:
    change_status(help_request=help_request, to=Status.TRIAGED, by=SYSTEM, kind="danger")
    assert Event.objects.filter(kind="danger").exists()
    assert "Your request reached us." in page_of(inbox)


def test_she_withdraws_and_may_open_it_again(inbox: Browser, help_request: HelpRequest) -> None:
    inbox.post("/en/inbox/no/", {"thread": help_request.pk})
    help_request.refresh_from_db()
    assert (help_request.status, help_request.outcome) == (Status.CLOSED.value, "withdrawn")
    reply(inbox, help_request, "Усё ж патрэбна")
    help_request.refresh_from_db()
    assert help_request.is_open


def test_she_rates_our_help_once_it_was_answered(inbox: Browser, help_request: HelpRequest) -> None:
    assert "Did we help you?" not in page_of(inbox)
    change_status(help_request=help_request, to=Status.ANSWERED, by=SYSTEM, kind="answered")
    assert "Did we help you?" in page_of(inbox)
    inbox.post("/en/inbox/stars/", {"thread": help_request.pk, "stars": "4"})
    help_request.refresh_from_db()
    assert help_request.rating == 4


def test_she_takes_her_thread_away_under_a_name_that_says_nothing(
    inbox: Browser, help_request: HelpRequest
) -> None:
    response = inbox.post("/en/inbox/copy/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="text.html"'
    assert "Мая гісторыя пра побыт" in response.content.decode()
    assert "Мая гісторыя пра побыт" not in inbox.get("/en/inbox/copy/").content.decode()


def test_a_long_inbox_costs_no_more_queries_than_a_short_one(
    inbox: Browser,
    anna: Holder,
    help_request: HelpRequest,
    alena_operator: User,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(4):
        extra = make_request(client=anna.client, story=f"Яшчэ {number}", topic="legalization")
        for _ in range(5):
            add_staff_message(help_request=extra, body="Адказ", language="be", by=alena_operator)
    page_of(inbox)  # reads the new ones
    with django_assert_max_num_queries(15):
        page_of(inbox)


def test_her_reading_leaves_no_minute_in_the_access_log(inbox: Browser, help_request: HelpRequest) -> None:
    before = AccessEntry.objects.count()
    page_of(inbox)
    assert AccessEntry.objects.count() == before


class TestMeeting:
    """An invitation to a consultation."""

    @pytest.fixture
    def invitation(self, help_request: HelpRequest, maks_lawyer: User) -> Invitation:
        make_topic()
        case_type = CaseType.objects.create(
            slug="trp", name="Residence permit", topic=make_topic(), country="PL"
        )
        case = open_case(
            case_type=case_type,
            help_requests=[help_request],
            lawyer=maks_lawyer,
            title="Побыт",
            by=self.alena,
        )
        meeting = schedule_consultation(
            legal_case=case,
            starts_at=timezone.now() + timedelta(days=3),
            place="вул. Ціхая 7, пакой 3",
            seats=4,
            by=maks_lawyer,
        )
        return invite(consultation=meeting, memberships=list(case.memberships.all()), by=maks_lawyer)[0]

    @pytest.fixture(autouse=True)
    def _operator(self, alena_operator: User) -> None:
        self.alena = alena_operator

    def answer(self, browser: Browser, invitation: Invitation, answer: str, seats: int = 1) -> str:
        typed = {"invitation": invitation.pk, "answer": answer, "seats": seats}
        response = browser.post("/en/inbox/answer/", typed)
        return response.url if response.status_code == 302 else response.content.decode()

    def test_she_reads_the_place_and_takes_seats_for_her_family(
        self, inbox: Browser, invitation: Invitation
    ) -> None:
        assert "вул. Ціхая 7" in page_of(inbox)
        assert self.answer(inbox, invitation, "yes", 3) == "/en/inbox/"
        invitation.refresh_from_db()
        assert (invitation.state, invitation.seats) == ("accepted", 3)
        assert "You said yes, for 3 seats." in page_of(inbox)

    def test_more_seats_than_there_are_is_said_plainly(self, inbox: Browser, invitation: Invitation) -> None:
        assert "does not have so many seats" in self.answer(inbox, invitation, "yes", 12)
        invitation.refresh_from_db()
        assert invitation.state == "invited"

    def test_no_sentence_says_how_many_seats_others_have_taken(
        self, inbox: Browser, invitation: Invitation, maks_lawyer: User
    ) -> None:
        other = make_request(office=self.alena.office)
        meeting = invitation.consultation
        add_member(legal_case=meeting.legal_case, help_request=other, by=self.alena)
        members = list(meeting.legal_case.memberships.filter(help_request=other))
        (theirs,) = invite(consultation=meeting, memberships=members, by=maks_lawyer)
        answer_invitation(invitation=theirs, accept=True, seats=2, by=maks_lawyer)
        assert self.answer(inbox, invitation, "yes", 3) == "/en/inbox/"
        page = page_of(inbox)
        assert "All seats are taken for now. You asked for 3 seats" in page
        assert "2 seats" not in page
        assert self.answer(inbox, invitation, "yes", 2) == "/en/inbox/"  # fewer fit at once
        assert "You said yes, for 2 seats." in page_of(inbox)
        assert "You keep the seats you have." in self.answer(inbox, invitation, "yes", 3)

    def test_she_asks_for_an_interpreter_and_her_lawyer_sees_it(
        self, inbox: Browser, invitation: Invitation, maks_lawyer: User, sign_in: SignIn
    ) -> None:
        typed = {"invitation": invitation.pk, "answer": "yes", "seats": 2, "needs_interpreter": "on"}
        inbox.post("/en/inbox/answer/", typed)
        invitation.refresh_from_db()
        assert invitation.needs_interpreter
        assert "You asked for an interpreter." in page_of(inbox)
        desk = sign_in(Browser(), maks_lawyer)
        case_id = invitation.consultation.legal_case_id
        assert "badge--info" in desk.get(f"/desk/cases/{case_id}/").content.decode()
        self.answer(inbox, invitation, "no")
        invitation.refresh_from_db()
        assert not invitation.needs_interpreter

    def test_she_declines(self, inbox: Browser, invitation: Invitation) -> None:
        self.answer(inbox, invitation, "no")
        invitation.refresh_from_db()
        assert invitation.state == "declined"

    def test_a_stranger_cannot_answer_for_her(self, client: Browser, invitation: Invitation) -> None:
        other = make_holder()
        unlock(client, other.digits)
        typed = {"invitation": invitation.pk, "answer": "yes", "seats": 1}
        assert client.post("/en/inbox/answer/", typed).status_code == 404

    def test_she_sees_by_role_and_never_by_name_who_works_on_it(
        self, inbox: Browser, invitation: Invitation, maks_lawyer: User
    ) -> None:
        page = page_of(inbox)
        assert "1 person works on this: lawyer." in " ".join(page.split())
        assert maks_lawyer.name not in page
