"""The client's whole way through the pages, in one tab: each page is handed to `look` when it stands there.

Everything is pressed as on a phone without script: links, native forms and their submit buttons.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

Look = Callable[[str], None]
STORY = "Мая карта побыту канчаецца, працадаўца маўчыць."
TRACES = f"{STORY} Брат Андрэй Сідарэнка ў Мінску. Мой нумар +48 600 100 200."
COUNTRY = {"lt": "LT"}
# What stands behind "Your page": the end of the address, and the name of the page.
BEHIND = (
    ("ask", "inbox-more"),
    ("reach", "inbox-reach"),
    ("people", "inbox-people"),
    ("agreed", "inbox-agreed"),
    ("partner", "inbox-passing"),
    ("files", "inbox-files"),
    ("questions", "inbox-consent"),
    ("copy", "inbox-copy"),
    ("second", "inbox-adult"),
    ("helpers", "inbox-helpers"),
    ("new", "inbox-renew"),
    ("end", "inbox-erase"),
)


def send(page: Page, of: str = "main form") -> None:
    page.locator(of).last.locator("button[type=submit]").last.click()


def digits_on(page: Page) -> str:
    return "".join(page.locator("#digits span").all_inner_texts())


def write(page: Page, language: str, look: Look, *, topic: str = "legalization") -> str:
    """From the first page to the receipt on paper, with a look at every mistake on the way."""
    page.goto(f"/{language}/")
    look("home")
    page.goto(f"/{language}/write/")
    look("story")
    send(page)
    look("story-mistakes")
    page.fill("textarea[name=story]", TRACES)
    page.check(f"input[name=country][value={COUNTRY.get(language, 'PL')}]")
    send(page)
    look("story-traces")
    page.locator("button[name=traces][value=remove]").click()
    page.wait_for_url("**/write/next/")
    look("helps")
    page.select_option("select[name=topic]", topic)
    send(page)
    if page.url.endswith("/next/"):
        look("helps-other-topic")
        send(page)
    look("contact")
    send(page)
    look("contact-mistakes")
    return _to_paper(page, look)


def write_in_danger(page: Page, language: str, look: Look) -> str:
    """The same three pages of somebody in danger."""
    page.goto(f"/{language}/write/")
    page.locator("main details summary").first.click()
    look("danger-story")
    page.fill("textarea[name=story]", "Ён за дзвярыма.")
    page.check(f"input[name=country][value={COUNTRY.get(language, 'PL')}]")
    page.check("input[name=danger][value=yes]")
    send(page)
    look("danger-helps")
    send(page)
    look("danger-contact")
    return _to_paper(page, look, "danger-")


def _to_paper(page: Page, look: Look, named: str = "") -> str:
    page.check("input[name=look_again][value=tomorrow]")
    send(page)
    page.wait_for_selector("#digits")
    look(f"{named}receipt")
    digits = digits_on(page)
    page.goto(page.url)
    assert digits_on(page) == digits
    look(f"{named}receipt-again")
    page.fill("input[name=last_digits]", digits[-4:])
    send(page)
    page.wait_for_selector("#digits", state="detached")
    look(f"{named}kept")
    return digits


def come_back(page: Page, language: str, digits: str, look: Look) -> None:
    """The door of the inbox, wrong and right, and the page of whoever lost her paper."""
    page.goto(f"/{language}/back/lost/")
    look("lost")
    page.goto(f"/{language}/back/")
    look("unlock")
    page.fill("input[name=receipt]", "1234")
    send(page)
    look("unlock-mistake")
    page.fill("input[name=receipt]", digits)
    send(page)
    page.wait_for_url("**/inbox/")
    look("inbox")


def behind(page: Page, language: str, look: Look) -> None:
    """Every page behind "Your page"; nothing is erased or changed."""
    for path, name in BEHIND:
        page.goto(f"/{language}/inbox/{path}/")
        look(name)
        if name == "inbox-consent":
            page.locator("button[name=agreed]").first.click()
            page.wait_for_selector("button[name=send]")
            look("inbox-questions")


def answer_about_protection(page: Page, language: str, look: Look) -> None:
    """The answers to the questions about protection, as she sees them afterwards."""
    page.goto(f"/{language}/inbox/questions/")
    page.locator("button[name=agreed]").first.click()
    page.wait_for_selector("button[name=send]")
    page.check("input[name=roof][value=no]")
    page.locator("button[name=send]").click()
    page.wait_for_selector("button[name=withdraw]")
    look("inbox-answers")


def say_yes_to_a_meeting(page: Page, language: str, look: Look) -> None:
    """The invitation in her inbox, answered with a seat and an interpreter."""
    page.goto(f"/{language}/inbox/")
    page.locator("button[name=answer][value=yes]").click()
    page.wait_for_selector("main > .alert--ok")
    look("inbox-coming")
