"""Files come into memory only, and only where a view says that it takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import URLResolver, get_resolver

from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock


def _takers(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= _takers(entry)
        elif hasattr(entry.callback, "takes_files"):
            found.add(f"{entry.callback.__module__}.{entry.callback.__name__}")
    return found


def test_only_five_pages_take_files() -> None:
    papers = {"cases.files.views.inbox.files", "cases.files.views.desk.files"}
    lists = {"cases.legal.views.importing.upload", "cases.joining.views.lists.import_page"}
    assert _takers(get_resolver()) == {*papers, *lists, "knowledge.glossary.views.file"}


def test_no_handler_of_this_installation_writes_to_a_disk() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["helpdesk.ui.uploads.MemoryOnly"]


@pytest.mark.django_db
def test_a_file_sent_to_any_other_page_is_let_fall(
    client: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    given = SimpleUploadedFile("a.jpg", bytes(4 * 2**20))
    answer = client.post(
        "/be/write/", {"story": "Мне патрэбная дапамога з дакументамі.", "country": "PL", "a": given}
    )
    assert answer.status_code == 302
    assert not answer.wsgi_request.FILES
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("megabytes", [16, 45])
def test_a_body_far_too_large_is_read_and_forgotten_and_the_page_answers(
    client: Browser, megabytes: int
) -> None:
    holder = make_holder()
    help_request: Any = make_request(client=holder.client)
    unlock(client, holder.digits)
    body = {"thread": str(help_request.pk), "papers": SimpleUploadedFile("a.jpg", bytes(megabytes * 2**20))}
    answer = client.post("/en/inbox/files/", body)
    assert answer.status_code == 422
    assert "This was too much at once" in answer.content.decode()
    assert not answer.wsgi_request.FILES
