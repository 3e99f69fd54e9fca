"""Probes of the safety matrix about pausing topics."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.waiting.models import TopicPause
from tests.architecture.visitor import Visitor, done
from tests.factories.knowledge import make_topic


def pause_topic(at: Visitor) -> str:
    before = TopicPause.objects.count()
    day = timezone.localdate() + timedelta(days=3)
    topic = make_topic("to-pause")
    at.post("waiting:pauses", topic=str(topic.pk), reason="no_money", until_on=day.isoformat())
    return done(is_done=TopicPause.objects.count() > before)
