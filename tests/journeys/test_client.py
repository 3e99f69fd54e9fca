"""A newcomer in Belarusian, script off: from home to her receipt, back to the answer, out without a trace."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from cases.legal.models import Invitation
from cases.requests.models import Client, HelpRequest, Message
from helpdesk.accounts.models import User
from knowledge.articles.models import Topic
from tests.factories.legal import invite_all, make_case, make_meeting
from tests.journeys.conftest import AtWork
from tests.journeys.walker import Walker

pytestmark = pytest.mark.django_db
STORY = "Патрэбны нумар PESEL, як яго атрымаць?"
ANSWER = "Добры дзень! Схадзіце ва ўрад гміны з пашпартам, гэта бясплатна."
MORE = "Дзякуй! А ці патрэбны пераклад пашпарта?"


def write(walker: Walker, story: str = STORY) -> str:
    """The three pages and the receipt; gives its digits."""
    walker.open("/be/").follow("/be/write/").send(
        "here", story=story, country="PL", city="Warszawa", danger="no"
    )
    assert walker.visited[-1] == "/be/write/next/"
    walker.sees("Нумар PESEL")  # what may help already
    walker.send("here", topic="documents", adults="2", child_bands=["3-6", "7-15"])
    assert walker.visited[-1] == "/be/write/last/"
    walker.send("here", look_again="three_days")
    assert walker.visited[-1] == "/be/write/done/"
    digits = digits_on(walker)
    assert len(digits) == 20
    return digits


def digits_on(walker: Walker) -> str:
    found = re.search(r'id="digits">(.*?)</p>', walker.response.content.decode(), re.DOTALL)
    return "".join(re.findall(r"\d{4}", found.group(1))) if found else ""


def test_she_finds_an_answer_without_asking_anybody(knowledge: Topic) -> None:
    walker = Walker(Browser(headers={"Accept-Language": "be,ru;q=0.8"})).open("/")
    assert walker.visited[-1] == "/be/"
    walker.sees("112", 'lang="be"').send("/search/", q="песель")
    walker.sees("Нумар PESEL").follow("/articles/pl-pesel/").sees("ва ўрад гміны")
    walker.follow("/ru/")
    assert walker.visited[-1] == "/ru/articles/pl-pesel/"
    walker.sees("Сходите в управление гмины")


def test_from_the_story_to_the_erased_inbox(
    knowledge: Topic, at_work: AtWork, alena_operator: User, maks_lawyer: User
) -> None:
    walker = Walker(Browser())
    digits = write(walker)
    walker.send("here", last_digits=digits[-4:])
    assert digits_on(walker) == ""
    walker.browser.get("/be/exit/")
    assert walker.open("/be/inbox/").visited[-1] == "/be/back/"
    _answer(at_work(alena_operator))
    walker.send("here", receipt=" ".join(digits[start : start + 4] for start in range(0, 20, 4)))
    assert walker.visited[-1] == "/be/inbox/"
    walker.sees(ANSWER, STORY)
    walker.send("/inbox/write/", body=MORE).sees(MORE)
    _invite(alena_operator, maks_lawyer)
    walker.open("/be/inbox/").sees("Room 5", "юрыст").misses(maks_lawyer.name, alena_operator.name)
    walker.send("/inbox/answer/", seats="2", answer="yes")
    assert Invitation.objects.get().state == "accepted"
    walker.follow("/inbox/end/").send("here", sure="on")
    assert not Client.objects.exists()
    assert not Message.objects.exists()
    assert walker.open("/be/back/").send("here", receipt=digits).visited[-1] == "/be/back/"
    leaves_no_trace(walker, digits)


def leaves_no_trace(walker: Walker, digits: str) -> None:
    """Neither history nor titles say what she was here for."""
    assert set(walker.titles) - {""} == {"Ганак"}
    shapes = {re.sub(r"^/be/", "/", path) for path in walker.visited}
    assert shapes <= {
        *("/", "/write/", "/write/next/", "/write/last/", "/write/done/"),
        *("/back/", "/inbox/", "/inbox/write/", "/inbox/answer/", "/inbox/end/"),
    }
    assert not any(part in path for path in walker.visited for part in (digits[:4], digits[-4:]))


def _answer(desk: Walker) -> None:
    row = HelpRequest.objects.get()
    desk.open("/desk/queue/").follow(str(row.pk)).sees(STORY)
    desk.send("/reply/", words=ANSWER, language="be").sees(ANSWER)


def _invite(operator: User, lawyer: User) -> None:
    case = make_case(by=operator, lawyer=lawyer, help_requests=[HelpRequest.objects.get()])
    invite_all(make_meeting(case, by=lawyer), by=lawyer)


def test_a_changed_receipt_opens_and_the_old_one_does_not(knowledge: Topic) -> None:
    walker = Walker(Browser())
    old = write(walker)
    walker.open("/be/back/").send("here", receipt=old).follow("/inbox/new/")
    new = digits_on(walker)
    walker.send("here", last_digits=new[-4:])
    other = Walker(Browser()).open("/be/back/").send("here", receipt=old)
    assert other.visited[-1] == "/be/back/"
    assert other.send("here", receipt=new).visited[-1] == "/be/inbox/"
    other.sees(STORY)


def test_a_searched_device_shows_no_words_of_hers(knowledge: Topic) -> None:
    walker = Walker(Browser())
    walker.open("/be/write/").send("here", story=STORY, country="PL")
    walker.send("here", topic="unknown")
    contact = {"contact_channel": "phone", "contact": "+48600700811"}
    walker.send("here", look_again="week", device_may_be_searched="on", **contact)
    digits = digits_on(walker)
    walker.open("/be/back/").send("here", receipt=digits).misses(STORY, "600700811").sees("11")


def test_the_receipt_is_gone_after_half_an_hour(knowledge: Topic) -> None:
    walker = Walker(Browser())
    digits = write(walker)
    assert digits_on(walker.open("/be/write/done/")) == digits
    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        assert digits_on(walker.open("/be/write/done/")) == digits
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert digits_on(walker.open("/be/write/done/")) == ""
