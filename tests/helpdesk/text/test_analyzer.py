"""The analyzer: one key for one word in whatever script and spelling, and concepts behind everyday speech."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk import languages
from helpdesk.text.analyzer import analyze, concepts_of
from helpdesk.text.collate import sort_key
from helpdesk.text.concepts import DATA, glossary, read_entries
from helpdesk.text.normalise import normalise, words
from helpdesk.text.stems import key, keys
from helpdesk.text.transliterate import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("сьвет", "свет"),
        ("плян", "план"),
        ("зьняволеньне", "зняволенне"),
        ("сям'я", "сямʼя"),
        ("haspadar", "гаспадар"),
        ("biełaruskaja", "беларуская"),
        ("пшисенглы", "przysięgły"),
        ("убэзпечэня", "ubezpieczenia"),
        ("zaschita", "защита"),
        ("zaświadczenie", "zaswiadczenie"),
        ("užsieniečio", "uzsieniecio"),
        ("ребёнок", "ребенок"),
        ("дакументы", "документы"),
    ],
)
def test_two_spellings_of_a_word_share_a_key(one: str, other: str) -> None:
    first, second = words(one)[0], words(other)[0]
    assert {reading for _, reading in keys(first)} & {reading for _, reading in keys(second)}


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        ("дазвол дазволу дазволам дазволы", "be"),
        ("школа школы школу школамі", "be"),
        ("страховка страховки страховку", "ru"),
        ("umowa umowy umowę", "pl"),
        ("leidimas leidimo leidimą", "lt"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: str, language: str) -> None:
    assert len({key(form, language) for form in forms.split()}) == 1


def test_invisible_characters_vanish() -> None:
    assert normalise("пес\u200bель\u202e\x00") == normalise("песель")
    assert words("ＰＥＳＥＬ 800+") == ["pesel", "800+"]


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("боюсь возвращаться домой", "ru", "international-protection"),
        ("душа баліць, плачу ўвесь час", "be", "psychological-help"),
        ("šefas mane išmetė", "lt", "dismissal-and-notice"),
        ("właściciel nie chce oddać kaucji", "pl", "rental-deposit"),
        ("my husband beats me", "en", "domestic-violence"),
        ("муж бьёт меня", "ru", "domestic-violence"),
        ("vnzh", "ru", "temporary-residence-permit"),
        ("цёнжа", "be", "pregnancy-and-birth"),
        ("kak sdelat mieldunek", "ru", "residence-registration-pl"),
    ],
)
def test_everyday_words_lead_to_a_concept(text: str, language: str, concept: str) -> None:
    assert concept in concepts_of(text, language)


def test_a_typing_mistake_is_forgiven_only_when_asked() -> None:
    assert "psychological-help" in analyze("псхолог", "ru", forgiving=True).concepts
    assert "psychological-help" not in analyze("псхолог", "ru").concepts


def test_a_word_of_the_texts_own_language_is_not_taken_for_a_foreign_one() -> None:
    assert "psychological-help" not in concepts_of("gyvenu Lenkijoje", "lt")


@given(st.text(max_size=300), st.sampled_from(languages.CODES))
def test_any_text_is_analysed_the_same_twice(text: str, language: str) -> None:
    once = analyze(text, language)
    assert once == analyze(text, language)
    assert len(once.stems) == len(once.content) <= len(once.tokens)


@given(st.text(alphabet=st.characters(categories=("L", "N")), min_size=1, max_size=40))
def test_a_skeleton_never_fails_and_never_grows_much(text: str) -> None:
    for word in words(text):
        assert len(skeleton(word)) <= 4 * len(word)


def test_the_glossary_is_broad_and_whole() -> None:
    slugs = {str(entry["concept"]) for entry in read_entries()}
    assert len(slugs) >= 1_200
    for entry in read_entries():
        assert any(entry.get(code) for code in languages.CODES), entry["concept"]
        assert set(entry.get("near", [])) <= slugs, entry["concept"]  # type: ignore[call-overload]
    assert set(glossary().concepts) == slugs


def test_glossary_files_are_lists_of_entries_with_phrases() -> None:
    for path in DATA.glob("*.json"):
        for entry in json.loads(path.read_text("utf-8")):
            for code in languages.CODES:
                assert all(isinstance(phrase, str) and phrase.strip() for phrase in entry.get(code, []))


def test_words_are_sorted_as_in_a_dictionary_of_the_language() -> None:
    assert sorted(["Ўрад", "Узор", "Іспыт", "Ёлка", "Ель"], key=lambda word: sort_key(word, "be")) == [
        "Ель", "Ёлка", "Іспыт", "Узор", "Ўрад",
    ]  # fmt: skip
    assert sorted(["łata", "lot", "ąb", "b"], key=lambda word: sort_key(word, "pl")) == [
        "ąb",
        "b",
        "lot",
        "łata",
    ]
    assert sorted(["žodis", "yra", "ir", "šuo"], key=lambda word: sort_key(word, "lt")) == [
        "ir",
        "yra",
        "šuo",
        "žodis",
    ]
