"""Every version of a text: the list, what changed, and going back."""

from __future__ import annotations

import pytest
from django.test import Client

from helpdesk.accounts.models import User
from knowledge.articles.models import Article
from knowledge.translating.rules import difference, readability
from tests.factories.knowledge import make_article, make_value, publish_text
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
HERE = "/desk/articles/pl-pesel/be/versions/"


def kinds(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in difference(before, after)]


def test_a_difference_is_told_in_words() -> None:
    assert kinds("Плаціце 340 зл.", "Плаціце 400 зл.") == [
        ("same", "Плаціце "),
        ("del", "340"),
        ("ins", "400"),
        ("same", " зл."),
    ]


def test_paragraphs_far_from_a_change_are_folded() -> None:
    text = "\n".join(f"Радок {number}." for number in range(40))
    found = kinds(text, text.replace("Радок 20", "Слова 20"))
    assert [kind for kind, _ in found].count("gap") == 2
    assert sum(len(piece) for _, piece in found) < 80


def test_nothing_is_lost_between_two_texts_of_any_size() -> None:
    before = "слова " * 5000
    after = "іншае " * 5000
    assert [kind for kind, _ in kinds(before, after)] == ["del", "ins"]
    assert kinds("", "") == []


def test_the_page_shows_what_came_and_what_went_without_inline_styles(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    publish_text(make_article(), "be", "Нумар PESEL", "", "## Крокі\n\nСхадзіце ў банк.")
    sign_in(client, ina_editor)
    assert client.get(HERE).content.decode().count("data-row") == 2
    page = client.get(f"{HERE}2/").content.decode()
    assert "<del>" in page
    assert "банк" in page
    assert "style=" not in page
    assert client.get(f"{HERE}9/").status_code == 404
    assert client.get(f"{HERE}2/", {"with": "2"}).status_code == 200
    assert client.get(f"{HERE}2/", {"with": "x" * 500}).status_code == 200


def test_a_changed_value_is_seen_in_the_difference(client: Client, sign_in: SignIn, ina_editor: User) -> None:
    make_value()
    make_article(texts={"be": ("Т", "", "Збор {{fact:pl-fee}} зл.")})
    make_value(value="400")
    page = sign_in(client, ina_editor).get(f"{HERE}2/").content.decode()
    assert "<del>340</del><ins>400</ins>" in page


def test_html_in_a_text_stays_text_in_the_difference(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    make_article(texts={"be": ("Т", "", "<script>alert(1)</script>")})
    page = sign_in(client, ina_editor).get(f"{HERE}1/").content.decode()
    assert "<script>alert" not in page


def test_restoring_makes_a_draft_and_never_touches_what_lies_there(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    article = publish_text(make_article(), "be", "Новае", "", "Новае")
    sign_in(client, ina_editor)
    assert client.post(f"{HERE}1/restore/").status_code == 302
    draft = article.revisions.drafts().get()
    assert (draft.title, draft.number) == ("Нумар PESEL", 3)
    assert Article.objects.get().title_be == "Новае"
    client.post(f"{HERE}2/restore/")
    assert article.revisions.drafts().get().title == "Нумар PESEL"


def test_a_draft_can_be_thrown_away_and_a_published_version_cannot(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    article = publish_text(make_article(), "be", "Новае", "", "Новае")
    sign_in(client, ina_editor)
    client.post(f"{HERE}1/restore/")
    assert client.post("/desk/articles/pl-pesel/be/discard/").status_code == 302
    assert not article.revisions.drafts().exists()
    assert client.post("/desk/articles/pl-pesel/be/discard/").status_code == 404
    assert article.revisions.count() == 3


EASY = "Ідзіце ва ўрад. Вазьміце пашпарт. Запоўніце заяву. " * 4
HARD = (
    "Міжнародная абарона прадастаўляецца замежнікам, якія абгрунтавана асцерагаюцца пераследу паводле "
    "палітычных перакананняў, прыналежнасці да пэўнай сацыяльнай групы або веравызнання ў краіне "
    "паходжання, незалежна ад абставін. "
)


def test_short_sentences_are_easy_and_long_ones_hard() -> None:
    easy, hard = readability(EASY, "be"), readability(HARD, "be")
    assert easy is not None
    assert hard is not None
    assert not easy.is_hard
    assert hard.hard_sentences
    assert hard.hard_words
    assert hard.longest.startswith("Міжнародная")


EACH = {
    "be": (EASY, HARD),
    "ru": (
        "Идите в ужонд. Возьмите паспорт. Заполните заявление. " * 4,
        "Международная защита предоставляется иностранцам, которые обоснованно опасаются преследования "
        "вследствие политических убеждений, принадлежности к определённой социальной группе или "
        "вероисповедания в государстве происхождения, независимо от обстоятельств. ",
    ),
    "pl": (
        "Idź do urzędu. Weź paszport. Wypełnij wniosek. " * 4,
        "Ochrona międzynarodowa przysługuje cudzoziemcom, którzy w sposób uzasadniony obawiają się "
        "prześladowania ze względu na przekonania polityczne, przynależność do określonej grupy społecznej "
        "lub wyznanie w państwie pochodzenia, niezależnie od okoliczności. ",
    ),
    "lt": (
        "Eikite į skyrių. Paimkite pasą. Užpildykite prašymą. " * 4,
        "Tarptautinė apsauga suteikiama užsieniečiams, kurie pagrįstai baiminasi persekiojimo dėl politinių "
        "įsitikinimų, priklausymo tam tikrai socialinei grupei arba religinių įsitikinimų kilmės valstybėje, "
        "nepriklausomai nuo susiklosčiusių aplinkybių. ",
    ),
}


@pytest.mark.parametrize("language", EACH)
def test_every_language_has_its_own_hint_and_the_editor_shows_it(
    client: Client, sign_in: SignIn, ina_editor: User, language: str
) -> None:
    easy, hard = (readability(text, language) for text in EACH[language])
    assert easy is not None
    assert hard is not None
    assert (easy.hard_sentences, easy.hard_words) == (False, False)
    assert (hard.hard_sentences, hard.hard_words) == (True, True)
    make_article()
    typed = {"title": "T", "summary": "", "body": EACH[language][1], "significance": "typo", "do": "preview"}
    page = sign_in(client, ina_editor).post(f"/desk/articles/pl-pesel/{language}/", typed)
    assert page.context["look"].reading == hard
    assert hard.longest.split()[0] in page.content.decode()


@pytest.mark.parametrize("text", ["", "Два словы", "## Загаловак", "{{fact:x}} https://example.org", "!!!"])
def test_too_short_a_text_says_nothing(text: str) -> None:
    assert readability(text, "be") is None


def test_list_items_count_as_sentences_and_markup_as_nothing() -> None:
    listed = "\n".join(f"- **пункт** [x](https://example.org) нумар {'а' * 3}" for _ in range(12))
    found = readability(listed, "ru")
    assert found is not None
    assert found.sentence_words <= 5
