"""Services from a file: sixty of them in the house, and honest refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from helpdesk.accounts.actors import System
from knowledge.articles.imports import import_topics
from knowledge.directory.imports import import_services
from knowledge.directory.models import Service
from tests.factories.knowledge import make_topic

pytestmark = pytest.mark.django_db
BY = System("tests")
STATIC = settings.BASE_DIR / "helpdesk" / "ui" / "static" / "ui"
DEMO = settings.BASE_DIR / "knowledge" / "demo"
GOOD: dict[str, Any] = {
    "slug": "one",
    "name": "One",
    "kind": "ngo",
    "country": "PL",
    "topics": ["documents"],
    "about": {"en": "Helps."},
}


def load(folder: Path, *items: object) -> Any:
    file = folder / "services.json"
    file.write_text(json.dumps({"services": items}), "utf-8")
    return import_services(file, BY)


def test_the_sixty_entries_load_and_a_second_time_change_nothing() -> None:
    import_topics(DEMO / "topics.json", BY)
    first = import_services(DEMO / "directory.json", BY)
    assert (first.created, [str(refusal) for refusal in first.refused]) == (60, [])
    assert import_services(DEMO / "directory.json", BY).unchanged == 60


def test_every_entry_speaks_five_languages_and_none_of_them_twice_the_same() -> None:
    for item in json.loads((DEMO / "directory.json").read_text("utf-8"))["services"]:
        assert set(item["about"]) == {"be", "ru", "pl", "lt", "en"}
        assert len(set(item["about"].values())) == 5, item["slug"]


def test_the_solidarity_centre_is_suspended_and_has_no_number() -> None:
    import_topics(DEMO / "topics.json", BY)
    import_services(DEMO / "directory.json", BY)
    cbs = Service.objects.get(slug="cbs")
    assert (cbs.status, str(cbs.status_since), cbs.phone) == ("suspended", "2025-05-12", "")
    assert not cbs.shows_contact


def test_the_childrens_line_is_given_for_lithuania_only() -> None:
    for item in json.loads((DEMO / "directory.json").read_text("utf-8"))["services"]:
        if "116 111" in item.get("phone", ""):
            assert item["country"] == "LT"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"topics": ["no-such"]}, "unknown topic"),
        ({"kind": "shop"}, "kind must be one of"),
        ({"country": "DE"}, "country must be one of"),
        ({"spoken": ["xx"]}, "unknown language"),
        ({"spoken": "pl"}, "must be a list"),
        ({"about": {}}, "must say what it does"),
        ({"about": {"en": "x" * 301}}, "longer than 300"),
        ({"about": {"xx": "Hello"}}, "unknown language"),
        ({"name": " "}, "own name"),
        ({"web": "javascript:alert(1)"}, "cannot be read"),
        ({"email": "nobody"}, "not an e-mail"),
        ({"checked_on": "yesterday"}, "must be a date"),
        ({"contact_verified": "yes"}, "true or false"),
        ({"slug": "a b"}, "the slug must be"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_reason_and_the_others_load(
    tmp_path: Path, wrong: dict[str, Any], reason: str
) -> None:
    make_topic()
    result = load(tmp_path, GOOD | {"slug": "bad"} | wrong, GOOD)
    assert [reason in str(refusal) for refusal in result.refused] == [True]
    assert list(Service.objects.values_list("slug", flat=True)) == ["one"]


def test_what_is_not_a_list_of_services_is_refused_whole(tmp_path: Path) -> None:
    file = tmp_path / "services.json"
    file.write_text('{"services": [\n{"slug": }', "utf-8")
    assert "line 2" in str(import_services(file, BY).refused[0])
    make_topic()
    assert len(load(tmp_path, "text", 7, None).refused) == 3


def test_the_whole_directory_and_the_home_page_are_light_even_before_compression(client: Client) -> None:
    import_topics(DEMO / "topics.json", BY)
    import_services(DEMO / "directory.json", BY)
    frame = sum((STATIC / name).stat().st_size for name in ("public.css", "public.js", "mark.svg"))
    assert len(client.get("/be/directory/").content) <= 60_000
    assert len(client.get("/be/").content) + frame <= 60_000
