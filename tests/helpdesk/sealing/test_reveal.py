"""Who can open what, what it costs, and that no text comes without its entry in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.requests.models import Client
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing import ciphers
from helpdesk.sealing.actions import (
    erase_key,
    new_data_key,
    open_with,
    reveal,
    reveal_one,
    rewrap_for_client,
    seal,
)
from helpdesk.sealing.errors import KeyErased, NoPrivateKey, TamperedCiphertext
from helpdesk.sealing.fields import Sealed
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.models import DataKey, WrappedKey
from helpdesk.sealing.reasons import Reason
from helpdesk.team.models import FactorSecret
from tests.helpdesk.sealing.letters import Folder, Letter


def write(folder: Folder, *bodies: str) -> list[Letter]:
    letters = []
    for body in bodies:
        letter = Letter(folder=folder)
        seal(letter, body=body, sender="Anna")
        letter.save()
        letters.append(letter)
    return letters


def read(things: Any, **kwargs: Any) -> list[dict[str, str]]:
    return reveal(things, ["body", "sender"], by=SYSTEM, reason=Reason.ANSWER, **kwargs)


def test_staff_read_what_a_client_wrote_and_one_entry_says_so(folder: Folder, alena_operator: User) -> None:
    write(folder, "my story")
    letter = Letter.objects.get()
    opened = reveal_one(letter, ["body"], by=alena_operator, reason=Reason.TRIAGE)
    assert opened == {"body": "my story"}
    entry = AccessEntry.objects.get()
    assert (entry.verb, entry.object_type, entry.object_id) == (
        "sealing.reveal",
        "sealing.letter",
        str(letter.pk),
    )
    assert (entry.actor_id, entry.roles, entry.reason) == (str(alena_operator.pk), ["operator"], "triage")
    assert entry.fields == ["letter.body"]


def test_a_thread_is_one_entry_about_its_subject(folder: Folder) -> None:
    write(folder, "one", "two")
    opened = read(Letter.objects.all(), subject=folder)
    assert {row["body"] for row in opened} == {"one", "two"}
    assert AccessEntry.objects.get().object_id == str(folder.pk)


def test_several_things_need_a_subject_and_every_reading_a_listed_reason(folder: Folder) -> None:
    letters = write(folder, "one", "two")
    with pytest.raises(ValueError, match="subject"):
        read(letters)
    with pytest.raises(ValueError, match="curious"):
        reveal(letters[0], ["body"], by=SYSTEM, reason="curious")


def test_no_log_no_text(folder: Folder) -> None:
    letter = write(folder, "one")[0]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_accessentry ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    with pytest.raises(DatabaseError), transaction.atomic():
        read(letter)


def test_empty_fields_open_as_empty_text(folder: Folder) -> None:
    letter = Letter(folder=folder)
    seal(letter, body="")
    letter.save()
    assert read(letter) == [{"body": "", "sender": ""}]
    assert read([]) == []


def test_a_thousand_rows_cost_as_many_queries_as_one(folder: Folder) -> None:
    write(folder, *["text"] * 30)
    for _other in range(5):
        write(Folder.objects.create(data_key=new_data_key("desk")), "text")
    costs = []
    for rows in (Letter.objects.all()[:1], Letter.objects.all()):
        things = list(rows)
        with CaptureQueriesContext(connection) as captured:
            read(things, subject=folder)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 5


def test_sealing_many_rows_under_one_key_unwraps_it_once(folder: Folder) -> None:
    fresh = Folder.objects.select_related("data_key").get()
    with CaptureQueriesContext(connection) as captured:
        for _row in range(20):
            seal(Letter(folder=fresh), body="text", sender="me")
    assert len(captured) == 1


def test_the_public_process_seals_but_cannot_reveal(
    folder: Folder, public_process: Callable[[], None]
) -> None:
    public_process()
    letter = write(Folder.objects.create(data_key=new_data_key("desk")), "a note")[0]
    with pytest.raises(NoPrivateKey):
        read(letter)
    assert not AccessEntry.objects.exists()


def test_the_public_process_cannot_seal_under_a_key_it_did_not_make(
    folder: Folder, public_process: Callable[[], None]
) -> None:
    public_process()
    with pytest.raises(NoPrivateKey):
        seal(Letter(folder=Folder.objects.get()), body="text")


def test_a_client_reads_and_writes_with_her_own_key(
    folder: Folder, anna: InboxKey, public_process: Callable[[], None]
) -> None:
    write(folder, "an answer")
    public_process()
    again = Folder.objects.get()
    letter = Letter(folder=again)
    seal(letter, opener=anna, body="my reply")
    letter.save()
    bodies = {row["body"] for row in open_with(anna, Letter.objects.all(), ["body"])}
    assert bodies == {"an answer", "my reply"}
    assert not AccessEntry.objects.exists()


def test_a_client_opens_neither_desk_notes_nor_another_inbox(folder: Folder, anna: InboxKey) -> None:
    note = write(Folder.objects.create(data_key=new_data_key("desk")), "about her")[0]
    with pytest.raises(NoPrivateKey):
        open_with(anna, Letter.objects.get(pk=note.pk), ["body"])
    thief = InboxKey(anna.client_id, ciphers.new_pair()[0])
    letter = write(folder, "hers")[0]
    with pytest.raises(TamperedCiphertext):
        open_with(thief, letter, ["body"])


def test_rotating_a_receipt_locks_the_old_one_out(folder: Folder, anna: InboxKey) -> None:
    letter = write(folder, "hers")[0]
    fresh = InboxKey(anna.client_id, ciphers.new_pair()[0])
    keys = list(DataKey.objects.all())
    rewrap_for_client(keys, opener=anna, client_id=anna.client_id, public_key=fresh.public)
    assert open_with(fresh, letter, ["body"]) == [{"body": "hers"}]
    with pytest.raises(TamperedCiphertext):
        open_with(anna, letter, ["body"])
    assert read(letter)[0]["body"] == "hers"


def test_the_desk_can_give_a_caller_a_key_later(letters: None, anna: InboxKey) -> None:
    folder = Folder.objects.create(data_key=new_data_key("inbox"))
    letter = write(folder, "from the phone")[0]
    rewrap_for_client(DataKey.objects.get(), client_id=anna.client_id, public_key=anna.public)
    assert open_with(anna, letter, ["body"])[0]["body"] == "from the phone"


def test_erasing_the_key_erases_everything_under_it(folder: Folder, anna: InboxKey) -> None:
    letter = write(folder, "gone soon")[0]
    erase_key(folder.data_key)
    assert not WrappedKey.objects.exists()
    letter.folder.data_key.erased_on = None  # another process that still holds the old row
    with pytest.raises(KeyErased):
        read(letter)
    with pytest.raises(KeyErased):
        open_with(anna, letter, ["body"])


def test_nothing_is_sealed_under_an_erased_key(folder: Folder) -> None:
    erase_key(folder.data_key)
    with pytest.raises(KeyErased):
        seal(Letter(folder=folder), body="too late")


def test_an_erased_request_keeps_its_row_without_its_words(office_warsaw: Office) -> None:
    key = new_data_key("mailbox")
    client = Client(office=office_warsaw, alias="quiet-heron", language="be", mailbox_key=key)
    seal(client, contact="+48 600 100 200")
    with writing():
        client.save()
    erase_key(key)
    again = Client.objects.get()
    assert again.mailbox_key is None
    assert not DataKey.objects.exists()
    with pytest.raises(KeyErased):
        reveal_one(again, ["contact"], by=SYSTEM, reason=Reason.ANSWER)


def test_a_protected_key_is_emptied_and_its_row_stays(alena_operator: User) -> None:
    row = FactorSecret(secret_key=new_data_key("second factor"))
    seal(row, secret="seed")
    row.save()
    erase_key(row.secret_key)
    assert DataKey.objects.get().erased_on is not None
    assert not WrappedKey.objects.exists()
    with pytest.raises(KeyErased):
        reveal_one(FactorSecret.objects.get(), ["secret"], by=SYSTEM, reason=Reason.ANSWER)


def test_a_key_for_a_client_needs_both_halves_of_the_pair_of_facts(db: None, anna: InboxKey) -> None:
    with pytest.raises(ValueError, match="belong together"):
        new_data_key("inbox", anna.public)


def swap_fields(first: Letter, second: Letter) -> None:
    first.body, first.sender = first.sender, first.body


def swap_rows(first: Letter, second: Letter) -> None:
    first.body = second.body


def cut(first: Letter, second: Letter) -> None:
    first.body = Sealed(first.body.ciphertext[:-1])


def change(first: Letter, second: Letter) -> None:
    token = bytearray(first.body.ciphertext)
    token[-1] ^= 1
    first.body = Sealed(bytes(token))


@pytest.mark.parametrize("attack", [swap_fields, swap_rows, cut, change])
def test_moved_or_changed_ciphertext_is_an_error_and_an_entry_never_text(
    folder: Folder, attack: Callable[[Letter, Letter], None], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = write(folder, "first story", "second story")
    attack(first, second)
    first.save()
    with pytest.raises(TamperedCiphertext) as raised:
        read(Letter.objects.get(pk=first.pk))
    entry = AccessEntry.objects.get(verb="sealing.tampered")
    assert (entry.object_id, entry.is_refused) == (str(first.pk), True)
    assert str(first.pk) in caplog.text
    assert "story" not in caplog.text + str(raised.value)
