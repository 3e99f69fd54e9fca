"""Figures of the whole house, read when Prometheus asks: queues, the outbox, pulses, ages; no people."""

from __future__ import annotations

from collections.abc import Iterator

import redis
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cases.duty.models import Alarm
from cases.watching.models import LogCheck
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage, State
from helpdesk.operations.pulses import BEAT, QUEUES, age_of

BACKUP = "operations.backup"  # its entry in the access log says when
Row = GaugeMetricFamily


class House(Collector):
    """One look at PostgreSQL and Redis; what does not answer is told, its figures left out."""

    def collect(self) -> Iterator[Row]:
        for name, read, failures in (
            ("database", _from_database, (DatabaseError,)),
            ("redis", _from_redis, (redis.RedisError, OSError)),
        ):
            try:
                rows = list(read())
            except failures:
                rows = []
            yield Row(f"ganak_{name}_up", f"Whether {name} answered.", value=float(bool(rows)))
            yield from rows


def exposed() -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(House())
    return generate_latest(registry)


def _from_database() -> Iterator[Row]:
    now = timezone.now()
    due = Q(state=State.QUEUED, not_before__lte=now)
    box = OutgoingMessage.objects.order_by().aggregate(
        due=Count("pk", filter=due), failed=Count("pk", filter=Q(state=State.FAILED)),
        oldest=Min("not_before", filter=due),
    )  # fmt: skip
    sizes = Row("ganak_outbox_messages", "Messages that should be out, and those given up.", labels=["how"])
    sizes.add_metric(["due"], box["due"])
    sizes.add_metric(["failed"], box["failed"])
    yield sizes
    yield _age("ganak_outbox_oldest_seconds", "How late the outbox is.", now, box["oldest"])
    ring = Alarm.objects.filter(acknowledged_at=None).order_by().aggregate(n=Count("pk"), at=Min("raised_at"))
    yield Row("ganak_emergencies_waiting", "Emergencies that nobody has looked at.", value=ring["n"])
    yield _age("ganak_emergency_oldest_seconds", "For how long the first one waits.", now, ring["at"])
    backup = AccessEntry.objects.filter(verb=BACKUP).order_by("-pk").values_list("at", flat=True).first()
    if backup is not None:
        yield _age("ganak_backup_age_seconds", "How long ago there was a backup.", now, backup)
    check = LogCheck.objects.order_by("-checked_at").first()
    if check is not None:
        yield _age("ganak_log_verified_age_seconds", "When the access log was walked.", now, check.checked_at)
        yield Row("ganak_log_breaks", "Places where its chain breaks.", value=check.breaks)


def _age(name: str, words: str, now: object, since: object) -> Row:
    seconds = (now - since).total_seconds() if since is not None else 0.0  # type: ignore[operator]
    return Row(name, words, value=max(0.0, seconds))


def _from_redis() -> Iterator[Row]:
    lengths = Row("ganak_queue_length", "Tasks that wait for a worker.", labels=["queue"])
    with redis.Redis.from_url(
        settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2
    ) as broker:
        for queue in QUEUES:
            lengths.add_metric([queue], float(broker.llen(queue)))
    yield lengths
    ages = Row("ganak_pulse_age_seconds", "Since the last sign of life; -1: never.", labels=["of"])
    for name in (BEAT, *QUEUES):
        age = age_of(name)
        ages.add_metric([name], -1.0 if age is None else age)
    yield ages
