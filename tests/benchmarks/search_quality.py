"""Search quality: `python -m tests.benchmarks.search_quality FILE` prints recall@3 and MRR.

FILE holds `{"articles": [...], "queries": [{"q", "lang", "expect": [slugs], "kind"}]}`; without `articles`
the questions are put to the articles that come with the product; `"articles": "other.json"` takes those of
a file beside it. Everything happens in one transaction that
is rolled back. `--misses` lists each miss, `--ablation` leaves out each stage once.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from helpdesk.accounts.actors import System  # noqa: E402
from knowledge.articles.imports import import_articles, import_topics  # noqa: E402
from knowledge.articles.models import Article  # noqa: E402
from knowledge.search.actions import rebuild  # noqa: E402
from knowledge.search.queries import find  # noqa: E402
from knowledge.search.rules import STAGES  # noqa: E402

DEMO = Path(settings.BASE_DIR) / "knowledge" / "demo"
TOPICS, ARTICLES = DEMO / "topics.json", DEMO / "articles"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--ablation", action="store_true")
    options = parser.parse_args()
    data = json.loads(options.file.read_text("utf-8"))
    queries = data["queries"]
    with transaction.atomic():
        started = time.perf_counter()
        _load(_articles_of(options.file, data))
        print(f"indexed in {time.perf_counter() - started:.1f} s")
        rows, times = ask(queries, ())
        report("everything", rows, detailed=True)
        print(f"p50 {statistics.median(times):.1f} ms, p95 {sorted(times)[int(len(times) * 0.95)]:.1f} ms")
        if options.misses:
            _misses(rows)
        for stage in STAGES if options.ablation else ():
            report(f"without {stage}", ask(queries, (stage,))[0], detailed=False)
        if options.ablation:
            report("words alone", ask(queries, STAGES)[0], detailed=False)
        transaction.set_rollback(True)


def _articles_of(file: Path, data: dict[str, Any]) -> Path:
    """Where the articles are: in the file itself, in another one that it names, or those of the product."""
    articles = data.get("articles")
    if articles is None:
        return ARTICLES
    return file.parent / articles if isinstance(articles, str) else file


def _load(file: Path) -> None:
    Article.objects.update(is_published=False)
    by = System("benchmark")
    for result in (import_topics(TOPICS, by), import_articles(file, by)):
        for refusal in result.refused:
            print(refusal, file=sys.stderr)
    items = [json.loads(path.read_text("utf-8")) for path in _files(file)]
    slugs = [article["slug"] for item in items for article in item.get("articles", [item])]
    Article.objects.filter(slug__in=slugs).update(is_published=True)  # known ones count as unchanged
    rebuild()


def _files(file: Path) -> list[Path]:
    return sorted(file.glob("*.json")) if file.is_dir() else [file]


def ask(queries: list[dict[str, Any]], without: Collection[str]) -> tuple[list[dict[str, Any]], list[float]]:
    """Each query with its hits, and how long each took."""
    rows, times = [], []
    for query in queries:
        started = time.perf_counter()
        hits = find(query["q"], query["lang"], limit=10, without=without)
        times.append((time.perf_counter() - started) * 1000)
        places = [place for place, hit in enumerate(hits, 1) if hit.article.slug in query["expect"]]
        rows.append(
            {
                **query,
                "hits": hits,
                "place": min(places, default=0),
                "answered": any(h.answer for h in hits[:3]),
            }
        )
    return rows, times


def report(title: str, rows: list[dict[str, Any]], *, detailed: bool) -> None:
    real = [row for row in rows if row["expect"]]
    nothing = [row for row in rows if not row["expect"]]
    print(f"{title}: recall@3 {_recall(real):.3f}  MRR {_mrr(real):.3f}  ", end="")
    print(f"nothing {1 - _share(nothing):.2f}  false nothing {1 - _share(real):.3f}")
    for name in ("kind", "lang") if detailed else ():
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in real:
            groups[row[name]].append(row)
        for group, members in sorted(groups.items()):
            print(f"  {group:12} {len(members):4}  recall@3 {_recall(members):.3f}  MRR {_mrr(members):.3f}")


def _recall(rows: list[dict[str, Any]]) -> float:
    return sum(0 < row["place"] <= 3 for row in rows) / max(len(rows), 1)


def _mrr(rows: list[dict[str, Any]]) -> float:
    return sum(1 / row["place"] for row in rows if row["place"]) / max(len(rows), 1)


def _share(rows: list[dict[str, Any]]) -> float:
    return sum(row["answered"] for row in rows) / max(len(rows), 1)


def _misses(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        wrong = not row["answered"] if row["expect"] else row["answered"]
        if wrong or (row["expect"] and row["place"] != 1):
            best = [(h.article.slug, h.score, round(h.coverage, 2)) for h in row["hits"][:3]]
            concepts = row["hits"][0].concepts if row["hits"] else ()
            print(f"{row['kind']} {row['lang']} place {row['place']} answered {row['answered']}: {row['q']}")
            print(f"    wanted {row['expect']}  got {best} {concepts}")


if __name__ == "__main__":
    main()
