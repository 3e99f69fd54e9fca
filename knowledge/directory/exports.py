"""What goes out to another centre: every service, in the shape the import reads."""

from __future__ import annotations

from typing import Any

from helpdesk import languages
from knowledge.directory.actions import TRANSLATED
from knowledge.directory.models import Service

_PLAIN = ("slug", "name", "kind", "country", "phone", "email", "web", "address", "contact_verified")
_MORE = ("source_title", "source_url", "status", "day_and_night")
_DAYS = ("checked_on", "valid_until", "status_since")


def services() -> list[dict[str, Any]]:
    """Every entry of the directory. Two queries."""
    entries = Service.objects.order_by("slug").prefetch_related("topics")
    return [_service(service) for service in entries]


def _service(service: Service) -> dict[str, Any]:
    return {
        **{name: getattr(service, name) for name in (*_PLAIN, *_MORE)},
        **{name: day.isoformat() if (day := getattr(service, name)) else None for name in _DAYS},
        "cities": list(service.cities),
        "spoken": list(service.spoken),
        "topics": sorted(topic.slug for topic in service.topics.all()),
        **{
            name: {code: text for code in languages.CODES if (text := getattr(service, f"{name}_{code}"))}
            for name in TRANSLATED
        },
    }
