"""Reader pages: `python -m tests.benchmarks.pages` prints queries, bytes and how complete the languages are.

The content that comes with the house is loaded into a scratch database that is dropped at the end. Bytes are
those of a first view: the page and what it loads, each compressed as the server sends it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

import polib  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles import finders  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from helpdesk import languages  # noqa: E402
from helpdesk.accounts.actors import System  # noqa: E402
from knowledge.articles.imports import import_articles, import_topics  # noqa: E402
from knowledge.articles.models import Article  # noqa: E402
from knowledge.directory.imports import import_services  # noqa: E402

SCRATCH = "pages_scratch"
BY = System("benchmark")
DEMO = Path(settings.BASE_DIR) / "knowledge" / "demo"
PAGES = {
    "home": "",
    "topic": "topics/legalization/",
    "article": "articles/mos-application/",
    "search": "search/?q=%D0%B4%D0%B0%D0%B7%D0%B2%D0%BE%D0%BB",
    "directory": "directory/",
}
NEEDED = {"PL": ("be", "ru", "pl"), "LT": ("be", "ru", "lt"), "": ("be", "ru", "pl", "lt")}


def main() -> None:
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        import_topics(DEMO / "topics.json", BY)
        import_articles(DEMO / "articles", BY)
        import_services(DEMO / "directory.json", BY)
        rows = [page(name, code, path) for name, path in PAGES.items() for code in ("be", "lt")]
        done = [*content(), *catalogues()]
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    for row in (*rows, *done):
        print(json.dumps({"benchmark": "pages", **row}, ensure_ascii=False))
    print(f"\n{'page':10} {'lang':4} {'queries':>7} {'again':>5} {'html gz':>8} {'first view gz':>13}")
    for row in rows:
        print("{page:10} {language:4} {queries:7} {queries_again:5} {html_gz:8} {view_gz:13}".format(**row))
    for row in done:
        print("{what:22} {language}: {done} of {of} ({share})".format(**row))


def page(name: str, code: str, path: str) -> dict[str, object]:
    """One page as a reader without a cookie gets it: first when nobody asked before, then again."""
    address, client = f"/{code}/{path}", Client(headers={"host": "localhost"})
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as first:
        answer = client.get(address)
    client.cookies.clear()
    with CaptureQueriesContext(connection) as again:
        client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    html = answer.content
    loaded = set(re.findall(rf'(?:href|src)="{re.escape(settings.STATIC_URL)}([^"?]+)', html.decode()))
    files = {path: found for path in sorted(loaded) if (found := finders.find(path))}
    sizes = {path: len(gzip.compress(Path(str(found)).read_bytes())) for path, found in files.items()}
    return {
        "page": name,
        "language": code,
        "queries": len(first),
        "queries_again": len(again),
        "html": len(html),
        "html_gz": len(gzip.compress(html)),
        "view_gz": len(gzip.compress(html)) + sum(sizes.values()),
        "files": sizes,
    }


def content() -> list[dict[str, object]]:
    """Of the articles that must be in a language, how many are."""
    articles = list(Article.objects.live())
    rows = []
    for code in ("be", "ru", "pl", "lt"):
        needed = [article for article in articles if code in NEEDED[article.country]]
        done = sum(code in article.languages_present for article in needed)
        rows.append(_row("articles needed", code, done, len(needed)))
        every = sum(code in article.languages_present for article in articles)
        rows.append(_row("articles at all", code, every, len(articles)))
    return rows


def catalogues() -> list[dict[str, object]]:
    """How much of the interface is translated."""
    rows = []
    for code in languages.CODES:
        path = Path(settings.BASE_DIR) / "locale" / code / "LC_MESSAGES" / "django.po"
        if path.exists():
            entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
            rows.append(_row("interface", code, sum(entry.translated() for entry in entries), len(entries)))
    return rows


def _row(what: str, language: str, done: int, of: int) -> dict[str, object]:
    return {"what": what, "language": language, "done": done, "of": of, "share": f"{done / max(of, 1):.0%}"}


if __name__ == "__main__":
    main()
