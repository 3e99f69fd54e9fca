"""Two clicks at the same moment, on real connections; and a form that was open for too long."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client as Browser

from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.models import User
from tests.cases.doors.test_call import call
from tests.factories.web import STORY, answer_questions, send, shown_digits, tell


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Starts all of them at the same moment, each on a database connection of its own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one_request(client: Browser, office_warsaw: Any) -> None:
    tell(client)
    answer_questions(client)
    client.get("/be/write/last/")
    twins = [Browser() for _ in range(4)]
    for twin in twins:
        twin.cookies["help"] = client.cookies["help"].value
    answers = at_once(*[lambda twin=twin: send(twin) for twin in twins])
    assert {answer.url for answer in answers} == {"/be/write/done/"}
    assert len(shown_digits(client)) == 20
    assert HelpRequest.objects.count() == Client.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_call_saved_twice_at_the_same_moment_is_one_request(alena_operator: User, sign_in: Any) -> None:
    typed = call()
    desks = [sign_in(Browser(), alena_operator) for _ in range(3)]
    answers = at_once(*[lambda desk=desk: desk.post("/desk/calls/new/", typed) for desk in desks])
    assert {answer.status_code for answer in answers} == {302}
    assert HelpRequest.objects.count() == Client.objects.count() == 1


@pytest.mark.django_db
def test_an_expired_form_gives_the_text_back_to_be_sent_again(office_warsaw: Any) -> None:
    browser = Browser(enforce_csrf_checks=True)
    typed = {**STORY, "story": "Доўга пісала гэтую гісторыю"}
    refused = browser.post("/en/write/", typed)
    page = refused.content.decode()
    assert refused.status_code == 403
    assert "Nothing you typed is lost." in page
    assert "Доўга пісала гэтую гісторыю" in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert browser.post("/en/write/", {**typed, "csrfmiddlewaretoken": token}).url == "/en/write/next/"


@pytest.mark.django_db
def test_an_expired_receipt_form_never_repeats_the_receipt() -> None:
    browser = Browser(enforce_csrf_checks=True)
    refused = browser.post("/en/back/", {"receipt": "1234 5678 9012 3456 7887"})
    assert refused.status_code == 403
    assert "5678" not in refused.content.decode()
