"""What each process counts for Prometheus: answers by page and status, never by path, id, address or person.

The pages of a client's journey are counted together as "journey": figures by page and minute, kept by a
monitoring server, would say when somebody asked for help (safety.md: hours, not minutes).
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from celery import signals
from django.conf import settings
from django.urls import ResolverMatch
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess, values

_places: dict[int, tuple[int, IO[str]]] = {}
MOST_PLACES = 64
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
OPEN_NAMES = {"home"}
OPEN_SPACES = {"knowledge"}


def place() -> int:
    """A small number that no other living process has: the files of figures are taken over by the next one.

    With the process id instead, each restarted process would leave a file behind for ever.
    """
    pid = os.getpid()
    if pid not in _places:
        _places[pid] = _take_place(Path(settings.METRICS_DIR))
    return _places[pid][0]


def _take_place(folder: Path) -> tuple[int, IO[str]]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in range(MOST_PLACES):
        lock = (folder / f"{number}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            return number, lock
    raise RuntimeError("More processes count than there are places.")


if settings.INTERNAL_PORT:  # one port for several processes: their figures lie in files side by side
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)
    values.ValueClass = values.MultiProcessValue(process_identifier=place)  # type: ignore[no-untyped-call]

registry = CollectorRegistry()
REQUESTS = Counter("ganak_requests", "Answers.", ["face", "view", "status"], registry=registry)
SECONDS = Histogram(
    "ganak_request_seconds", "How long answers took.", ["face", "view"], registry=registry, buckets=BUCKETS
)
TASKS = Counter("ganak_tasks", "Tasks that workers ended.", ["task", "how"], registry=registry)


def count_answer(*, path: str, match: ResolverMatch | None, status: int, seconds: float) -> None:
    face, view = face_of(path), view_of(path, match)
    REQUESTS.labels(face, view, str(status)).inc()
    SECONDS.labels(face, view).observe(seconds)


def face_of(path: str) -> str:
    if settings.FACE in {"public", "desk"}:
        return settings.FACE
    return "desk" if path.startswith("/desk/") else "public"


def view_of(path: str, match: ResolverMatch | None) -> str:
    """A name out of our own table of addresses, or one of three words."""
    if match is None:
        return "static" if path.startswith(settings.STATIC_URL) else "none"
    name = match.view_name or "none"
    is_open = name in OPEN_NAMES or bool(OPEN_SPACES & set(match.namespaces))
    return name if is_open or face_of(path) == "desk" else "journey"


@signals.task_success.connect(weak=False, dispatch_uid="count success")
def _succeeded(sender: object = None, **_signal: object) -> None:
    TASKS.labels(getattr(sender, "name", "none"), "succeeded").inc()


@signals.task_failure.connect(weak=False, dispatch_uid="count failure")
def _failed(sender: object = None, **_signal: object) -> None:
    TASKS.labels(getattr(sender, "name", "none"), "failed").inc()


def exposed() -> bytes:
    """What this process and its siblings counted, as Prometheus reads it."""
    if not settings.INTERNAL_PORT:
        return generate_latest(registry)
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    return generate_latest(together)
