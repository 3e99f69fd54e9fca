"""Finds Chromium on this machine, and what to say when there is none."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "No Chromium: the browser tests did not run. Install it: apt-get install chromium"
# Root has no user namespaces to lend, and only our own pages are opened. The rest keeps the browser at home.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


def chromium() -> str | None:
    """The program named by CHROMIUM, or the first known one."""
    return os.environ.get("CHROMIUM") or next(
        (found for name in NAMES if (found := shutil.which(name))), None
    )


def required() -> bool:
    """The build machine may not skip a browser test."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
