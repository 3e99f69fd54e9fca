"""The receipt's digits, the traces in a story and the suggested topic, without any database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake.rules import (
    grouped,
    is_wellformed,
    look_again_on,
    new_receipt,
    normalise_contact,
    normalise_receipt,
    topic_of,
    traces_in,
    without_traces,
)

DIGITS = st.text(alphabet="0123456789", min_size=20, max_size=20)


def test_a_new_receipt_has_twenty_digits_in_five_groups_and_right_check_digits() -> None:
    receipts = {new_receipt() for _ in range(200)}
    assert len(receipts) == 200
    for receipt in receipts:
        assert is_wellformed(receipt)
        assert [len(group) for group in grouped(receipt)] == [4, 4, 4, 4, 4]


@given(position=st.integers(0, 19), other=st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(position: int, other: int) -> None:
    receipt = new_receipt()
    wrong = str((int(receipt[position]) + other) % 10)
    assert not is_wellformed(receipt[:position] + wrong + receipt[position + 1 :])


@given(position=st.integers(0, 18))
def test_two_swapped_neighbours_are_always_caught(position: int) -> None:
    receipt = new_receipt()
    first, second = receipt[position], receipt[position + 1]
    swapped = receipt[:position] + second + first + receipt[position + 2 :]
    assert is_wellformed(swapped) == (first == second)


@pytest.mark.parametrize("zero", ["0", "０", "٠", "۰", "०", "𝟎"])
@pytest.mark.parametrize(
    "between", ["", " ", "-", "\u00a0", "\u202f", "\u2009", "–", "\u2212", "\u200b", "\n", "\u3000"]
)
def test_digits_of_any_script_and_grouping_mean_the_same_receipt(zero: str, between: str) -> None:
    receipt = new_receipt()
    typed = between.join(
        "".join(chr(ord(zero) + int(digit)) for digit in group) for group in grouped(receipt)
    )
    assert normalise_receipt(typed) == receipt


@pytest.mark.parametrize("typed", ["1234 abcd", "①②③④", "12/34", "1234²", "O123", "１２a"])
def test_anything_but_digits_and_gaps_is_refused(typed: str) -> None:
    assert normalise_receipt(typed) == ""


@given(st.text())
def test_nothing_typed_ever_breaks_the_check(typed: str) -> None:
    digits = normalise_receipt(typed)
    assert digits == "" or digits.isascii()
    assert is_wellformed(digits) in {True, False}


@given(DIGITS)
def test_one_in_ninety_seven_is_wellformed_and_only_by_its_check_digits(digits: str) -> None:
    assert is_wellformed(digits) == (int(digits) % 97 == 1)


def test_look_again_dates_are_days_not_hours() -> None:
    today = date(2026, 12, 30)
    assert look_again_on("tomorrow", today) == date(2026, 12, 31)
    assert look_again_on("three_days", today) == date(2027, 1, 2)
    assert look_again_on("week", today) == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        ("тэлефануйце +48 600 100 200 калі ласка", "phone"),
        ("мой номер 600-100-200", "phone"),
        ("пишите на hanna.k+x@poczta.example.pl", "email"),
        ("паспорт MP1234567 канчаецца", "document"),
        ("пашпарт МР 1234567", "document"),
        ("асабісты нумар 3010190A001PB5", "document"),
        ("mój PESEL 90010112345", "document"),
        ("мой тэлеграм @hanna_k99", "handle"),
    ],
)
def test_what_names_or_reaches_a_person_is_found_and_can_be_taken_out(story: str, kind: str) -> None:
    findings = traces_in(story)
    assert [finding.kind for finding in findings] == [kind]
    cleaned = without_traces(story)
    assert findings[0].text not in cleaned
    assert "…" in cleaned
    assert traces_in(cleaned) == []


@pytest.mark.parametrize(
    "story",
    [
        "Прыехала 24.02.2022, плаціла 440 злотых",
        "термін 2026-12-31, а праца з 8:00 да 16:00",
        "kwota 12 500 zł, ustawa z 2013 r.",
        "у мяне 3 дзяцей, 2 і 5 гадоў",
    ],
)
def test_dates_sums_and_ages_are_left_in_peace(story: str) -> None:
    assert traces_in(story) == []


@pytest.mark.parametrize(
    ("channel", "one", "other"),
    [
        ("phone", "+48 600-100-200", "600 100 200"),
        ("phone", "0048600100200", "+48600100200"),
        ("email", " Hanna@Example.org ", "hanna@example.org"),
        ("messenger", "@Hanna_K", "hanna_k"),
    ],
)
def test_one_contact_typed_in_two_ways_is_the_same_contact(channel: str, one: str, other: str) -> None:
    assert normalise_contact(channel, one) == normalise_contact(channel, other) != ""


def test_most_concepts_decide_the_topic_and_none_gives_none() -> None:
    topic, concepts = topic_of(["residence-card", "voivode", "salary"])
    assert (topic, concepts) == ("legalization", ["residence-card", "voivode"])
    assert topic_of(["government-office", "unknown"]) == ("", [])
