"""The Django app `operations`: workers and beat open their private port and note their signs of life."""

from functools import partial
from typing import Any

from celery import signals
from django.apps import AppConfig

from helpdesk.operations import internal
from helpdesk.operations.health import WORKER
from helpdesk.operations.pulses import BEAT, heard, tell


class OperationsConfig(AppConfig):
    name = "helpdesk.operations"
    label = "operations"

    def ready(self) -> None:
        signals.worker_ready.connect(worker_ready, weak=False, dispatch_uid="operations worker")
        signals.heartbeat_sent.connect(partial(_hear, WORKER), weak=False, dispatch_uid="operations pulse")
        signals.beat_init.connect(beat_begins, weak=False, dispatch_uid="operations beat")


def worker_ready(**_signal: Any) -> None:
    heard(WORKER)
    internal.listen(frozenset({WORKER}))


def beat_begins(**_signal: Any) -> None:
    """From now on whatever this process sends is a sign of beat."""
    signals.after_task_publish.connect(_beats, weak=False, dispatch_uid="operations beats")
    heard(BEAT)
    internal.listen(frozenset({BEAT}))


def _hear(name: str, **_signal: Any) -> None:
    heard(name)


def _beats(**_signal: Any) -> None:
    heard(BEAT)
    tell(BEAT)
