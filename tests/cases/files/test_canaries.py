"""Words in a file, its name and its metadata lie readable in no dump, log, temporary folder or store."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from cases.files import tasks
from cases.files.models import Attachment
from tests.cases.intake.test_canaries import dump_of_postgres, dump_of_redis, shapes
from tests.factories import files
from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock

WORDS = {
    "exif": "kanarek-exif-53",
    "pdf": "kanarek-pdf-żółć",
    "name": "канарэйка-імя",
    "bad": "kanarek-bad",
    "dropped": "kanarek-dropped",
}


def contents() -> list[bytes]:
    return [
        files.photo_with_place(WORDS["exif"]) + bytes(4 * 2**20),
        files.armed_pdf(WORDS["pdf"]),
        b"nothing we know " + WORDS["bad"].encode(),
    ]


def send(browser: Browser, thread: str, content: bytes, number: int) -> HttpResponse:
    once = f"00000000-0000-4000-8000-00000000000{number}"
    given = files.upload(content, f"{WORDS['name']}{number}.jpg")
    return browser.post("/be/inbox/files/", {"thread": thread, "once": once, "papers": [given]})


def everything_in(*folders: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_file_lies_readable_anywhere(
    client: Browser, caplog: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    made = contents()  # before anybody listens: the library that writes EXIF logs what it writes
    holder = make_holder()
    thread = str(make_request(client=holder.client).pk)
    unlock(client, holder.digits)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        codes = [send(client, thread, content, number).status_code for number, content in enumerate(made)]
        too_large = WORDS["dropped"].encode() * 1_200_000
        codes.append(send(client, thread, too_large, 9).status_code)
        places = {"quarantine": dump_of_postgres(), "redis before": dump_of_redis()}
        results = [tasks.check(str(pk)) for pk in Attachment.objects.values_list("pk", flat=True)]
        client.get("/be/inbox/files/")
    assert (codes, sorted(results)) == ([302, 302, 302, 422], ["clean", "clean", "kind"])
    places |= {"postgres": dump_of_postgres(), "redis": dump_of_redis(), "log": caplog.text.encode()}
    places |= everything_in(Path(settings.VAR_DIR), tmp_path)
    for place, found in places.items():
        for what, word in WORDS.items():
            assert not any(shape in found for shape in shapes(word)), f"{what} lies readable in {place}"
    assert list(tmp_path.rglob("*")) == []
