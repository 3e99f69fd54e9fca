"""Budgets: quality lives in the tail, so the tail is cut. Limits are not raised to pass."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture import house

FILE_LINES = 300
TEST_FILE_LINES = 400
CONFTEST_LINES = 150
TEMPLATE_LINES = 150
FUNCTION_LINES = 40


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _limit(path: Path) -> int:
    if path.name == "conftest.py":
        return CONFTEST_LINES
    return TEST_FILE_LINES if house.name(path).startswith("tests/") else FILE_LINES


@pytest.mark.parametrize("folder", [*house.HOUSES, "tests"])
def test_no_python_file_outgrows_its_budget(folder: str) -> None:
    sizes = {house.name(path): (_lines(path), _limit(path)) for path in house.python_files(folder)}
    assert {name: size for name, size in sizes.items() if size[0] > size[1]} == {}


def test_no_template_outgrows_its_budget() -> None:
    sizes = {house.name(path): _lines(path) for path in house.templates()}
    assert {name: size for name, size in sizes.items() if size > TEMPLATE_LINES} == {}


@pytest.mark.parametrize("folder", [*house.HOUSES, "tests"])
def test_no_function_outgrows_its_budget(folder: str) -> None:
    too_long = {
        f"{house.name(path)}:{node.name}": size
        for path in house.python_files(folder)
        for node in house.functions(path)
        if (size := _size(node)) > FUNCTION_LINES
    }
    assert too_long == {}


def _size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
