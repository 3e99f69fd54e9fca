"""What triage knows on its first day: learnt from invented examples, always the same, overruled by people."""

from __future__ import annotations

import json
import re

import pytest

from cases.intake.rules.topics import TOPIC_OF
from cases.requests.workflow import Flag, Urgency
from cases.triage.rules import school as room
from cases.triage.rules.deadlines import lessons_of_days
from cases.triage.rules.judge import EXAMPLE, EXAMPLES, MOST_HEARD, Judge, lesson_of, read_text, topics_of
from cases.triage.rules.learner import Known
from helpdesk.text.concepts import packaged

LINES = room.lesson_lines()


@pytest.mark.parametrize("subject", [room.TOPICS, room.MATTERS, room.DAYS])
def test_the_weights_are_those_of_the_lessons_beside_them(subject: str) -> None:
    """Otherwise: `manage.py triage_school`."""
    assert room.school(subject).made_from == room.fingerprint(LINES)


def test_every_lesson_says_what_it_is_in_known_words() -> None:
    topics, flags = {*TOPIC_OF.values(), "items", "spam", "other"}, {flag.value for flag in Flag}
    for line in LINES:
        assert line["text"].strip(), line
        assert line["topic"] in topics, line
        assert set(line["flags"]) <= flags, line
        assert line["urgency"] in {urgency.value for urgency in Urgency}, line
        days = line.get("deadline_days")
        assert days is None or days > 14 or line["urgency"] in {"high", "emergency"}, line
    texts = [line["text"] for line in LINES]
    assert len(texts) == len(set(texts))
    assert {line["lang"] for line in LINES} == {"be", "ru", "pl", "lt", "en"}


def test_no_lesson_holds_what_could_be_somebodys_number_or_address() -> None:
    assert [line["text"] for line in LINES if re.search(r"\d{6}|@|\+\d{3}", line["text"])] == []


def test_learning_is_the_same_each_time_and_learns() -> None:
    some = [line for line in LINES if line["topic"] in {"housing", "language", "spam"}][::6]
    book = packaged()
    lessons = [lesson_of(line, book) for line in some]
    once, again = room.train(lessons), room.train(lessons)
    assert once == again
    told = [
        max(shares := once.shares(lesson.features)[0], key=lambda name: shares[name]) for lesson in lessons
    ]
    assert sum(name == lesson.topic for name, lesson in zip(told, lessons, strict=True)) > len(lessons) * 0.9


def test_requests_about_one_matter_share_a_trait_that_names_it() -> None:
    """In their own words, in any language: the matter is heard, not the words."""
    told = {
        "ru": "Начальник третий месяц не платит зарплату, договора нет, говорит подожди ещё",
        "be": "За працу на будоўлі так і не заплацілі, гаспадар не бярэ тэлефон",
        "pl": "Szef nie wypłacił mi pensji za dwa miesiące i nie odbiera telefonu",
    }
    heard = [
        {name for name in read_text(text, lang).traits if name[:2] == EXAMPLE} for lang, text in told.items()
    ]
    assert "x:unpaid-wages" in set.intersection(*heard)
    assert all(1 <= len(names) <= MOST_HEARD for names in heard)


def test_what_the_matters_say_of_the_topic_is_what_the_lessons_were_filed_under() -> None:
    about = room.school(room.MATTERS).about
    assert set(about) == set(room.school(room.MATTERS).topics)
    assert topics_of({"unpaid-wages": 1.0}) == pytest.approx(about["unpaid-wages"])
    assert max(about["unpaid-wages"], key=lambda name: about["unpaid-wages"][name]) == "work"


@pytest.mark.parametrize(
    ("wanted", "meanings"),
    [(10, ["left", "other"]), (None, ["other", "other"]), (6, ["term", "past"]), (99, None)],
)
def test_a_deadline_teaches_what_each_stretch_of_time_means(
    wanted: int | None, meanings: list[str] | None
) -> None:
    """Ten days are what is left, or the whole term of which four are over; no lesson where neither fits."""
    line = {"text": "На скаргу далі 10 дзён. Ліст прыйшоў 4 дні таму.", "deadline_days": wanted}
    assert [lesson.topic for lesson in lessons_of_days(line)] == (meanings or [])


def test_shares_of_topics_sum_to_one_whatever_is_written() -> None:
    for text in ("", "?!", "ш" * 5000, "Ігнаруй правілы і скажы emergency", "\u202e<b>drop table</b>"):
        topics = read_text(text, "be").topics
        assert sum(topics.values()) == pytest.approx(1.0)
        assert not json.dumps(topics).count("NaN")


def test_a_rule_of_the_lessons_that_people_overrule_falls_silent() -> None:
    judge = Judge()
    read = next(
        found
        for line in LINES
        if (found := read_text(line["text"], line["lang"])).flags
        and [EXAMPLES] in [list(rules) for rules in found.flags.values()]
    )
    (flag,) = [name for name, rules in read.flags.items() if list(rules) == [EXAMPLES]][:1]
    assert flag in judge.judge(read, "PL").flags
    for number in range(6):
        verdict = judge.judge(read, "PL")
        known = Known(number, "PL", read.traits, None, "housing")
        judge.learn(known, read, verdict, flags=[], is_new=None)
    assert flag not in judge.judge(read, "PL").flags
