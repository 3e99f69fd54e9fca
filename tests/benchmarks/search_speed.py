"""Search speed: `python -m tests.benchmarks.search_speed [--sizes 40 1000 5000]` prints index time, p50, p95.

Articles of invented words (as unevenly used as real ones) and of glossary phrases, in four languages, are
indexed in bulk in a scratch database that is dropped at the end. Ratios within one run count.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.db import connection  # noqa: E402

from helpdesk.text.concepts import read_entries  # noqa: E402
from helpdesk.text.stopwords import is_stop_word  # noqa: E402
from knowledge.articles.models import Article, Topic  # noqa: E402
from knowledge.search.actions import index_article, rebuild  # noqa: E402
from knowledge.search.models import Posting, Term  # noqa: E402
from knowledge.search.queries import find  # noqa: E402

LANGUAGES = ("be", "ru", "pl", "lt")
SYLLABLES = {
    "be": "па ра да ня ка лі мо ся ту ве дзе гра сто ўля чы цэ бу жы ні во ль".split(),  # noqa: SIM905
    "ru": "по ра де ни ка ли мо ся ту ве где гра сто уля чи це бу жи не во ль".split(),  # noqa: SIM905
    "pl": "po ra dzie nie ka li mo sza tu wie gdy gra sto ula czy ce bu ży ni wo ść".split(),  # noqa: SIM905
    "lt": "po ra de nė ka li mo šia tu vie gi gra sto ulė čia ce bu žy ni vo jau".split(),  # noqa: SIM905
}
VOCABULARY = 12_000  # words of a language; half of a text is made of the 150 commonest
BODY, SUMMARY, TITLE = 110, 14, 6
QUESTIONS = 200
SCRATCH = "search_speed_scratch"
Say = Callable[[int], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[40, 1_000, 5_000])
    options = parser.parse_args()
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        rows = [measure(size) for size in options.sizes]
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    for row in rows:
        print(json.dumps({"benchmark": "search_speed", **row}))
    print(" articles    terms  postings  index s  one ms  p50 ms  p95 ms")
    for row in rows:
        print(
            f"{row['articles']:9} {row['terms']:8} {row['postings']:9} {row['index_s']:8.1f} "
            f"{row['one_more_ms']:7.1f} {row['p50_ms']:7.1f} {row['p95_ms']:7.1f}"
        )


def measure(size: int) -> dict[str, Any]:
    """The figures of one collection."""
    chance = random.Random(20_261)
    speak = {code: speaker(code, chance) for code in LANGUAGES}
    Article.objects.all().delete()
    topic = Topic.objects.create(slug=f"speed-{size}")
    Article.objects.bulk_create(articles(size, topic, speak), batch_size=500)
    started = time.perf_counter()
    rebuild()
    took = time.perf_counter() - started
    with connection.cursor() as cursor:  # as the database does by itself after a while
        cursor.execute("VACUUM ANALYZE knowledge_article, knowledge_term, knowledge_posting")
    one = statistics.median(_reindex(article) for article in Article.objects.all()[:9])
    asked = list(questions(speak, chance))
    ask(asked[:20])
    times = ask(asked)
    return {
        "articles": size,
        "terms": Term.objects.count(),
        "postings": Posting.objects.count(),
        "index_s": round(took, 2),
        "one_more_ms": round(one, 2),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(sorted(times)[int(len(times) * 0.95)], 2),
    }


def speaker(code: str, chance: random.Random) -> Say:
    """Says so many words of a language: invented ones as often as words are used, and glossary phrases."""
    words = list(dict.fromkeys(_invented(code, chance)))
    chances = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    phrases = [str(phrase) for entry in read_entries() for phrase in entry.get(code, [])]

    def say(count: int) -> str:
        said = [words[bisect.bisect(chances, chance.random() * chances[-1] * 0.999)] for _ in range(count)]
        places = range(0, count, 6)
        return " ".join(
            chance.choice(phrases) if place in places else word for place, word in enumerate(said)
        )

    return say


def _invented(code: str, chance: random.Random) -> Iterator[str]:
    for _ in range(VOCABULARY):
        word = "".join(chance.choices(SYLLABLES[code], k=chance.randint(2, 5)))
        if not is_stop_word(word):
            yield word


def articles(size: int, topic: Topic, speak: dict[str, Say]) -> Iterator[Article]:
    for number in range(size):
        texts = {
            f"{name}_{code}": speak[code](length)[: 190 if name == "title" else None]
            for code in LANGUAGES
            for name, length in (("title", TITLE), ("summary", SUMMARY), ("body", BODY))
        }
        country = ("PL", "LT", "")[number % 3]
        yield Article(slug=f"speed-{size}-{number}", topic=topic, country=country, is_published=True, **texts)


def questions(speak: dict[str, Say], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Short and long questions, every fourth with a typing mistake."""
    for number in range(QUESTIONS):
        code = LANGUAGES[number % len(LANGUAGES)]
        text = speak[code](chance.randint(1, 12))
        if chance.random() < 0.25 and len(text) > 8:
            place = chance.randrange(2, len(text) - 2)
            text = text[:place] + text[place + 1 :]
        yield text, code


def ask(asked: list[tuple[str, str]]) -> list[float]:
    """How many milliseconds each question took."""
    times = []
    for text, code in asked:
        started = time.perf_counter()
        find(text, code)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _reindex(article: Article) -> float:
    started = time.perf_counter()
    index_article(article=article)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
