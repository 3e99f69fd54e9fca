"""Dependencies: each with its reason, all locked with hashes, no download address anywhere."""

from __future__ import annotations

import re

import pytest

from tests.architecture import house

LOCKS = ["base.txt", "run.txt", "dev.txt"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (house.ROOT / "requirements" / lock).read_text()
    pins = re.findall(r"^[a-z0-9][\w.\[\],-]*==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", text, re.M)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.M)) > 20
    assert re.findall(r"://|^-|\s/\w|@ ", text, re.M) == []


def test_the_locks_agree() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in re.findall(
            r"^([a-z0-9][\w.-]*)(?:\[.*\])?==(\S+)", (house.ROOT / "requirements" / lock).read_text(), re.M
        ):
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_dependency_says_why_it_is_here() -> None:
    text = (house.ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[build-system]")]
    silent = [line.strip() for line in block.splitlines() if line.startswith('    "') and " # " not in line]
    assert silent == []


def test_no_tracked_text_names_a_download_address() -> None:
    for name in ("Makefile", "Dockerfile", ".ci/run", "pyproject.toml"):
        text = (house.ROOT / name).read_text()
        assert re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host", text) == [], name
