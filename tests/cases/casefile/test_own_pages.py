"""The client's own pages: a further request, consents, names, a copy, and what would be gone."""

from __future__ import annotations

import re
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.test import Client as Browser

from cases.casefile.views import people
from cases.requests.actions import Contact, add_client_message, add_note, add_staff_message, change_status
from cases.requests.actions.wishes import give_consent, withdraw_consent
from cases.requests.models import Consent, Exclusion, HelpRequest
from cases.requests.workflow import Purpose, Status
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.throttle import Limit
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.actions import open_with, reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.requests import Holder, make_holder, make_request, make_topic
from tests.factories.web import unlock

pytestmark = pytest.mark.django_db
FORM = "0a7a2f1e-0000-4000-8000-000000000009"


@pytest.fixture
def anna(alena_operator: User) -> Holder:
    return make_holder(office=alena_operator.office, contact=Contact(channel="phone", address="+48600100277"))


@pytest.fixture
def help_request(anna: Holder) -> HelpRequest:
    return make_request(client=anna.client, story="Мая гісторыя пра побыт", topic="legalization")


@pytest.fixture
def inbox(client: Browser, anna: Holder, help_request: HelpRequest) -> Browser:
    unlock(client, anna.digits)
    return client


def text_of(browser: Browser, path: str) -> str:
    return browser.get(f"/en/inbox/{path}").content.decode()


def ask_more(browser: Browser, **typed: Any) -> Any:
    form = {"form_id": FORM, "story": "Яшчэ адна бяда", "topic": "unknown", "country": "PL", "city": "Łódź"}
    return browser.post("/en/inbox/ask/", {**form, **typed})


class TestFurtherRequest:
    """The same person asks for something else; the paper in her hand stays the same."""

    def test_it_is_hers_sealed_with_her_key_and_in_the_queue(
        self, inbox: Browser, anna: Holder, alena_operator: User
    ) -> None:
        assert ask_more(inbox, in_danger="on").url == "/en/inbox/"
        made = HelpRequest.objects.get(city="Łódź")
        assert made.client_id == anna.client.pk
        assert (made.status, made.urgency, made.channel) == ("new", "emergency", "web")
        assert open_with(anna.key, made, ["story"])[0]["story"] == "Яшчэ адна бяда"
        told = reveal_one(made, ["story"], by=alena_operator, reason=Reason.TRIAGE)
        assert told["story"] == "Яшчэ адна бяда"
        assert "Яшчэ адна бяда" in text_of(inbox, "")

    def test_sent_twice_it_is_one(self, inbox: Browser) -> None:
        for _ in range(2):
            assert ask_more(inbox).status_code == 302
        assert HelpRequest.objects.filter(city="Łódź").count() == 1

    def test_an_empty_one_is_refused_and_what_was_typed_stays(self, inbox: Browser) -> None:
        page = ask_more(inbox, story="", city="Gdynia").content.decode()
        assert "Please tell us in a few words what happened." in page
        assert "Gdynia" in page

    def test_words_written_into_a_locked_page_come_back(
        self, client: Browser, anna: Holder, help_request: HelpRequest
    ) -> None:
        assert ask_more(client, story="Доўга пісала").url == "/en/back/"
        assert HelpRequest.objects.count() == 1
        unlock(client, anna.digits, "en")
        assert "Доўга пісала" in text_of(client, "ask/")

    def test_the_sixth_in_an_hour_waits(self, inbox: Browser) -> None:
        answers = [ask_more(inbox, form_id=FORM[:-1] + str(number)) for number in range(6)]
        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        assert int(answers[-1]["Retry-After"]) > 0
        assert "Яшчэ адна бяда" in answers[-1].content.decode()


class TestConsents:
    """Each is given alone and taken back alone."""

    @pytest.fixture
    def consents(self, anna: Holder, help_request: HelpRequest, alena_operator: User) -> list[Consent]:
        return [
            give_consent(
                client=anna.client,
                purpose=Purpose.PARTNER,
                wording=f"Можна перадаць: {partner}",
                language="be",
                partner=partner,
                help_request=help_request,
                by=alena_operator,
            )
            for partner in ("caritas", "dapamoha")
        ]

    def test_she_reads_each_and_takes_back_one(self, inbox: Browser, consents: list[Consent]) -> None:
        page = text_of(inbox, "agreed/")
        assert "Можна перадаць: caritas" in page
        assert "Можна перадаць: dapamoha" in page
        assert inbox.post("/en/inbox/agreed/no/", {"consent": consents[0].pk}).status_code == 302
        assert [row.partner for row in Consent.objects.live()] == ["dapamoha"]
        assert "You took it back on" in text_of(inbox, "agreed/")

    def test_she_gives_one_by_herself_in_the_words_on_the_page(self, inbox: Browser, anna: Holder) -> None:
        assert "A volunteer who helps me may be told" in text_of(inbox, "agreed/")
        for _ in range(2):
            inbox.post("/en/inbox/agreed/yes/", {"purpose": "volunteer"})
        consent = Consent.objects.get()
        assert consent.recorded_by is None
        assert (consent.given_at.minute, consent.given_at.second) == (0, 0)
        words = open_with(anna.key, Consent.objects.select_related("client__mailbox_key").get(), ["wording"])
        assert words[0]["wording"].startswith("A volunteer who helps me")

    @pytest.mark.parametrize("purpose", ["partner", "everything", ""])
    def test_she_gives_none_that_was_not_offered(self, inbox: Browser, purpose: str) -> None:
        assert inbox.post("/en/inbox/agreed/yes/", {"purpose": purpose}).status_code == 404

    def test_another_persons_consent_does_not_exist(self, inbox: Browser, consents: list[Consent]) -> None:
        other = make_holder()
        unlock(inbox, other.digits)
        inbox.cookies.clear()
        unlock(inbox, other.digits)
        assert inbox.post("/en/inbox/agreed/no/", {"consent": consents[0].pk}).status_code == 404
        assert Consent.objects.live().count() == 2
        with pytest.raises(Refused):
            withdraw_consent(consent=consents[0], by=other.actor)

    def test_both_are_in_the_access_log_without_a_word(self, inbox: Browser, consents: list[Consent]) -> None:
        inbox.post("/en/inbox/agreed/no/", {"consent": consents[0].pk})
        verbs = list(AccessEntry.objects.filter(verb__startswith="consent.").order_by("pk"))
        assert [entry.verb for entry in verbs] == ["consent.record", "consent.record", "consent.withdraw"]


class TestNames:
    """Keeping somebody away; that nobody meets her is proved in tests/architecture/test_kept_away.py."""

    def keep_away(self, browser: Browser, name: str) -> tuple[int, str]:
        response = browser.post("/en/inbox/people/", {"name": name}, follow=True)
        page = re.sub(r'name="(csrfmiddlewaretoken|entry)" value="[^"]+"', "", response.content.decode())
        return response.status_code, page.replace(name, "NAME")

    def test_known_and_unknown_names_get_the_same_answer_and_the_same_list(
        self, client: Browser, alena_operator: User
    ) -> None:
        pages = []
        for name in ("Алёна", "Зянон"):
            holder = make_holder(office=alena_operator.office)
            make_request(client=holder.client)
            browser = Browser()
            unlock(browser, holder.digits)
            pages.append(self.keep_away(browser, name))
        assert pages[0] == pages[1]
        assert "If somebody of this name works with us" in pages[0][1]
        assert Exclusion.objects.filter(user=alena_operator).count() == 1
        assert Exclusion.objects.filter(user=None).count() == 1

    def test_they_take_the_same_time(
        self, inbox: Browser, alena_operator: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(people, "NAMES", Limit("names", most=100, seconds=60))
        took: dict[str, list[float]] = {"Алёна": [], "Зянон": []}
        for _ in range(3):
            for name, times in took.items():
                start = perf_counter()
                inbox.post("/en/inbox/people/", {"name": name})
                times.append(perf_counter() - start)
        known, unknown = (median(times) for times in took.values())
        assert min(known, unknown) >= people.ANSWER_AFTER
        assert abs(known - unknown) < people.ANSWER_AFTER

    def test_no_list_of_names_is_shown(self, inbox: Browser, alena_operator: User) -> None:
        assert alena_operator.name not in text_of(inbox, "people/")

    def test_she_takes_a_name_off_her_list(self, inbox: Browser, alena_operator: User) -> None:
        self.keep_away(inbox, "Алёна")
        assert "Алёна" in text_of(inbox, "people/")
        inbox.post("/en/inbox/people/again/", {"entry": Exclusion.objects.all()[0].entry})
        assert not Exclusion.objects.exists()

    def test_her_list_is_hidden_where_the_device_may_be_searched(
        self, client: Browser, alena_operator: User
    ) -> None:
        contact = Contact(device_may_be_searched=True)
        holder = make_holder(office=alena_operator.office, contact=contact)
        make_request(client=holder.client)
        unlock(client, holder.digits)
        self.keep_away(client, "Алёна")
        page = text_of(client, "people/")
        assert "Алёна" not in page
        assert "A name (hidden)" in page

    def test_the_eleventh_name_in_an_hour_waits(
        self, inbox: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(people, "ANSWER_AFTER", 0.0)
        answers = [inbox.post("/en/inbox/people/", {"name": f"Нехта{n}"}).status_code for n in range(11)]
        assert answers == [302] * 10 + [429]

    def test_the_log_does_not_say_whom(self, inbox: Browser, alena_operator: User) -> None:
        self.keep_away(inbox, "Алёна")
        entry = AccessEntry.objects.get(verb="client.exclude")
        assert str(alena_operator.pk) not in str(entry.__dict__)

    def test_how_many_people_and_which_roles(self, inbox: Browser, help_request: HelpRequest) -> None:
        assert "Nobody has taken it yet" in text_of(inbox, "people/")


class TestCopy:
    """One readable file with everything."""

    def test_it_needs_nothing_else_and_holds_everything(
        self, inbox: Browser, anna: Holder, help_request: HelpRequest, alena_operator: User
    ) -> None:
        add_staff_message(help_request=help_request, body="Наш адказ", language="be", by=alena_operator)
        add_note(help_request=help_request, body="Унутраная нататка", language="be", by=alena_operator)
        inbox.post("/en/inbox/agreed/yes/", {"purpose": "example"})
        inbox.post("/en/inbox/people/", {"name": "Зянон"})
        page = inbox.post("/en/inbox/copy/").content.decode()
        for words in ("Мая гісторыя пра побыт", "Наш адказ", "My story may help others", "Зянон"):
            assert words in page
        assert anna.client.alias in page
        for absent in (
            "Унутраная нататка",
            "600100",
            alena_operator.name,
            "http",
            "src=",
            "<script",
            "style",
        ):
            assert absent not in page
        assert page.startswith("<!doctype html>")

    def test_whoever_left_without_a_receipt_gets_none(self, client: Browser) -> None:
        assert client.post("/en/inbox/copy/").url == "/en/back/"


def test_what_would_be_gone_is_counted_and_so_is_what_stays(
    inbox: Browser, anna: Holder, help_request: HelpRequest, alena_operator: User
) -> None:
    make_request(client=anna.client)
    for body in ("адзін", "два"):
        add_staff_message(help_request=help_request, body=body, language="be", by=alena_operator)
    add_client_message(help_request=help_request, body="тры", language="be", by=anna.actor, opener=anna.key)
    add_note(help_request=help_request, body="нататка", language="be", by=alena_operator)
    page = text_of(inbox, "end/")
    for line in (
        "2 requests with their stories",
        "1 message from you",
        "2 answers from us",
        "1 note of ours",
        "2 lines without you stay",
    ):
        assert line in page
    assert "0 " not in re.sub(r"<[^>]+>", "", page.split("gone-title", 2)[-1].split("</ul>")[0])
    gone = inbox.post("/en/inbox/end/", {"sure": "on"}).content.decode()
    assert "2 lines without you stay in our statistics." in gone
    assert not HelpRequest.objects.exists()


def test_a_closed_request_is_opened_again_by_one_click(inbox: Browser, help_request: HelpRequest) -> None:
    assert "Open this request again" not in text_of(inbox, "")
    change_status(help_request=help_request, to=Status.CLOSED, by=SYSTEM, kind="closed", outcome="solved")
    assert "Open this request again" in text_of(inbox, "")
    inbox.post("/en/inbox/again/", {"thread": help_request.pk})
    help_request.refresh_from_db()
    assert help_request.status == Status.TRIAGED.value
    assert inbox.post("/en/inbox/again/", {"thread": make_request().pk}).status_code == 404


@pytest.mark.parametrize(
    ("path", "most"),
    [("", 14), ("ask/", 8), ("reach/", 6), ("agreed/", 6), ("people/", 12), ("copy/", 3), ("end/", 12)],
)
def test_each_page_costs_few_queries(
    inbox: Browser, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    make_topic("housing")
    text_of(inbox, path)
    with django_assert_max_num_queries(most):
        text_of(inbox, path)


def test_unlocking_costs_few_queries(
    client: Browser, anna: Holder, help_request: HelpRequest, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(1):
        unlock(client, anna.digits)


def test_the_inbox_is_light(inbox: Browser, help_request: HelpRequest, alena_operator: User) -> None:
    for _ in range(10):
        add_staff_message(help_request=help_request, body="Адказ. " * 40, language="be", by=alena_operator)
    assert len(inbox.get("/be/inbox/").content) < 60_000
