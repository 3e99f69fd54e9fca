"""A partner's link: one person, one use, seven days, signed; and nothing at all for any other link."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client as Browser

from cases.doors.actions.hand_overs import forget_old_links, invite_partner, read_signature
from cases.doors.models import HandOver
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.web import shown_digits, unlock

pytestmark = pytest.mark.django_db
DESK = "/desk/hand-overs/"


def signed(**typed: Any) -> dict[str, Any]:
    return {
        "form_id": str(uuid.uuid4()),
        "consent": "on",
        "story": "Сям'я з двума дзецьмі, канчаецца дазвол.",
        "topic": "unknown",
        "urgency": "high",
        "language": "ru",
        "country": "PL",
        "city": "Lublin",
        "contact": "+48 600 100 200",
        "contact_channel": "",
        "heard_from": "partner",
        "signer": "Ewa Podpisana",
        **typed,
    }


@pytest.fixture
def link(client: Browser, alena_operator: User, sign_in: Any) -> str:
    page = sign_in(client, alena_operator).post(DESK, {"partner": "Дом на Граніцы"}).content.decode()
    found = re.search(r'id="link">http://testserver(/pl/from/[\w-]+/)<', page)
    assert found
    return found.group(1)


def without_token(response: HttpResponse, link: str) -> str:
    text = response.content.decode().replace(link.split("/")[3], "#")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_a_partner_hands_a_person_over_and_gets_a_receipt_for_her(link: str, alena_operator: User) -> None:
    partner = Browser()
    page = partner.get(link).content.decode()
    assert "Дом на Граніцы" in page
    assert partner.post(link, signed()).url == "/pl/from/done/"
    row = HelpRequest.objects.select_related("client").get()
    assert (row.channel, row.urgency, row.city, row.language) == ("partner", "high", "Lublin", "ru")
    assert (row.office, row.heard_from) == (alena_operator.office, "partner")
    assert row.client.receipt_is_temporary
    contact = reveal_one(row.client, ["contact"], by=alena_operator, reason=Reason.RING_BACK)
    assert contact["contact"] == "+48 600 100 200"
    digits = shown_digits(partner, "pl", "from/done")
    phone = Browser()
    unlock(phone, digits)
    assert phone.get("/be/inbox/").url == "/be/inbox/new/"


def test_the_receipt_goes_once_its_last_digits_were_typed_back_or_after_half_an_hour(link: str) -> None:
    partner = Browser()
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        partner.post(link, signed())
        digits = shown_digits(partner, "pl", "from/done")
        assert shown_digits(partner, "pl", "from/done") == digits
        slip = partner.post("/en/from/done/", {"last_digits": "0000" if digits[-4:] != "0000" else "1111"})
        assert "not the last four digits" in slip.content.decode()
        clock.shift(31 * 60)
        assert partner.get("/pl/from/done/").status_code == 404
    assert Browser().get("/pl/from/done/").status_code == 404


def test_the_receipt_is_forgotten_when_it_is_on_paper(link: str) -> None:
    partner = Browser()
    partner.post(link, signed())
    digits = shown_digits(partner, "pl", "from/done")
    partner.post("/pl/from/done/", {"last_digits": digits[-4:]})
    assert partner.get("/pl/from/done/").status_code == 404


def test_used_withdrawn_old_and_unknown_links_are_the_same_nothing(
    client: Browser, link: str, alena_operator: User
) -> None:
    Browser().post(link, signed())
    links = [link]
    with time_machine.travel("2026-11-01 12:00", tick=False):
        links.append(f"/pl/from/{invite_partner(partner='Стары', by=alena_operator)[1]}/")
    withdrawn, token = invite_partner(partner="Адкліканы", by=alena_operator)
    client.post(f"{DESK}{withdrawn.pk}/withdraw/")
    links += [f"/pl/from/{token}/", f"/pl/from/{'x' * 43}/"]
    seen = set()
    for each in links:
        for answer in (Browser().get(each), Browser().post(each, signed())):
            assert answer.status_code == 404
            seen.add((without_token(answer, each), answer.headers["Cache-Control"]))
    assert len(seen) == 1
    assert HelpRequest.objects.count() == 1


def test_the_same_form_sent_twice_is_one_request_and_shows_the_receipt_again(link: str) -> None:
    partner, form = Browser(), signed()
    partner.post(link, form)
    assert partner.post(link, form).url == "/pl/from/done/"
    assert partner.post(link, signed()).status_code == 404
    assert partner.get(link).status_code == 404
    assert HelpRequest.objects.count() == 1


def test_a_number_in_the_story_is_pointed_out_before_it_is_taken(link: str, alena_operator: User) -> None:
    partner = Browser()
    form = signed(story="Яе брат у Мінску: +375 29 123 45 67")
    page = partner.post(link.replace("/pl/", "/en/"), form).content.decode()
    assert "One look before it is saved" in page
    assert "+375 29 123 45 67" in page
    assert HelpRequest.objects.count() == 0
    partner.post(link, {**form, "traces": "remove"})
    story = reveal_one(HelpRequest.objects.get(), ["story"], by=alena_operator, reason=Reason.OWN_QUEUE)
    assert "375" not in story["story"]


def test_the_page_leaves_no_trace(link: str) -> None:
    response = Browser().get(link)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "<title>Ganak</title>" in response.content.decode() or "<title>Ганак" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"consent": ""}, "own yes we cannot take this form"),
        ({"story": ""}, "Please tell us in a few words"),
        ({"signer": ""}, "Please fill this in."),
        ({"contact": "12"}, "This number is too short"),
        ({"contact": "a@b", "contact_channel": "email"}, "does not look like an e-mail address"),
        ({"country": "XX"}, "Please choose one of the answers shown."),
        ({"topic": "no-such"}, "Please choose one of the answers shown."),
        ({"signer": "x" * 200}, "This is too long."),
    ],
)
def test_a_slip_is_said_in_the_readers_language_and_keeps_every_field(
    link: str, typed: dict[str, str], sentence: str
) -> None:
    partner = Browser()
    page = partner.post(link.replace("/pl/", "/en/"), signed(city="Zamość", **typed)).content.decode()
    assert sentence in page
    assert 'value="Zamość"' in page
    assert HelpRequest.objects.count() == 0
    assert partner.get(link).status_code == 200


def test_who_signed_can_be_read_and_proved_later(client: Browser, link: str, alena_operator: User) -> None:
    Browser().post(link, signed())
    row = HandOver.objects.select_related("help_request__desk_key").get()
    page = client.post(f"{DESK}{row.pk}/signature/").content.decode()
    assert "Ewa Podpisana" in page
    assert "The signature fits" in page
    assert "Podpisana" not in repr(HandOver.objects.filter(pk=row.pk).values().get())
    with writing():
        HandOver.objects.filter(pk=row.pk).update(partner="Хтосьці іншы")
    changed = HandOver.objects.select_related("help_request__desk_key").get()
    assert not read_signature(hand_over=changed, by=alena_operator).is_genuine
    assert "does not fit" in client.post(f"{DESK}{row.pk}/signature/").content.decode()


def test_the_signature_goes_with_the_request(link: str, alena_operator: User) -> None:
    Browser().post(link, signed())
    with writing():
        Client.objects.all().delete()
    assert HandOver.objects.get().help_request_id is None


def test_who_may_not_read_the_request_does_not_read_who_signed(
    link: str, hanna_coordinator: User, sign_in: Any
) -> None:
    Browser().post(link, signed())
    row = HandOver.objects.select_related("help_request__desk_key").get()
    with pytest.raises(Refused):
        read_signature(hand_over=row, by=hanna_coordinator)
    desk = sign_in(Browser(), hanna_coordinator)
    assert desk.post(f"{DESK}{row.pk}/signature/").status_code == 403


def test_whom_the_request_is_hidden_from_finds_no_signature(
    client: Browser, link: str, alena_operator: User
) -> None:
    Browser().post(link, signed())
    row = HandOver.objects.get()
    with writing():
        HelpRequest.objects.update(sensitivity=3)
    assert client.post(f"{DESK}{row.pk}/signature/").status_code == 404
    assert f"/desk/requests/{row.help_request_id}/" not in client.get(DESK).content.decode()


def test_another_office_sees_no_link_of_ours(link: str, jonas_operator: User, sign_in: Any) -> None:
    row = HandOver.objects.get()
    desk = sign_in(Browser(), jonas_operator)
    assert "Дом на Граніцы" not in desk.get(DESK).content.decode()
    for verb in ("withdraw", "signature"):
        assert desk.post(f"{DESK}{row.pk}/{verb}/").status_code == 404


def test_who_may_invite(
    client: Browser, maks_lawyer: User, hanna_coordinator: User, ina_editor: User, sign_in: Any
) -> None:
    for user, status in ((maks_lawyer, 200), (hanna_coordinator, 200), (ina_editor, 403)):
        assert sign_in(Browser(), user).get(DESK).status_code == status


def test_the_list_costs_the_same_for_one_link_and_for_thirty(
    client: Browser, link: str, alena_operator: User, django_assert_max_num_queries: Any
) -> None:
    Browser().post(link, signed())
    for number in range(30):
        invite_partner(partner=f"Партнёр {number}", by=alena_operator)
    with django_assert_max_num_queries(12):
        assert "Партнёр 29" in client.get(DESK).content.decode()
    open_link = f"/pl/from/{invite_partner(partner='Х', by=alena_operator)[1]}/"
    with django_assert_max_num_queries(4):
        Browser().get(open_link)
    with django_assert_max_num_queries(21):
        Browser().post(open_link, signed())


def test_unused_links_are_forgotten_after_three_months(alena_operator: User) -> None:
    with time_machine.travel("2026-05-01 12:00", tick=False):
        invite_partner(partner="Стары", by=alena_operator)
    fresh, _ = invite_partner(partner="Новы", by=alena_operator)
    assert forget_old_links() == 1
    assert list(HandOver.objects.all()) == [fresh]
