"""The gentle look: names of people in Belarus and numbers are quoted, go with one click, or stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client as Browser

from cases.intake.rules import traces_in
from cases.requests.models import HelpRequest
from tests.factories.web import tell

NAMED = [
    ("Мой брат Андрэй Сідарэнка зараз у Мінску, яго арыштавалі.", "Андрэй Сідарэнка"),
    ("Маю сястру Волю затрымалі ў Гродне", "Волю"),
    ("Сябра Міхася Каваленку асудзілі на тры гады", "Міхася Каваленку"),
    ("Мама Галина осталась дома в Минске", "Галина"),
    ("Мужа Сергея Иванова посадили, он в СИЗО", "Сергея Иванова"),
    ("Андрей, мой брат, арестован.", "Андрей"),
    ("У меня сын Артём. Он остался дома в Гомеле", "Артём"),
    ("Павел Северинец сидит в колонии", "Павел Северинец"),
    ("Олега Громыко задержали вчера. Что делать?", "Олега Громыко"),
    ("Mój brat Paweł Kowalczuk został aresztowany w Mińsku", "Paweł Kowalczuk"),
    ("Moja siostra Hanna mieszka w Mińsku", "Hanna"),
    ("Mano brolis Andrejus liko Minske", "Andrejus"),
    ("Mano seserį Oną suėmė", "Oną"),
    ("My brother Andrei is in Minsk", "Andrei"),
    ("my husband Sergei Ivanov was arrested", "Sergei Ivanov"),
]
UNNAMED = [
    "Мой муж работает в Варшаве, дети в школе. Мне нужна карта побыту.",
    "Брат в Минске, хочу сделать доверенность.",
    "Mój mąż Adam pracuje w Krakowie",
    "Сын Максим ходит в школу в Вильнюсе, учительница не помогает",
    "Жена на седьмом месяце, Страж Граничная задержала нас",
    "Мама в Беларуси, Карта Поляка у меня",
    "Муж Белорус, я Украинка",
    "Меня арестовали в Минске в 2020, Теперь Польша отказала",
    "Vyras dirba Vilniuje, Migracijos departamentas atsisakė",
]
STORY = "Мой нумар +48 600 100 200. Брат Андрэй у Мінску, яго арыштавалі."


@pytest.mark.parametrize(("story", "name"), NAMED)
def test_a_name_of_somebody_in_belarus_is_found(story: str, name: str) -> None:
    assert [(finding.kind, finding.text) for finding in traces_in(story)] == [("person", name)]


@pytest.mark.parametrize("story", UNNAMED)
def test_an_ordinary_sentence_is_left_alone(story: str) -> None:
    assert traces_in(story) == []


def test_the_place_is_quoted_with_what_stands_around_it() -> None:
    finding = traces_in("Дзень добры. " * 9 + STORY + " Дзякуй. " * 9)[1]
    assert (finding.text, finding.before[-5:], finding.after[:9]) == ("Андрэй", "Брат ", " у Мінску")
    assert finding.before.startswith("…")
    assert finding.after.endswith("…")


def test_almost_no_real_message_is_stopped() -> None:
    """Of the eval set only advertising that gives its own contacts; no honest message of 240."""
    file = Path(__file__).resolve().parents[4] / "shared" / "eval" / "requests-dev.jsonl"
    if not file.exists():
        pytest.skip("the eval set is not on this machine")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    stopped = [row for row in rows if traces_in(row["text"])]
    assert len(stopped) <= len(rows) * 0.02
    assert {row["topic"] for row in stopped} <= {"spam"}


@pytest.mark.django_db
class TestPage:
    """The first page, as a browser without script."""

    def test_everything_found_is_quoted_with_a_button_each(self, client: Browser) -> None:
        page = client.post("/en/write/", {"story": STORY, "country": "PL"}).content.decode()
        assert "<bdi>+48 600 100 200</bdi>" in page
        assert "<bdi>Андрэй</bdi>" in page
        assert 'name="cut" value="Андрэй"' in page
        assert HelpRequest.objects.count() == 0

    def test_one_click_takes_one_piece_out_and_leaves_the_rest(self, client: Browser) -> None:
        typed = {"story": STORY, "country": "PL", "city": "Łódź"}
        page = client.post("/en/write/", {**typed, "cut": "Андрэй"}).content.decode()
        assert "Брат … у Мінску" in page
        assert "+48 600 100 200. Брат" in page
        assert "<bdi>Андрэй</bdi>" not in page
        assert "<bdi>+48 600 100 200</bdi>" in page
        assert 'value="Łódź"' in page
        typed["story"] = STORY.replace("Андрэй", "…")
        last = client.post("/en/write/", {**typed, "cut": "+48 600 100 200"}).content.decode()
        assert "Please read your text once more." in last
        done = client.post("/en/write/", {**typed, "story": "Мой нумар …. Брат … у Мінску"})
        assert done.url == "/en/write/next/"

    @pytest.mark.parametrize("choice", ["remove", "keep"])
    def test_all_at_once_or_as_it_is(self, client: Browser, choice: str) -> None:
        typed = {"story": STORY, "country": "PL", "traces": choice}
        assert client.post("/en/write/", typed).url == "/en/write/next/"
        page = client.get("/en/write/").content.decode()
        assert ("Андрэй" in page) == (choice == "keep")

    def test_whoever_is_in_danger_is_not_held_up(self, client: Browser) -> None:
        assert tell(client, story=STORY, danger="yes", traces="").url == "/be/write/next/"
