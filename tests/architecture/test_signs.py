"""Every room has its sign on the door, every file says what is on its shelf, and nothing stands about."""

from __future__ import annotations

import ast

import pytest

from tests.architecture import house

SHELVES = {
    *(
        "workflow",
        "steps",
        "rules",
        "models",
        "permissions",
        "queries",
        "suggestions",
        "notifications",
        "actions",
    ),
    *("forms", "serializers", "imports", "exports", "views", "api", "tasks", "urls", "__init__"),
}
TOP_LEVEL = {
    *(
        "manage.py",
        "pyproject.toml",
        "helpdesk",
        "cases",
        "knowledge",
        "locale",
        "docker-compose.yml",
        "tests",
    ),
    *("README.md", "LICENSE", "Makefile", "Dockerfile", "requirements", "docs"),
}


@pytest.mark.parametrize("room", house.ROOMS)
def test_each_room_says_who_enters_what_leaves_and_who_acts(room: str) -> None:
    sign = ast.get_docstring(house.tree(house.ROOT / room / "__init__.py")) or ""
    lines = sign.splitlines()
    missing = [word for word in ("Enters:", "Leaves:", "Acts:") if not any(x.startswith(word) for x in lines)]
    assert missing == [], f"the sign of {room} lacks {missing}"


@pytest.mark.parametrize("house_name", ["cases", "knowledge"])
def test_there_are_no_rooms_beside_the_map(house_name: str) -> None:
    packages = {
        f"{house_name}/{path.parent.name}" for path in (house.ROOT / house_name).glob("*/__init__.py")
    }
    beside = (
        packages
        - set(house.ROOMS)
        - {f"{house_name}/migrations", f"{house_name}/management", f"{house_name}/demo"}
    )
    assert beside == set()


def test_rooms_hold_only_shelves() -> None:
    stray = [
        house.name(path)
        for path in house.house_files()
        if (shelf := house.shelf(path)) and shelf not in SHELVES
    ]
    assert stray == []


@pytest.mark.parametrize("folder", [*house.HOUSES, "tests"])
def test_each_file_says_in_one_sentence_what_is_on_this_shelf(folder: str) -> None:
    silent = [
        house.name(path)
        for path in house.python_files(folder)
        if path.read_text().strip() and not ast.get_docstring(house.tree(path))
    ]
    assert silent == []


def test_nothing_else_stands_at_the_top_of_the_project() -> None:
    ours = {".venv", ".git", "var", "Thumbs.db", ".DS_Store"}
    stray = {
        path.name
        for path in house.ROOT.iterdir()
        if not path.name.startswith(".") and path.name not in TOP_LEVEL | ours
    }
    assert stray == set()
