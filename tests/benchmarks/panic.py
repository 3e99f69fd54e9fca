"""Figures of panic and of erasing, with real processes: `python -m tests.benchmarks.panic`.

It makes its own people, keyring and requests, closes and opens the desk, and erases a thousand requests.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="panic-")  # the keyring that is wiped lies here

import django

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.requests.actions import add_staff_message, change_status  # noqa: E402
from cases.requests.models import HelpRequest  # noqa: E402
from cases.requests.workflow import Status  # noqa: E402
from cases.retention.actions import erase_due, plan_coming  # noqa: E402
from helpdesk.accounts.actors import SYSTEM  # noqa: E402
from helpdesk.accounts.models import Office, StaffSession, User  # noqa: E402
from helpdesk.accounts.roles import Role  # noqa: E402
from helpdesk.celery import app  # noqa: E402
from helpdesk.sealing import wiping  # noqa: E402
from helpdesk.sealing.erasing import orphans  # noqa: E402
from helpdesk.team import actions  # noqa: E402
from tests.factories.accounts import OfficeFactory, UserFactory  # noqa: E402
from tests.factories.requests import make_client, make_request  # noqa: E402

KEEPER = """
import django, time
django.setup()
from helpdesk.sealing import keyring
keyring.private()
print("holds", flush=True)
while any("private" in str(path) for path in keyring._read):
    time.sleep(0.05)
print("forgot", flush=True)
"""
REQUESTS, SIGN_INS, PAGES = 1000, 40, 2000


@contextlib.contextmanager
def keeper() -> Iterator[subprocess.Popen[str]]:
    """A process that has read the private keyring, as the desk and each worker have."""
    process = subprocess.Popen([sys.executable, "-c", KEEPER], stdout=subprocess.PIPE, text=True)
    said(process, "holds")
    yield process
    process.kill()
    process.wait()


def said(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip() == word


def timed(words: str, began: float, limit: float) -> None:
    taken = time.monotonic() - began
    print(f"{words:<64}{taken:8.3f} s (at most {limit:g} s)")
    assert taken <= limit, words


def person(name: str, role: Role, office: Office) -> User:
    made: User = UserFactory.create(
        email=f"{name}-{os.getpid()}@bench.example", name=name, roles=[role], office=office
    )
    return made


def signed_in(office: Office) -> list[User]:
    """Colleagues at work, and clients who have pages open."""
    staff = [person(f"o{number}", Role.OPERATOR, office) for number in range(SIGN_INS)]
    for number, user in enumerate(staff):
        name = f"{os.getpid():024d}{number:040d}"
        StaffSession.objects.create(user=user, key_hash=name)
        cache.set(f"session:{name}", b"x", 600)
    for number in range(PAGES):
        cache.set(f"session:c{number}", b"x", 600)
    return staff


def panics() -> None:
    """One freeze, one lockdown, one sealing with a second process that holds the keys, one way back."""
    office = OfficeFactory.create(slug=f"bench-{os.getpid()}")
    first, second = person("one", Role.COORDINATOR, office), person("two", Role.ADMINISTRATOR, office)
    staff = signed_in(office)
    began = time.monotonic()
    actions.freeze_user(user=staff[0], by=first)
    timed("freeze_user", began, 1)
    began = time.monotonic()
    actions.lock_down(by=first)
    assert not StaffSession.objects.exists()
    timed(f"lockdown of {SIGN_INS} sign-ins", began, 5)
    parts = wiping.make_shares()
    with keeper() as process:
        actions.ask_to_seal(by=first)
        began = time.monotonic()
        actions.agree_to_seal(by=second)
        timed(f"seal: state, {PAGES} sessions, keyring file", began, 10)
        said(process, "forgot")
        timed("seal: until another process has forgotten the keys", began, 10)
    assert not Path(settings.KEYRING_PRIVATE).exists()
    began = time.monotonic()
    wiping.bring_back(parts[2], parts[3])
    actions.ask_to_reopen(by=first)
    actions.agree_to_reopen(by=second)
    timed("unseal by two parts and open by two people", began, 10)


def closed_requests(number: int, office: Office, by: User) -> None:
    for _ in range(number):
        row = make_request(client=make_client(office=office))
        add_staff_message(help_request=row, body="Адказ", language="be", by=by)
        change_status(help_request=row, to=Status.CLOSED, by=SYSTEM, kind="closed", outcome="solved")


def erasing() -> None:
    """One request, then a thousand in one night."""
    office = OfficeFactory.create(slug=f"erase-{os.getpid()}")
    by = person("eraser", Role.OPERATOR, office)
    for number in (1, REQUESTS):
        with time_machine.travel(timezone.now() - timedelta(days=100), tick=False):
            closed_requests(number, office, by)
        with time_machine.travel(timezone.now() - timedelta(days=8), tick=False):
            plan_coming(timezone.localdate())
        began = time.monotonic()
        gone = erase_due(timezone.localdate())
        taken = time.monotonic() - began
        assert gone >= number
        print(f"{f'erase {gone} of them':<64}{taken:8.3f} s ({1000 * taken / gone:.1f} ms each)")
    assert not HelpRequest.objects.filter(office=office).exists()
    assert not orphans().exists()


if __name__ == "__main__":
    print(f"tasks go to {app.main}")
    panics()
    erasing()
