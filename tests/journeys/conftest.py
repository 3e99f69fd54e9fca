"""The people of the journeys, at their browsers, and what a desk has before its first day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from helpdesk.accounts.models import Office, User
from knowledge.articles.models import Topic
from tests.factories.knowledge import make_article, make_topic
from tests.factories.legal import make_case_type
from tests.journeys.walker import Walker
from tests.personas import SignIn

AtWork = Callable[[User], Walker]
ARTICLE = {
    "be": ("Нумар PESEL", "Навошта патрэбны PESEL і як яго атрымаць.", "## Крокі\n\nСхадзіце ва ўрад гміны."),
    "ru": ("Номер PESEL", "Зачем нужен PESEL и как его получить.", "## Шаги\n\nСходите в управление гмины."),
}


@pytest.fixture
def at_work(sign_in: SignIn) -> AtWork:
    """`at_work(alena_operator)`: a walker who has signed in."""
    return lambda user: Walker(sign_in(Browser(), user))


@pytest.fixture
def knowledge(office_warsaw: Office) -> Topic:
    """An office that takes requests, one topic with one article, and one kind of legal matter."""
    topic = make_topic("documents")
    make_article("pl-pesel", ARTICLE, topic=topic)
    make_case_type()
    return topic
