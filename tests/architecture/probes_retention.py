"""Probes of the safety matrix about forgetting, panic and the auditor's week."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from cases.closing.models import Certificate
from cases.retention.models import PlannedErasure
from helpdesk.accounts.models import Standstill, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.sealing import wiping
from helpdesk.team import actions
from tests.architecture.access_retention import plan
from tests.architecture.visitor import Visitor, done

CODE = "QQQQ-WWWW-ZZZZ"


def read_plan(at: Visitor) -> str:
    made = plan(at.world, at.thing)
    response = at.get("retention:coming")
    shown = made.help_request.code in response.content.decode()
    return done(is_done=response.status_code == 200 and shown)


def hold(at: Visitor) -> str:
    made = plan(at.world, at.thing)
    until = timezone.localdate() + timedelta(days=30)
    at.post("retention:hold", made.pk, reason="court", until=until.isoformat())
    return done(is_done=PlannedErasure.objects.get(pk=made.pk).held_until == until)


def let_go(at: Visitor) -> str:
    made = plan(at.world, at.thing)
    until, by = timezone.localdate() + timedelta(days=30), at.world.people["coord"]
    with writing():
        PlannedErasure.objects.filter(pk=made.pk).update(
            held_until=until, hold_reason="court", held_by=by, held_at=timezone.now()
        )
    at.post("retention:let_go", made.pk)
    return done(is_done=PlannedErasure.objects.get(pk=made.pk).held_until is None)


def read_certificate(at: Visitor) -> str:
    paper = Certificate(code=CODE, rule="closed", issued_on=timezone.localdate(), digest="d" * 64, entry=1)
    with writing():
        paper.save(force_insert=True)
    shown = at.browser.get("/desk/certificates/", {"code": CODE}).content.decode()
    return done(is_done="d" * 32 in shown)


def read_week(at: Visitor) -> str:
    return done(is_done=at.get("watching:digest").status_code == 200)


def lock_down(at: Visitor) -> str:
    at.post("team:lock_down")
    return done(is_done=Standstill.objects.now() is not None)


def seal_keys(at: Visitor) -> str:
    """As the second of two: another person has asked."""
    with _own_keyring() as path:
        actions.ask_to_seal(by=_first(at))
        _enter_again(at)
        at.post("team:seal", agree="yes")
        still = Standstill.objects.now()
        assert still is not None
        assert still.is_sealed != path.exists()
        return done(is_done=still.is_sealed)


def reopen(at: Visitor) -> str:
    """As the second of two."""
    first = _first(at)
    actions.lock_down(by=first)
    actions.ask_to_reopen(by=first)
    _enter_again(at)
    at.post("team:reopen", agree="yes")
    return done(is_done=Standstill.objects.now() is None)


def _first(at: Visitor) -> User:
    """Who asked before: the coordinator of the other office."""
    away = at.world.away["coord"]
    return away if Role.COORDINATOR in away.roles else at.world.people["admin"]


def _enter_again(at: Visitor) -> None:
    """Closing the desk has signed everybody out."""
    at.browser = at.world.enter(at.role)


@contextmanager
def _own_keyring() -> Iterator[Path]:
    """A copy that may be wiped: the one of the tests stays."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keyring.private.json"
        path.write_bytes(Path(settings.KEYRING_PRIVATE).read_bytes())
        with override_settings(KEYRING_PRIVATE=path):
            wiping.make_shares()
            yield path
