"""The promises of the pure cryptography."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.sealing import ciphers
from helpdesk.sealing.errors import TamperedCiphertext

KEY, ID = bytes(range(32)), UUID(int=7)
PLACE = {"label": "cases.Message.body", "pk": str(UUID(int=9))}


def seal(text: str) -> bytes:
    return ciphers.seal_text(text, key=KEY, data_key=ID, **PLACE)


@given(st.text(max_size=3000))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert ciphers.open_text(seal(text), key=KEY, data_key=ID, **PLACE) == text


@pytest.mark.parametrize("text", ["", "дапамажыце 🆘", "a" * 70_000, "nul \0 nul", "\u202eabc", "ąčęėįšųūž"])
def test_hard_texts_come_back_as_they_were(text: str) -> None:
    assert ciphers.open_text(seal(text), key=KEY, data_key=ID, **PLACE) == text


def test_a_lone_surrogate_cannot_poison_a_page() -> None:
    assert ciphers.open_text(seal("a\ud800b"), key=KEY, data_key=ID, **PLACE) == "a?b"


@given(st.integers(min_value=0, max_value=400_000))
def test_a_length_tells_only_its_step(size: int) -> None:
    padded = ciphers.padded_length(size)
    assert padded >= size
    assert padded in ciphers.STEPS or padded % ciphers.STEPS[-1] == 0


def test_yes_and_a_paragraph_are_equally_long_in_the_database() -> None:
    assert len(seal("yes")) == len(seal("п" * 120))


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert seal("the same") != seal("the same")


def test_the_text_is_not_in_the_ciphertext() -> None:
    assert b"Akrestsina" not in seal("Akrestsina 36")


@given(st.data())
def test_one_changed_bit_anywhere_is_noticed(data: st.DataObject) -> None:
    token = bytearray(seal("a story"))
    place = data.draw(st.integers(0, len(token) * 8 - 1))
    token[place // 8] ^= 1 << place % 8
    with pytest.raises(TamperedCiphertext):
        ciphers.open_text(bytes(token), key=KEY, data_key=ID, **PLACE)


@given(st.data())
def test_a_cut_off_ciphertext_is_noticed(data: st.DataObject) -> None:
    token = seal("a story")
    with pytest.raises(TamperedCiphertext):
        ciphers.open_text(token[: data.draw(st.integers(0, len(token) - 1))], key=KEY, data_key=ID, **PLACE)


@pytest.mark.parametrize(
    "moved",
    [
        {"label": "cases.Note.body", "pk": PLACE["pk"]},
        {"label": PLACE["label"], "pk": str(UUID(int=10))},
    ],
)
def test_a_ciphertext_moved_to_another_row_or_field_is_noticed(moved: dict[str, str]) -> None:
    with pytest.raises(TamperedCiphertext):
        ciphers.open_text(seal("a story"), key=KEY, data_key=ID, **moved)


def test_a_ciphertext_of_another_data_key_is_noticed() -> None:
    with pytest.raises(TamperedCiphertext):
        ciphers.open_text(seal("a story"), key=KEY, data_key=UUID(int=8), **PLACE)


def test_a_wrapped_key_opens_only_for_its_recipient_and_as_itself() -> None:
    private, public = ciphers.new_pair()
    data_key = uuid4()
    wrapped = ciphers.wrap(KEY, public=public, data_key=data_key, recipient="client:1")
    assert ciphers.unwrap(wrapped, private=private, data_key=data_key, recipient="client:1") == KEY
    for other in (
        {"private": ciphers.new_pair()[0], "data_key": data_key, "recipient": "client:1"},
        {"private": private, "data_key": uuid4(), "recipient": "client:1"},
        {"private": private, "data_key": data_key, "recipient": "client:2"},
    ):
        with pytest.raises(TamperedCiphertext):
            ciphers.unwrap(wrapped, **other)
    with pytest.raises(TamperedCiphertext):
        ciphers.unwrap(wrapped[:-1], private=private, data_key=data_key, recipient="client:1")


def test_one_secret_gives_different_keys_for_different_uses() -> None:
    assert ciphers.derive(KEY, "one use") != ciphers.derive(KEY, "another use")
