"""A client sends files without script, sees how far each is, and takes one away; nothing of hers is told."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from cases.files.models import Attachment, FilePart
from cases.files.rules import MOST_BYTES, MOST_FILES
from cases.files.tasks import check
from cases.files.workflow import FileKind, FileState
from cases.requests.actions import Contact
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Turn
from helpdesk.sealing.actions import open_with
from tests.factories import files
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.web import unlock

PAGE = "/be/inbox/files/"
NAMES = ["../../etc/passwd.jpg", "a\u202egpj.exe", "x" * 300 + ".jpg", "a\x00b.jpg", "🐤.jpg"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def holder() -> Holder:
    return make_holder()


@pytest.fixture
def help_request(holder: Holder) -> HelpRequest:
    return make_request(client=holder.client)


@pytest.fixture
def inbox(client: Browser, holder: Holder, help_request: HelpRequest) -> Browser:
    unlock(client, holder.digits)
    return client


def send(
    browser: Browser, help_request: HelpRequest, *given: SimpleUploadedFile, **more: Any
) -> HttpResponse:
    data = {"once": str(uuid4()), "thread": str(help_request.pk), "papers": list(given), **more}
    return browser.post(PAGE, data)


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_sent_file_is_sealed_and_waits_and_then_it_is_ready(
    inbox: Browser, help_request: HelpRequest, holder: Holder
) -> None:
    answer = send(inbox, help_request, files.upload(files.picture(), "ліст.jpg"))
    assert answer.status_code == 302
    assert answer["Location"] == PAGE
    page = text(inbox.get(PAGE))
    assert f'href="{PAGE}"' in page  # the way to look again, without script
    assert "hourglass" in page or "badge--info" in page
    attachment = Attachment.objects.get()
    assert attachment.state == FileState.QUARANTINED.value
    assert attachment.uploaded_at.minute == attachment.uploaded_at.second == 0
    assert open_with(holder.key, attachment, ["name"]) == [{"name": "ліст.jpg"}]
    check(str(attachment.pk))
    page = text(inbox.get(PAGE))
    assert "badge--ok" in page
    assert "ліст.jpg" in page


def test_a_refused_file_says_why_in_her_language(inbox: Browser, help_request: HelpRequest) -> None:
    send(inbox, help_request, files.upload(b"<html><script>1</script>", "photo.jpg"))
    check(str(Attachment.objects.get().pk))
    page = text(inbox.get("/en/inbox/files/"))
    assert "It is not a picture (JPEG, PNG, WebP) or a PDF." in page
    assert FilePart.objects.count() == 0


def test_where_the_device_may_be_searched_nothing_of_hers_is_echoed(client: Browser) -> None:
    holder = make_holder(contact=Contact(device_may_be_searched=True))
    help_request = make_request(client=holder.client)
    unlock(client, holder.digits)
    send(client, help_request, files.upload(files.picture(), "protest-u-minsku.jpg"))
    check(str(Attachment.objects.get().pk))
    page = text(client.get(PAGE))
    assert "protest" not in page
    assert "<img" not in page
    assert "A file of " in text(client.get("/en/inbox/files/"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.jpg", "a\u202egpj.exe", "x" * 300 + ".jpg", "a\x00b.jpg", "🐤.jpg"]
)
def test_names_are_only_ever_sealed_words(
    inbox: Browser, help_request: HelpRequest, holder: Holder, name: str
) -> None:
    send(inbox, help_request, files.upload(files.picture(), name))
    attachment = Attachment.objects.get()
    (words,) = open_with(holder.key, attachment, ["name"])
    assert "/" not in words["name"]
    assert "\u202e" not in words["name"]
    assert "\x00" not in words["name"]
    assert len(words["name"]) <= 255
    assert inbox.get(PAGE).status_code == 200


def test_the_content_type_that_a_browser_claims_decides_nothing(
    inbox: Browser, help_request: HelpRequest
) -> None:
    send(inbox, help_request, files.upload(files.document(), "photo.jpg", "image/jpeg"))
    send(inbox, help_request, files.upload(files.picture(), "page.html", "text/html"))
    for attachment in Attachment.objects.all():
        check(str(attachment.pk))
    assert set(Attachment.objects.values_list("kind", flat=True)) == {FileKind.PDF.value, FileKind.JPEG.value}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([b""], "One file is empty."),
        ([bytes(MOST_BYTES + 1)], "This was too much at once"),
        ([bytes(MOST_BYTES), bytes(MOST_BYTES)], "This was too much at once"),
        ([b"x"] * (MOST_FILES + 1), "Send at most 10 files."),
        ([], "Please choose a file first."),
    ],
)
def test_too_much_is_a_sentence_on_the_same_page_and_nothing_is_kept(
    inbox: Browser, help_request: HelpRequest, given: list[bytes], words: str
) -> None:
    data = {"once": str(uuid4()), "thread": str(help_request.pk)}
    uploads = [files.upload(content, f"{number}.jpg") for number, content in enumerate(given)]
    answer = inbox.post("/en/inbox/files/", {**data, "papers": uploads})
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'enctype="multipart/form-data"' in text(answer)
    assert Attachment.objects.count() == 0


def test_fifteen_megabytes_exactly_are_taken(
    inbox: Browser, help_request: HelpRequest, holder: Holder
) -> None:
    content = files.picture() + bytes(MOST_BYTES - len(files.picture()))
    assert send(inbox, help_request, files.upload(content)).status_code == 302
    attachment = Attachment.objects.get()
    assert attachment.parts.count() == 16
    assert check(str(attachment.pk)) == "clean"


def test_an_eleventh_file_is_one_too_many(inbox: Browser, help_request: HelpRequest) -> None:
    send(inbox, help_request, *(files.upload(b"x", f"{number}") for number in range(MOST_FILES)))
    assert Attachment.objects.count() == MOST_FILES
    assert send(inbox, help_request, files.upload(b"x")).status_code == 422
    assert Attachment.objects.count() == MOST_FILES


def test_a_second_click_sends_nothing_twice(inbox: Browser, help_request: HelpRequest) -> None:
    once = str(uuid4())
    for _ in range(2):
        assert send(inbox, help_request, files.upload(files.picture()), once=once).status_code == 302
    assert Attachment.objects.count() == 1


def test_thirty_sendings_an_hour_are_enough(inbox: Browser, help_request: HelpRequest) -> None:
    codes = [send(inbox, help_request).status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]


def test_a_file_brings_an_answered_request_back_to_us(client: Browser) -> None:
    holder = make_holder()
    help_request = make_request(client=holder.client, status=Status.ANSWERED)
    unlock(client, holder.digits)
    send(client, help_request, files.upload(files.picture()))
    fresh = HelpRequest.objects.get(pk=help_request.pk)
    assert (fresh.status, fresh.turn) == (Status.TRIAGED.value, Turn.US.value)


def test_she_takes_a_file_away_in_any_state(
    inbox: Browser, help_request: HelpRequest, holder: Holder
) -> None:
    waiting = files.send_file(help_request, files.picture(), by=holder, checked=False)
    ready = files.send_file(help_request, files.picture(), by=holder)
    refused = files.send_file(help_request, b"nothing", by=holder)
    for attachment in (waiting, ready, refused):
        assert inbox.post(f"{PAGE}remove/", {"file": str(attachment.pk)}).status_code == 302
    assert (Attachment.objects.count(), FilePart.objects.count()) == (0, 0)


def test_a_file_of_somebody_else_is_nowhere(inbox: Browser) -> None:
    other = make_holder(office=None)
    foreign = make_request(client=other.client)
    attachment = files.send_file(foreign, files.picture(), by=other, name="not-hers.jpg")
    assert "not-hers" not in text(inbox.get(PAGE))
    assert inbox.post(f"{PAGE}remove/", {"file": str(attachment.pk)}).status_code == 404
    assert send(inbox, foreign, files.upload(files.picture())).status_code == 422
    assert Attachment.objects.count() == 1


def test_without_a_receipt_there_is_only_the_door(client: Browser, help_request: HelpRequest) -> None:
    assert client.get(PAGE)["Location"] == "/be/back/"
    assert send(client, help_request, files.upload(files.picture()))["Location"] == "/be/back/"
    assert Attachment.objects.count() == 0


def test_the_page_asks_the_database_the_same_number_of_times_however_many_files_there_are(
    inbox: Browser, help_request: HelpRequest, holder: Holder, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        files.send_file(help_request, b"x", by=holder, checked=False)
    with django_assert_max_num_queries(6):
        inbox.get(PAGE)


def test_the_day_of_a_file_is_told_and_no_minute(
    inbox: Browser, help_request: HelpRequest, holder: Holder
) -> None:
    files.send_file(help_request, files.picture(), by=holder)
    page = text(inbox.get(PAGE))
    today: date = timezone.localdate()
    assert str(today.day) in page
    assert not re.search(r"\d\d:\d\d", page)
