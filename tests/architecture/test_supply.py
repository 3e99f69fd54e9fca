"""What comes from outside is pinned and listed, and no secret lies in the tree."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from tests.architecture import house

# Shapes of real secrets; test and development values name themselves.
SHAPES = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|ganak-operations-private-1 [A-Za-z0-9+/]{43}="
    rb"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[0-9A-Za-z-]{20,}"
    rb"|\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\."
    rb'|"kind": "\w+",\s+"keys": \{\s*"\d{8}-'
)
MOST_BYTES = 2_000_000


def test_the_bill_of_materials_lists_every_locked_package_with_its_hashes() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "helpdesk.operations.sbom"], cwd=house.ROOT, capture_output=True, check=True
    )
    bill = json.loads(ran.stdout)
    listed = {part["name"]: part for part in bill["components"]}
    locked = (house.ROOT / "requirements" / "base.txt").read_text()
    assert set(listed) == set(re.findall(r"^([\w.-]+)==", locked, re.MULTILINE))
    assert all(part["properties"] for part in listed.values())
    assert listed["django"]["purl"].startswith("pkg:pypi/django@5.2.")
    assert sum("licenses" in part for part in listed.values()) > len(listed) / 2


def test_no_secret_lies_in_the_tree() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=house.ROOT, capture_output=True, check=False
    ).stdout.decode()
    names = [name for name in listed.split("\0") if name] or [str(path) for path in house.house_files()]
    paths = [house.ROOT / name for name in names if name != "tests/architecture/test_supply.py"]
    small = [path for path in paths if path.is_file() and path.stat().st_size < MOST_BYTES]
    assert len(small) > 100
    assert [str(path) for path in small if SHAPES.search(path.read_bytes())] == []
    forbidden = {".env", "keyring.private.json", "offline.private", "backups.public"}
    assert [str(path) for path in paths if path.name in forbidden] == []


def test_what_is_locked_is_locked_without_an_address() -> None:
    for path in (house.ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "http" not in re.sub(r"#.*", "", text), path.name
        assert not re.search(r"^(--index-url|--extra-index-url|--find-links|-e|git\+)", text, re.MULTILINE)
