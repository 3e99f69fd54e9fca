"""System checks: outside development a server starts with real keys and costly receipts, or not at all."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from helpdesk.sealing import keyring
from helpdesk.sealing.errors import SealingError

LEAST_ARGON2 = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 1}
LEAST_SECRET = 16  # characters of the receipt salt and pepper


def keys_fit_the_place(**kwargs: Any) -> list[CheckMessage]:
    """Development and test keyrings are refused in production; the public process knows no private key."""
    if keyring.kind_of_this_process() != keyring.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    try:
        rings = [keyring.public(), *([keyring.private()] if settings.KEYRING_PRIVATE is not None else [])]
        if any(ring.kind != keyring.PRODUCTION for ring in rings):
            found.append(Error("This keyring was made for development or tests.", id="sealing.E010"))
    except SealingError as problem:
        hint = "Make one with: manage.py keys new"
        found.append(Error(str(problem), hint=hint, id="sealing.E011"))
    if settings.FACE == "public" and (
        settings.KEYRING_PRIVATE is not None or os.environ.get("KEYRING_PRIVATE")
    ):
        found.append(
            Error("The public process must not know where the private keyring is.", id="sealing.E012")
        )
    return found


def receipts_are_costly(**kwargs: Any) -> list[CheckMessage]:
    """Cheap receipts and well-known secrets are for tests only."""
    if keyring.kind_of_this_process() != keyring.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if any(settings.RECEIPT_ARGON2.get(name, 0) < least for name, least in LEAST_ARGON2.items()):
        found.append(Error("RECEIPT_ARGON2 is too cheap for real receipts.", id="sealing.E013"))
    for name in ("RECEIPT_SITE_SALT", "RECEIPT_PEPPER"):
        value = getattr(settings, name)
        if len(value) < LEAST_SECRET or value.startswith(("test-", "development-")):
            found.append(Error(f"{name} must be a secret of its own.", id="sealing.E014"))
    return found
