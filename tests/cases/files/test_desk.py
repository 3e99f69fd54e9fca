"""Staff see pages drawn anew; the original only after a fresh sign-in, with a reason, and in the log."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone
from PIL import Image

from cases.files.models import Attachment, FilePart
from cases.files.workflow import Part
from cases.requests.models import HelpRequest
from cases.triage.actions import assign
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.reasons import Reason
from tests.factories import files
from tests.factories.requests import Holder, make_holder, make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
BLIND = ["hanna_coordinator", "ina_editor", "piotr_administrator", "ruta_auditor", "vika_volunteer"]
CONTENT = files.photo_with_place("kanarek-desk")


@pytest.fixture
def holder(office_warsaw: Any) -> Holder:
    return make_holder(office=office_warsaw)


@pytest.fixture
def help_request(holder: Holder) -> HelpRequest:
    return make_request(client=holder.client)


@pytest.fixture
def attachment(help_request: HelpRequest, holder: Holder) -> Attachment:
    return files.send_file(help_request, CONTENT, by=holder, name="пашпарт.jpg")


@pytest.fixture
def desk(client: Browser, alena_operator: User, sign_in: SignIn) -> Browser:
    return sign_in(client, alena_operator)


def entries(attachment: Attachment) -> list[tuple[str, list[str], str]]:
    rows = AccessEntry.objects.filter(object_id=str(attachment.pk), actor_kind="user").order_by("pk")
    return [(row.verb, row.fields, row.reason) for row in rows]


def test_the_preview_shows_pages_and_each_look_is_in_the_log(desk: Browser, attachment: Attachment) -> None:
    page = desk.get(f"/desk/files/{attachment.pk}/")
    assert "пашпарт.jpg" in page.content.decode()
    assert f"/desk/files/{attachment.pk}/pages/1/" in page.content.decode()
    picture = desk.get(f"/desk/files/{attachment.pk}/pages/1/")
    assert picture.status_code == 200
    assert Image.open(io.BytesIO(picture.content)).size == (200, 320)
    assert b"kanarek" not in picture.content
    assert entries(attachment) == [
        ("sealing.reveal", ["attachment.name"], Reason.TRIAGE.value),
        ("sealing.reveal", ["filepart.content"], Reason.TRIAGE.value),
    ]


def test_the_original_needs_a_reason_and_comes_as_it_was_sent(desk: Browser, attachment: Attachment) -> None:
    url = f"/desk/files/{attachment.pk}/original/"
    assert CONTENT not in desk.get(url).content
    assert desk.post(url, {}).status_code == 422
    assert desk.post(url, {"reason": "curious"}).status_code == 422
    assert entries(attachment) == []
    answer = desk.post(url, {"reason": Reason.SIGNATURE.value})
    assert answer.content == CONTENT
    assert entries(attachment) == [("sealing.reveal", ["filepart.content"], "signature")]


def test_an_old_sign_in_does_not_open_the_original(desk: Browser, attachment: Attachment) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        answer = desk.post(f"/desk/files/{attachment.pk}/original/", {"reason": Reason.SIGNATURE.value})
        assert answer.status_code == 302
        assert "again" in answer["Location"] or "reauthenticate" in answer["Location"]
        assert desk.get(f"/desk/files/{attachment.pk}/").status_code == 200
    assert [verb for verb, *_ in entries(attachment)] == ["sealing.reveal"]


@pytest.mark.parametrize("what", ["pages/1/", "copy/", "original/"])
def test_whatever_is_served_runs_nowhere_and_is_kept_by_nobody(
    desk: Browser, attachment: Attachment, what: str
) -> None:
    url = f"/desk/files/{attachment.pk}/{what}"
    ask = {"HTTP_RANGE": "bytes=0-9"}
    answer = (
        desk.post(url, {"reason": Reason.SIGNATURE.value}, **ask)
        if what == "original/"
        else desk.get(url, **ask)
    )
    assert answer.status_code == 200  # a range is no way to half a file
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "allow-" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "пашпарт" not in str(answer.headers)
    if what == "original/":
        assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("what", ["", "pages/1/", "copy/", "original/"])
def test_head_tells_nothing(desk: Browser, attachment: Attachment, what: str) -> None:
    answer = desk.head(f"/desk/files/{attachment.pk}/{what}")
    assert answer.status_code == 405
    assert entries(attachment) == []


@pytest.mark.parametrize("what", ["", "pages/1/", "copy/", "original/"])
def test_what_is_in_quarantine_or_refused_is_not_there(
    desk: Browser, help_request: HelpRequest, holder: Holder, what: str
) -> None:
    for attachment in (
        files.send_file(help_request, CONTENT, by=holder, checked=False),
        files.send_file(help_request, b"virus", by=holder),
    ):
        assert desk.get(f"/desk/files/{attachment.pk}/{what}").status_code == 404


@pytest.mark.parametrize("what", ["", "pages/1/", "copy/", "original/", "remove/"])
def test_another_office_and_a_lawyer_without_a_grant_find_nothing(
    attachment: Attachment, jonas_operator: User, maks_lawyer: User, sign_in: SignIn, what: str
) -> None:
    for user in (jonas_operator, maks_lawyer):
        browser = sign_in(Browser(), user)
        url = f"/desk/files/{attachment.pk}/{what}"
        assert (browser.post(url) if what == "remove/" else browser.get(url)).status_code == 404
    assert Attachment.objects.filter(pk=attachment.pk).exists()


@pytest.mark.parametrize(
    "who", ["hanna_coordinator", "ina_editor", "piotr_administrator", "ruta_auditor", "vika_volunteer"]
)
def test_roles_that_read_no_story_see_no_file(
    attachment: Attachment, sign_in: SignIn, request: pytest.FixtureRequest, who: str
) -> None:
    browser = sign_in(Browser(), request.getfixturevalue(who))
    for what in ("", "pages/1/", "copy/", "original/"):
        assert browser.get(f"/desk/files/{attachment.pk}/{what}").status_code == 403
    assert browser.post(f"/desk/files/{attachment.pk}/remove/").status_code == 403
    assert browser.get(f"/desk/requests/{attachment.help_request_id}/files/").status_code == 403


def test_a_lawyer_sees_the_files_of_her_request(
    attachment: Attachment, maks_lawyer: User, alena_operator: User, sign_in: SignIn
) -> None:
    assign(help_request=attachment.help_request, to=maks_lawyer, by=alena_operator)
    browser = sign_in(Browser(), maks_lawyer)
    assert browser.get(f"/desk/files/{attachment.pk}/pages/1/").status_code == 200


def test_there_is_no_other_way_to_a_file(desk: Browser, attachment: Attachment) -> None:
    for path in ("/media/", "/var/media/", f"/media/{attachment.pk}", f"/static/{attachment.pk}"):
        assert desk.get(path).status_code == 404
    for number in ("0", "2", "99999"):
        assert desk.get(f"/desk/files/{attachment.pk}/pages/{number}/").status_code == 404


def test_an_operator_adds_a_paper_letter_and_takes_it_away(
    desk: Browser, help_request: HelpRequest, holder: Holder, alena_operator: User
) -> None:
    url = f"/desk/requests/{help_request.pk}/files/"
    answer = desk.post(url, {"once": str(uuid4()), "papers": [files.upload(files.document(2), "letter.pdf")]})
    assert answer.status_code == 302
    attachment = Attachment.objects.get()
    assert attachment.sent_by == alena_operator
    assert desk.post(url, {"once": str(uuid4()), "papers": [files.upload(b"")]}).status_code == 422
    assert desk.post(f"/desk/files/{attachment.pk}/remove/").status_code == 302
    assert (Attachment.objects.count(), FilePart.objects.count()) == (0, 0)
    verbs = [verb for verb, *_ in entries(attachment)]
    assert verbs == ["attachment.upload", "attachment.delete"]


def test_the_safe_copy_of_a_document_is_a_document_of_pictures(
    desk: Browser, help_request: HelpRequest, holder: Holder
) -> None:
    attachment = files.send_file(help_request, files.document(12), by=holder, name="a.pdf")
    copy = desk.get(f"/desk/files/{attachment.pk}/copy/")
    assert len(pypdfium2.PdfDocument(copy.content)) == 12
    first, second = (desk.get(f"/desk/files/{attachment.pk}/?page={page}") for page in (1, 11))
    assert first.content.decode().count("<img") == 10
    assert second.content.decode().count("<img") == 2
    assert desk.get(f"/desk/files/{attachment.pk}/?page=abc").status_code == 200


def test_the_case_file_lists_them_without_their_names(desk: Browser, attachment: Attachment) -> None:
    page = desk.get(f"/desk/requests/{attachment.help_request_id}/").content.decode()
    assert f"/desk/files/{attachment.pk}/" in page
    assert "пашпарт" not in page


@pytest.mark.logs_errors
@pytest.mark.parametrize("deed", ["changed", "swapped", "cut", "moved"])
def test_tampered_pieces_are_an_error_and_an_event_never_a_file(
    desk: Browser, help_request: HelpRequest, holder: Holder, deed: str
) -> None:
    desk.raise_request_exception = False
    content = files.picture() + bytes(3 * 2**20)
    attachment = files.send_file(help_request, content, by=holder)
    pieces = list(attachment.parts.filter(part=Part.ORIGINAL.value).order_by("number"))
    with writing():
        if deed == "changed":
            raw = bytearray(pieces[1].content.ciphertext)
            raw[-1] ^= 1
            pieces[1].content = type(pieces[1].content)(bytes(raw))
            pieces[1].save()
        elif deed == "swapped":
            pieces[1].content, pieces[2].content = pieces[2].content, pieces[1].content
            pieces[1].save()
            pieces[2].save()
        elif deed == "cut":
            pieces[-1].delete()
        else:
            FilePart.objects.filter(pk=pieces[1].pk).update(number=9)
            FilePart.objects.filter(pk=pieces[2].pk).update(number=1)
            FilePart.objects.filter(pk=pieces[1].pk).update(number=2)
    answer = desk.post(f"/desk/files/{attachment.pk}/original/", {"reason": Reason.SIGNATURE.value})
    assert answer.status_code == 500
    assert AccessEntry.objects.filter(verb="sealing.tampered", is_refused=True).exists()
