"""The knowledge base in a browser: everything for readers without script, on paper, and the editor's desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from helpdesk.accounts.models import User
from knowledge.articles.models import Revision
from knowledge.feedback.models import Helpfulness
from tests.factories.directory import make_service
from tests.factories.knowledge import make_article, make_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
BODY = "Пачатак.\n\n## Крокі\n\nІдзіце ва ўрад.\n\n## Дакументы\n\nПашпарт.\n\n## Кошт\n\nБясплатна."
EDITOR = "/desk/articles/pl-pesel/ru/"


@pytest.fixture
def content() -> None:
    topic = make_topic("documents", name_be="Дакументы")
    source = {"source_title": "UDSC", "source_url": "https://udsc.example/", "checked_on": "2026-10-01"}
    make_article("pl-pesel", {"be": ("Нумар PESEL", "Навошта.", BODY)}, topic=topic, **source)
    make_service("helpers", topics=[topic])


def test_a_reader_without_script_searches_reads_answers_and_finds_services(
    open_page: OpenPage, content: None
) -> None:
    page = open_page("/be/", js=False, width=360)
    page.fill("input[name=q]", "песель")
    page.press("input[name=q]", "Enter")
    page.click("text=Нумар PESEL")
    page.click("details.fold summary")
    page.click("a[href='#part-3']")
    assert page.url.endswith("/be/articles/pl-pesel/#part-3")
    expect(page.locator("[data-print]")).to_be_hidden()
    page.click("section[aria-labelledby=helped] button >> nth=0")
    assert Helpfulness.objects.count() == 1
    page.goto("/be/topics/documents/")
    expect(page.get_by_text("Нумар PESEL")).to_be_visible()
    page.goto("/be/directory/")
    expect(page.locator("a[href^='tel:']").first).to_be_visible()


def test_on_paper_stand_the_text_its_source_and_day_and_nothing_to_press(
    open_page: OpenPage, content: None
) -> None:
    page = open_page("/be/articles/pl-pesel/", js=False)
    page.emulate_media(media="print")
    for kept in ("h1", "#part-2", "#part-4", "dl.facts"):
        expect(page.locator(kept)).to_be_visible()
    for gone in ("details.fold", "section[aria-labelledby=helped]", ".site-footer", ".exit-bar", "a.button"):
        expect(page.locator(gone).first).to_be_hidden()
    address = "e => getComputedStyle(e, '::after').content"
    assert "https://udsc.example/" in page.locator("dl.facts a").first.evaluate(address)


def test_the_editor_without_script_looks_at_a_text_and_keeps_it(
    open_desk: OpenPage, content: None, ina_editor: User
) -> None:
    page = open_desk(ina_editor, EDITOR, js=False)
    expect(page.get_by_text("Ідзіце ва ўрад.")).to_be_visible()  # the source stands beside
    page.fill("input[name=title]", "Номер PESEL")
    page.fill("textarea[name=body]", "## Шаги\n\nИдите в **ужонд**.")
    page.click("button[value=preview]")
    expect(page.locator("#look strong")).to_have_text("ужонд")
    assert not Revision.objects.filter(language="ru").exists()
    page.click("button[value=draft]")
    assert Revision.objects.get(language="ru").body == "## Шаги\n\nИдите в **ужонд**."


def test_the_look_follows_what_is_typed_and_the_text_is_kept_by_itself(
    open_desk: OpenPage, content: None, ina_editor: User
) -> None:
    page = open_desk(ina_editor, EDITOR)
    page.fill("input[name=title]", "Номер PESEL")
    page.fill("textarea[name=body]", "Идите.")
    page.click("button[value=preview]")
    expect(page.locator("#look")).to_contain_text("Идите.")
    page.locator("textarea[name=body]").press_sequentially(" Возьмите **паспорт**.")
    expect(page.locator("#look strong")).to_have_text("паспорт")  # nobody pressed anything
    kept = Revision.objects.filter(language="ru", body="Идите. Возьмите **паспорт**.")
    for _half_second in range(60):
        if kept.exists():
            break
        page.wait_for_timeout(500)
    expect(page.locator("#saved .hint")).to_be_visible()
    assert kept.exists()
