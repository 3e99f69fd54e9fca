"""Spam and duplicates in one step each, with undo; and two who decide at the same time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.closing.actions import close_as_duplicate
from cases.requests.models import HelpRequest
from cases.requests.workflow import Flag, Status
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_client, make_request

SPAM = "/desk/requests/spam/"


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    return sign_in(client, alena_operator)


def state(help_request: HelpRequest) -> tuple[str, str]:
    help_request.refresh_from_db()
    return help_request.status, help_request.outcome


def test_spam_is_one_step_for_many_and_the_undo_opens_only_those(
    desk: Client, office_warsaw: Any, office_vilnius: Any
) -> None:
    rows = [make_request(office=office_warsaw) for _ in range(2)]
    theirs, solved = (
        make_request(office=office_vilnius),
        make_request(office=office_warsaw, status=Status.CLOSED),
    )
    ids = [str(row.pk) for row in (*rows, theirs, solved)]
    html = desk.post(SPAM, {"selected": ids, "next": "/desk/queue/"}, follow=True).content.decode()
    assert "2 requests are closed as spam." in html
    assert f'formaction="{SPAM}undo/"' in html
    assert [state(row) for row in rows] == [("closed", "spam")] * 2
    assert state(theirs) == ("new", "")
    (token,) = re.findall(r'name="token" value="([^"]+)"', html)
    desk.post(f"{SPAM}undo/", {"token": token})
    assert [state(row) for row in rows] == [("new", "")] * 2
    assert state(solved) == ("closed", "solved")


def test_a_duplicate_of_the_same_person_or_household_closes_with_undo(
    desk: Client, office_warsaw: Any
) -> None:
    first = make_client(office=office_warsaw)
    spouse = make_client(office=office_warsaw, household=first.household)
    kept = make_request(client=first)
    for twin in (make_request(client=first), make_request(client=spouse)):
        page = reverse("casefile:open", args=[twin.pk])
        html = desk.get(page).content.decode()
        assert f'name="kept" value="{kept.pk}"' in html
        done = desk.post(reverse("closing:duplicate", args=[twin.pk]), {"kept": kept.pk}, follow=True)
        assert f"the same matter runs in {kept.code}" in done.content.decode()
        assert state(twin) == ("closed", "handed_on")
        assert AccessEntry.objects.get(verb="request.duplicate", object_id=str(twin.pk)).reason == kept.code
        desk.post(reverse("closing:reopen", args=[twin.pk]))
        assert state(twin) == ("triaged", "")
    assert state(kept) == ("new", "")


def test_strangers_closed_ones_and_violence_make_no_duplicate(
    alena_operator: User, office_warsaw: Any
) -> None:
    first = make_client(office=office_warsaw)
    spouse = make_client(office=office_warsaw, household=first.household)
    mine, stranger = make_request(client=first), make_request(office=office_warsaw)
    closed = make_request(client=first, status=Status.CLOSED)
    afraid = make_request(client=spouse, flags=[Flag.DOMESTIC_VIOLENCE.value])
    for kept in (stranger, closed, afraid, mine):
        with pytest.raises(NotNow):
            close_as_duplicate(help_request=mine, kept=kept, by=alena_operator)
    with pytest.raises(NotNow):
        close_as_duplicate(help_request=afraid, kept=mine, by=alena_operator)
    assert state(mine) == ("new", "")


def test_a_duplicate_never_shows_one_the_words_of_the_other(desk: Client, office_warsaw: Any) -> None:
    first = make_client(office=office_warsaw)
    kept = make_request(client=first, story="Zubrytsa canary")
    twin = make_request(client=make_client(office=office_warsaw, household=first.household))
    desk.post(reverse("closing:duplicate", args=[twin.pk]), {"kept": kept.pk})
    assert "Zubrytsa" not in desk.get(reverse("casefile:open", args=[twin.pk])).content.decode()
    assert not twin.messages.exists()


def test_of_two_who_decide_at_once_the_second_sees_what_happened_and_loses_nothing(
    desk: Client, sign_in: Any, office_warsaw: Any
) -> None:
    second = sign_in(Client(), UserFactory.create(name="Zosia", roles=["operator"], office=office_warsaw))
    help_request = make_request(office=office_warsaw)
    page = reverse("casefile:open", args=[help_request.pk])
    seen = second.get(page).context["reply_form"]
    desk.post(reverse("closing:close", args=[help_request.pk]), {"outcome": "solved", "seen": 0})
    words = {
        "words": "Вось мой доўгі адказ.",
        "language": "be",
        "once": str(seen.initial["once"]),
        "seen": "0",
        "do": "send",
    }
    late = second.post(reverse("answers:reply", args=[help_request.pk]), words)
    assert late.status_code == 422
    assert "This request is closed." in late.content.decode()
    assert not help_request.messages.exists()
    desk.post(reverse("closing:reopen", args=[help_request.pk]))
    late = second.post(reverse("answers:reply", args=[help_request.pk]), words)
    html = late.content.decode()
    assert "nothing is lost" in html
    assert "Вось мой доўгі адказ." in html
    version = HelpRequest.objects.get(pk=help_request.pk).version
    assert f'name="seen" value="{version}"' in html
    second.post(reverse("answers:reply", args=[help_request.pk]), {**words, "seen": str(version)})
    assert help_request.messages.count() == 1
    late = second.post(reverse("closing:close", args=[help_request.pk]), {"outcome": "spam", "seen": "0"})
    assert "meanwhile" in late.content.decode()
    assert state(help_request) == ("answered", "")
