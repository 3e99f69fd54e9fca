"""What triage knows on its first day: learnt from invented examples, always the same, overruled by people."""

from __future__ import annotations

import json
import re

import pytest

from cases.intake.rules.topics import TOPIC_OF
from cases.requests.workflow import Flag, Urgency
from cases.triage.rules import nearest as near
from cases.triage.rules import school as room
from cases.triage.rules.deadlines import lessons_of_days
from cases.triage.rules.judge import EXAMPLE, EXAMPLES, MOST_HEARD, Judge, lesson_of, read_text, topics_of
from cases.triage.rules.learner import Known
from helpdesk.text.concepts import packaged

LINES = room.lesson_lines()


@pytest.mark.parametrize("subject", [room.TOPICS, room.MATTERS, room.DAYS])
def test_the_weights_are_those_of_the_lessons_beside_them(subject: str) -> None:
    """Otherwise: `manage.py triage_school`."""
    text = room.school_file(subject).read_text("utf-8")
    assert json.loads(text)["made_from"] == room.fingerprint(LINES)


def test_the_nearest_lessons_are_those_beside_them() -> None:
    first, *rows = near.FILE.read_text("utf-8").splitlines()
    assert json.loads(first)["made_from"] == room.fingerprint(LINES)
    assert len(rows) == sum(map(room.is_whole, LINES))


TOPICS, FLAGS = {*TOPIC_OF.values(), "items", "spam", "other"}, {flag.value for flag in Flag}


def test_every_phrase_tells_one_thing_in_known_words() -> None:
    """Of a matter and its topic, or whether it means a flag or danger; never both."""
    phrases = [line for line in LINES if not room.is_whole(line)]
    assert len(phrases) > 10_000
    for line in phrases:
        if "told" in line:
            assert line["told"], line
            assert set(line["marks"]) <= set(line["told"]) <= {*FLAGS, room.EMERGENCY}, line
            assert "topic" not in line, line
        else:
            assert line["topic"] in TOPICS, line
            assert line["topic"] == "spam" or line["matter"], line


def test_every_lesson_says_what_it_is_in_known_words() -> None:
    topics, flags = TOPICS, FLAGS
    for line in (line for line in LINES if room.is_whole(line)):
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
    whole = [line for line in LINES if room.is_whole(line)]
    some = [line for line in whole if line["topic"] in {"housing", "language", "spam"}][::8]
    book = packaged()
    lessons = [lesson_of(line, book) for line in some]
    once, again = room.train(lessons), room.train(lessons)
    assert once == again
    told = [
        max(shares := once.shares(lesson.features)[0], key=lambda name: shares[name]) for lesson in lessons
    ]
    assert sum(name == lesson.topic for name, lesson in zip(told, lessons, strict=True)) > len(lessons) * 0.9


def test_a_phrase_teaches_nothing_of_what_it_does_not_tell() -> None:
    """Otherwise ten thousand phrases about papers would teach that nobody is old, and of what topics are."""
    both, neither = frozenset({"detained", "elderly"}), frozenset[str]()
    here, there = frozenset({"a", "here"}), frozenset({"b", "there"})
    messages = [room.Lesson(here, "rights", both), room.Lesson(there, "other", neither)]
    phrase = room.Lesson(frozenset({"a"}), "", neither, frozenset({"detained"}))
    without = room.train([*messages, *messages]).weights
    taught = room.train([*messages, *messages, phrase, phrase]).weights
    assert taught["a"]["detained"] < without["a"]["detained"]
    assert taught["a"]["elderly"] == pytest.approx(without["a"]["elderly"], rel=0.2)
    assert taught["a"]["rights"] == pytest.approx(without["a"]["rights"], rel=0.2)
    assert set(taught["a"]) <= {"rights", "other", "detained", "elderly"}


def test_the_lesson_most_like_a_lesson_is_itself() -> None:
    book, lessons = packaged(), near.lessons()
    whole = [line for line in LINES if room.is_whole(line)]
    for place in range(0, len(whole), 1500):
        (first, share), *others = lessons.nearest(lesson_of(whole[place], book).features)
        assert share == pytest.approx(1.0)
        assert whole[first]["topic"] == whole[place]["topic"]
        assert len(others) == near.NEAREST - 1
        assert all(0 < less <= share + 1e-9 for _, less in others)


def test_what_is_like_no_lesson_gets_no_votes() -> None:
    assert near.lessons().votes({"nobody-ever-wrote-this"}) == near.Votes({}, {}, {})
    votes = near.lessons().votes(lesson_of(LINES[0], packaged()).features)
    assert sum(votes.topics.values()) == pytest.approx(1.0)
    assert sum(votes.matters.values()) == pytest.approx(1.0)
    assert all(0 < share <= 1 for share in votes.marks.values())


@pytest.mark.parametrize(
    ("text", "language"), [("Дзякуй", "be"), ("Привет", "ru"), ("Dzień dobry", "pl"), ("Laba diena", "lt")]
)
def test_a_bare_greeting_is_no_danger_and_raises_no_flag(text: str, language: str) -> None:
    read = read_text(text, language)
    assert (read.urgency, dict(read.flags), read.days) == (Urgency.NORMAL, {}, None)


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
        if room.is_whole(line)
        and (found := read_text(line["text"], line["lang"])).flags
        and [EXAMPLES] in [list(rules) for rules in found.flags.values()]
    )
    (flag,) = [name for name, rules in read.flags.items() if list(rules) == [EXAMPLES]][:1]
    assert flag in judge.judge(read, "PL").flags
    for number in range(6):
        verdict = judge.judge(read, "PL")
        known = Known(number, "PL", read.traits, None, "housing")
        judge.learn(known, read, verdict, flags=[], is_new=None)
    assert flag not in judge.judge(read, "PL").flags
