"""How the architecture tests look at the house: its files, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSES = ("helpdesk", "cases", "knowledge")
CASE_ROOMS = [
    "funding",
    "requests",
    "waiting",
    "duty",
    "rest",
    "intake",
    "relay",
    "triage",
    "answers",
    "legal",
    "volunteering",
    "mentoring",
    "joining",
    "moving",
    "referrals",
    "screening",
    "files",
    "doors",
    "returning",
    "closing",
    "reports",
    "retention",
    "watching",
    "casefile",
    "workload",
    "lists",
    "alarms",
]
KNOWLEDGE_ROOMS = ("articles", "glossary", "translating", "search", "directory", "feedback", "reading")
ROOMS = [f"cases/{room}" for room in CASE_ROOMS] + [f"knowledge/{room}" for room in KNOWLEDGE_ROOMS]


def generated(path: Path) -> bool:
    """Migrations of tables are written by Django, not by us."""
    made = ("_initial", "_growth", "_further", "_onward", "_steady", "_sound")
    return path.parent.name == "migrations" and path.stem.endswith(made)


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if not generated(path)))


@cache
def house_files() -> tuple[Path, ...]:
    return python_files(*HOUSES)


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(path for house in HOUSES for path in (ROOT / house).rglob("templates/**/*.html")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def shelf(path: Path) -> str:
    """The shelf of a room's file: `views` for both views.py and views/board.py; empty outside the rooms."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[2] if len(parts) > 2 and "/".join(parts[:2]) in ROOMS else ""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, with `from x import y` as both `x` and `x.y`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_any(path: Path, roots: frozenset[str]) -> list[str]:
    return [
        found
        for found in imports(path)
        if any(found == root or found.startswith(f"{root}.") for root in roots)
    ]
