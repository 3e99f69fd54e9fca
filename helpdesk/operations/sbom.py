"""`python -m helpdesk.operations.sbom`: what is inside, as CycloneDX 1.5, from the lock file. No net.

Give it to whatever looks for known holes (Dependency-Track, grype, osv-scanner), here or elsewhere.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;]+)(.*)$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(locked: str) -> list[dict[str, Any]]:
    """One for each pin, with its licence where the package is installed here and says one."""
    found = []
    for line in locked.replace("\\\n", " ").splitlines():
        pin = PIN.match(line)
        if pin:
            name, version, rest = pin.groups()
            found.append(_component(name, version, HASH.findall(rest)))
    return found


def _component(name: str, version: str, hashes: list[str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
    }
    if licence := _licence(name):
        told["licenses"] = [{"license": {"name": licence}}]
    # several files may be installed, by platform; any of these, and no other, is accepted by pip
    told["properties"] = [{"name": "ganak:sha256", "value": value} for value in hashes]
    return told


def _licence(name: str) -> str:
    try:
        about = metadata.metadata(name).json
    except metadata.PackageNotFoundError:
        return ""
    said = str(about.get("license_expression") or about.get("license") or "")
    return said.splitlines()[0][:80] if said else ""


def bill(locked: str, project: str) -> dict[str, Any]:
    name = re.findall(r'^name = "(.+)"$', project, re.MULTILINE)[0]
    version = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)[0]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": name, "version": version}},
        "components": components(locked),
    }


def main() -> None:
    locked = (ROOT / "requirements" / "base.txt").read_text()
    json.dump(bill(locked, (ROOT / "pyproject.toml").read_text()), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
