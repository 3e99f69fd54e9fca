"""Clean with all pages or refused without its bytes; what dies on the way has decided nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cases.closing.actions import erase_client
from cases.files import actions, tasks
from cases.files.models import Attachment, FilePart
from cases.files.workflow import FileKind, FileState, Part, Trouble
from cases.requests.models import HelpRequest
from helpdesk.audit.guard import OutsideAction, writing
from helpdesk.sealing.actions import erase_key
from helpdesk.sealing.errors import KeyErased, NoPrivateKey
from helpdesk.sealing.reasons import Reason
from tests.factories import files
from tests.factories.requests import Holder, make_holder, make_request


@pytest.fixture
def holder(db: None) -> Holder:
    return make_holder()


@pytest.fixture
def help_request(holder: Holder) -> HelpRequest:
    return make_request(client=holder.client)


@pytest.fixture
def waiting(help_request: HelpRequest, holder: Holder) -> Attachment:
    return files.send_file(help_request, files.document(3), by=holder, checked=False)


def state(attachment: Attachment) -> str:
    return str(Attachment.objects.get(pk=attachment.pk).state)


def test_a_checked_file_is_clean_with_its_pages_and_a_second_check_does_nothing(waiting: Attachment) -> None:
    assert tasks.check(str(waiting.pk)) == "clean"
    assert tasks.check(str(waiting.pk)) == "nothing to do"
    fresh = Attachment.objects.get(pk=waiting.pk)
    assert (fresh.kind, fresh.pages, fresh.parts.filter(part=Part.PAGE.value).count()) == ("pdf", 3, 3)
    assert not actions.refuse(attachment=waiting, trouble=Trouble.VIRUS)
    assert not actions.keep_clean(attachment=waiting, kind=FileKind.PDF, pages=[b"x"])


def test_two_workers_never_hold_one_file(waiting: Attachment) -> None:
    assert actions.begin_check(attachment_id=waiting.pk) is not None
    assert actions.begin_check(attachment_id=waiting.pk) is None


def test_a_failure_on_the_last_step_leaves_a_file_in_quarantine_and_it_is_tried_again(
    waiting: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_args: object, **_names: object) -> None:
        raise RuntimeError("the worker lost its database")

    with monkeypatch.context() as broken:
        broken.setattr("cases.files.actions.checking.record", break_down)
        with pytest.raises(RuntimeError):
            tasks.check(str(waiting.pk))
    assert state(waiting) == FileState.QUARANTINED.value
    assert waiting.parts.filter(part=Part.PAGE.value).count() == 0
    assert tasks.check(str(waiting.pk)) == "nothing to do"  # the dead worker still holds it
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert tasks.check(str(waiting.pk)) == "clean"


def test_a_file_that_ends_its_worker_three_times_is_refused(waiting: Attachment) -> None:
    for minutes in (0, 5, 10):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            assert actions.begin_check(attachment_id=waiting.pk) is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        assert tasks.check(str(waiting.pk)) == "nothing to do"
    fresh = Attachment.objects.get(pk=waiting.pk)
    assert (fresh.state, fresh.trouble) == (FileState.REFUSED.value, Trouble.HEAVY.value)
    assert fresh.parts.count() == 0


def test_where_the_kernel_cannot_confine_a_decoder_files_wait(
    waiting: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.files.imports.decoding._run", lambda *_: (78, b""))
    assert tasks.check(str(waiting.pk)) == "later"
    assert state(waiting) == FileState.QUARANTINED.value


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x00" * 500,
        b'{"kind": "jpeg", "sizes": [4]}\nhtml',
        b'{"kind": "exe", "sizes": [5]}\n\xff\xd8\xff\xff\xd9',
        b'{"kind": "jpeg", "sizes": [5, 5]}\n\xff\xd8\xff\xff\xd9',
        b'{"kind": "jpeg", "sizes": [-5, 10]}\n\xff\xd8\xff\xff\xd9',
        b'{"kind": "jpeg", "sizes": []}\n',
        b'{"trouble": "everything is fine"}\n',
        b"[]\n",
    ],
)
def test_a_decoder_that_was_tricked_cannot_talk_a_file_clean(
    waiting: Attachment, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr("cases.files.imports.decoding._run", lambda *_: (0, said))
    tasks.check(str(waiting.pk))
    assert state(waiting) == FileState.REFUSED.value


def test_the_sweep_asks_again_for_what_a_broker_lost(
    waiting: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks.check, "apply_async", lambda args, **_: asked.append(args[0]))
    assert tasks.check_waiting() == 1
    assert asked == [str(waiting.pk)]
    actions.begin_check(attachment_id=waiting.pk)
    assert tasks.check_waiting() == 0


def test_a_tampered_file_is_refused(waiting: Attachment) -> None:
    piece = waiting.parts.get()
    raw = bytearray(piece.content.ciphertext)
    raw[40] ^= 1
    with writing():
        piece.content = type(piece.content)(bytes(raw))
        piece.save()
    assert tasks.check(str(waiting.pk)) == Trouble.GONE.value


def test_nobody_writes_a_file_past_the_actions(waiting: Attachment) -> None:
    with pytest.raises(OutsideAction):
        Attachment.objects.update(state=FileState.CLEAN.value)
    with pytest.raises(OutsideAction):
        waiting.parts.get().delete()


def test_erasing_the_key_erases_the_file_and_the_sweep_takes_its_rows(
    help_request: HelpRequest, holder: Holder
) -> None:
    attachment = files.send_file(help_request, files.picture(), by=holder)
    assert help_request.inbox_key is not None
    erase_key(help_request.inbox_key)
    fresh = Attachment.objects.select_related("help_request").get(pk=attachment.pk)
    for read in (tasks.queries.original, tasks.queries.pages):
        with pytest.raises(KeyErased):
            read(fresh, by=actions.checking.WORKER, reason=Reason.FILES)
    assert tasks.sweep() == 1
    assert (Attachment.objects.count(), FilePart.objects.count()) == (0, 0)


def test_old_refusals_are_swept_and_others_stay(help_request: HelpRequest, holder: Holder) -> None:
    files.send_file(help_request, b"nothing", by=holder)
    kept = files.send_file(help_request, files.picture(), by=holder)
    assert tasks.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert tasks.sweep() == 1
    assert Attachment.objects.get() == kept


def test_erasing_a_client_takes_her_files(help_request: HelpRequest, holder: Holder) -> None:
    files.send_file(help_request, files.picture(), by=holder)
    erase_client(client=holder.client, by=holder.actor)
    assert (Attachment.objects.count(), FilePart.objects.count()) == (0, 0)


def test_the_public_process_seals_a_file_and_cannot_open_it(
    help_request: HelpRequest, holder: Holder, settings: Any
) -> None:
    settings.KEYRING_PRIVATE = None
    fresh = HelpRequest.objects.select_related("inbox_key").get(pk=help_request.pk)
    attachment = files.send_file(fresh, files.picture(), by=holder, checked=False)
    with pytest.raises(NoPrivateKey):
        tasks.queries.original(attachment, by=holder.actor, reason=Reason.FILES)
    with pytest.raises(NoPrivateKey):
        tasks.check(str(attachment.pk))
    assert state(attachment) == FileState.QUARANTINED.value
