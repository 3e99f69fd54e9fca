"""What each shelf may not do: hide imports, send, fetch, write a status, trust text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import house

PURE_SHELVES = {"workflow", "steps", "rules"}
CLIENTS = frozenset(
    {"requests", "urllib.request", "http.client", "httpx", "aiohttp", "urllib3", "ftplib", "telnetlib"}
)
SENDERS = frozenset({"smtplib", "django.core.mail"})
WORKFLOW_FIELDS = {"status", "state"}
TRUSTING = re.compile(r"\bmark_safe\b|\bSafeString\b|\bSafeText\b|\bhtml_safe\b")
TRUSTING_TEMPLATE = re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off")
INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=|<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.I
)
THIRD_PARTY = re.compile(r"(?:src|action)=[\"'](?:https?:)?//|<link[^>]+href=[\"'](?:https?:)?//", re.I)


def _inside_function(path: Path) -> Iterator[int]:
    for function in house.functions(path):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node.lineno


def test_no_import_hides_in_a_function() -> None:
    hidden = [f"{house.name(path)}:{line}" for path in house.house_files() for line in _inside_function(path)]
    assert hidden == []


def test_workflow_steps_rules_and_text_are_plain_python() -> None:
    pure = [
        path
        for path in house.house_files()
        if house.shelf(path) in PURE_SHELVES or house.name(path).startswith("helpdesk/text/")
    ]
    assert pure, "the pure shelves were not found"
    django = {
        house.name(path): found for path in pure if (found := house.imports_any(path, frozenset({"django"})))
    }
    assert django == {}


def test_only_messaging_sends() -> None:
    elsewhere = {
        house.name(path): found
        for path in house.house_files()
        if not house.name(path).startswith("helpdesk/messaging/")
        and (found := house.imports_any(path, SENDERS))
    }
    assert elsewhere == {}


def test_nothing_in_the_house_fetches_from_the_net() -> None:
    clients = {
        house.name(path): found for path in house.house_files() if (found := house.imports_any(path, CLIENTS))
    }
    assert clients == {}


def _status_writes(path: Path) -> Iterator[int]:
    for node in ast.walk(house.tree(path)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            written = {target.attr for target in targets if isinstance(target, ast.Attribute)}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
            written = {str(keyword.arg) for keyword in node.keywords}
        else:
            continue
        if written & WORKFLOW_FIELDS:
            yield node.lineno


def test_a_status_is_written_only_by_actions() -> None:
    elsewhere = [
        f"{house.name(path)}:{line}"
        for path in house.house_files()
        if "actions" not in (path.stem, path.parent.name) and path.parent.name != "migrations"
        for line in _status_writes(path)
    ]
    assert elsewhere == []


def test_only_ui_says_that_text_is_safe() -> None:
    python = [
        house.name(path)
        for path in house.house_files()
        if not house.name(path).startswith("helpdesk/ui/") and TRUSTING.search(path.read_text())
    ]
    pages = [
        house.name(path)
        for path in house.templates()
        if not house.name(path).startswith("helpdesk/ui/") and TRUSTING_TEMPLATE.search(path.read_text())
    ]
    assert (python, pages) == ([], [])


def test_no_template_holds_inline_style_or_script_or_a_third_party_address() -> None:
    inline = [house.name(path) for path in house.templates() if INLINE.search(path.read_text())]
    foreign = [house.name(path) for path in house.templates() if THIRD_PARTY.search(path.read_text())]
    assert (inline, foreign) == ([], [])
