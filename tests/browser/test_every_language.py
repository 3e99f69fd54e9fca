"""Every page of the client's way in all five languages, on three widths, light and dark.

Nothing lies beside the page, no word is cut off, every target is at least 44 px high, the way out is the
first stop; axe finds nothing. All widths and axe in Belarusian and in Lithuanian, the language of the longest
words; what fits the narrowest width in the others fits the wider ones.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from cases.doors.actions.hand_overs import invite_partner
from cases.doors.actions.kiosks import offer_kiosk
from cases.waiting.actions import pause_topic, prepared_words
from cases.waiting.rules import Reason
from helpdesk import languages
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from helpdesk.team.actions import invite
from knowledge.articles.imports import import_articles, import_topics
from knowledge.articles.models import Topic
from knowledge.directory.imports import import_services
from tests.browser import checks, pages, walk
from tests.factories.duty import make_shift
from tests.factories.inboxes import full_inbox
from tests.factories.referrals import hand_over, make_partner
from tests.factories.requests import Holder, make_request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
DEMO = Path(settings.BASE_DIR) / "knowledge" / "demo"
WIDTHS = (320, 360, 1280)
NARROWEST = WIDTHS[:1]
READ_BY_AXE = {"be", "lt"}  # and looked at on all widths


class Eyes:
    """Looks at each page that is handed to it; `found` stays empty when all is well."""

    def __init__(self, page: Page, *, with_axe: bool) -> None:
        self.page, self.with_axe = page, with_axe
        self.widths = WIDTHS if with_axe else NARROWEST
        self.found: dict[str, list[str]] = {}
        self.seen: list[str] = []
        page.add_init_script(checks.LISTEN)

    def report(self) -> str:
        return "\n".join(f"{name}: {line}" for name, lines in self.found.items() for line in lines)

    def look(self, name: str) -> None:
        page = self.page
        page.wait_for_load_state()
        is_public = page.locator(".exit").count() > 0
        found = checks.at_widths(page, *self.widths, targets=is_public) + checks.nameless(page)
        if is_public:
            found += checks.way_out_first(page)
        if self.with_axe:
            found += checks.axe(page)
        self.seen.append(name)
        if found:
            self.found[name] = found


@pytest.fixture
def content(tmp_path: Path) -> None:
    """Real topics, helpers and an article: the words that are longest are not those of a factory."""
    import_topics(DEMO / "topics.json", SYSTEM)
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("pesel-number", "school-place-poland"):
        item = json.loads((DEMO / "articles" / f"{name}.json").read_text())
        (folder / f"{name}.json").write_text(json.dumps(item | {"related": []}))
    shutil.copy(DEMO / "facts.json", tmp_path)
    import_articles(folder, SYSTEM)
    import_services(DEMO / "directory.json", SYSTEM)


@pytest.fixture
def keys(alena_operator: User, piotr_administrator: User, content: None) -> pages.Keys:
    topic = Topic.objects.get(slug="legalization")
    office = alena_operator.office
    assert office is not None
    row = make_request(office=office, topic=topic)
    newcomer: dict[str, Any] = {"email": "new@ganak.example", "name": "Нова", "language": "be"}
    return pages.Keys(
        partner_link=invite_partner(partner="Дом на Граніцы", by=alena_operator)[1],
        partner_code=hand_over(row, make_partner(topic), by=alena_operator)[1],
        kiosk_number=offer_kiosk(by=alena_operator),
        team_link=invite(**newcomer, office=office, by=piotr_administrator)[1],
    )


@pytest.fixture
def holder(alena_operator: User, maks_lawyer: User, content: None) -> Holder:
    return full_inbox(alena=alena_operator, maks=maks_lawyer)


@pytest.mark.parametrize("language", languages.CODES)
def test_every_page_fits_its_reader(
    open_page: OpenPage,
    language: str,
    alena_operator: User,
    hanna_coordinator: User,
    keys: pages.Keys,
    holder: Holder,
    record_property: Any,
) -> None:
    make_shift(alena_operator)
    page = open_page(language=language, width=320)
    eyes = Eyes(page, with_axe=language in READ_BY_AXE)
    _walk_everywhere(page, language, eyes.look, keys, holder)
    page.context.clear_cookies()
    _pause_housing(hanna_coordinator)
    _write_about_housing(page, language, eyes.look)
    figure = f"{len(eyes.seen)} pages on {len(eyes.widths)} widths"
    record_property(f"looked at in {language}", figure)
    sys.stdout.write(f"{language}: {figure}\n")
    assert not eyes.found, eyes.report()
    assert len(eyes.seen) >= 70


def _walk_everywhere(page: Page, language: str, look: walk.Look, keys: pages.Keys, holder: Holder) -> None:
    pages.read(page, language, look)
    pages.what_goes_wrong(page, language, look)
    walk.write(page, language, look)
    walk.write_in_danger(page, language, look)
    pages.partner_brings_somebody(page, language, look, keys)
    pages.partner_takes_over(page, language, look, keys)
    walk.come_back(page, language, holder.digits, look)
    walk.behind(page, language, look)
    walk.answer_about_protection(page, language, look)
    walk.say_yes_to_a_meeting(page, language, look)
    pages.a_volunteer_joins(page, language, look, keys)
    pages.on_the_shared_device(page, language, look, keys)


def _pause_housing(coordinator: User) -> None:
    until, topic = timezone.localdate() + timedelta(days=14), Topic.objects.get(slug="housing")
    words = prepared_words(topic, until)
    pause_topic(
        topic=topic, by=coordinator, country="PL", reason=Reason.TOO_MANY, until_on=until, words=words
    )


def _write_about_housing(page: Page, language: str, look: walk.Look) -> None:
    """A topic that rests: the form says so, and the receipt says the place on the waiting list."""
    page.goto(f"/{language}/write/")
    page.fill("textarea[name=story]", "Шукаю кватэру ў Варшаве.")
    page.check("input[name=country][value=PL]")
    walk.send(page)
    while page.locator("select[name=topic]").count():
        page.select_option("select[name=topic]", "housing")
        look("paused-helps")
        walk.send(page)
    page.wait_for_selector("#paused-title")
    look("paused-contact")
    page.check("input[name=look_again][value=tomorrow]")
    walk.send(page)
    page.wait_for_selector("#digits")
    look("paused-receipt")
