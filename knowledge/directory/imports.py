"""Services from a file, through the desk's own action; what it refuses it says, and goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.ui.forms import plain_text
from knowledge.articles.imports import (
    BadItem,
    ImportResult,
    NotHere,
    address_of,
    date_of,
    guarded,
    one_of,
    read_items,
    slug_of,
)
from knowledge.articles.models import Topic
from knowledge.directory import actions
from knowledge.directory.models import SPOKEN_CHOICES, Service, ServiceCountry, ServiceKind, ServiceStatus

_SPOKEN = {code for code, _name in SPOKEN_CHOICES}
_SHORT = ("phone", "address", "source_title")


def import_services(path: Path | str, by: Actor) -> ImportResult:
    """Services from `{"services": [...]}`, a list, or one service. Idempotent by slug."""
    result = ImportResult()
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    for number, item in enumerate(read_items(Path(path), "services", result), 1):
        guarded(result, number, item, lambda item=item: _keep(item, topics, by))
    return result


def _keep(item: dict[str, Any], topics: dict[str, Topic], by: Actor) -> str:
    slug = slug_of(item)
    names = [str(name) for name in _list(item, "topics")]
    if missing := [name for name in names if name not in topics]:
        raise NotHere(f"unknown topic {missing[0]!r}")
    values = _facts(item) | _contacts(item) | _texts(item)
    _service, outcome = actions.keep_service(
        slug=slug, topics=[topics[name] for name in names], by=by, **values
    )
    return outcome


def _facts(item: dict[str, Any]) -> dict[str, Any]:
    name = plain_text(str(item.get("name") or "")).strip()
    if not name:
        raise BadItem("a service needs its own name")
    spoken = [str(code) for code in _list(item, "spoken")]
    if strange := [code for code in spoken if code not in _SPOKEN]:
        raise BadItem(f"unknown language {strange[0]!r}")
    return {
        "name": _fitting("name", name),
        "kind": one_of(item, "kind", ServiceKind.values, ""),
        "country": one_of(item, "country", ServiceCountry.values, ""),
        "status": one_of(item, "status", ServiceStatus.values, ServiceStatus.UNKNOWN),
        "cities": [plain_text(str(city)).strip()[:60] for city in _list(item, "cities")],
        "spoken": spoken,
        "source_url": address_of(item.get("source_url") or ""),
        **{name: date_of(item, name) for name in ("checked_on", "valid_until", "status_since")},
    }


def _contacts(item: dict[str, Any]) -> dict[str, Any]:
    email = str(item.get("email") or "")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise BadItem(f"not an e-mail address: {email[:60]!r}") from None
    short = {name: _fitting(name, plain_text(str(item.get(name) or "")).strip()) for name in _SHORT}
    flags = {name: item.get(name, False) for name in ("contact_verified", "day_and_night")}
    if wrong := [name for name, value in flags.items() if not isinstance(value, bool)]:
        raise BadItem(f"{wrong[0]} must be true or false")
    return short | flags | {"email": email, "web": address_of(item.get("web") or "")}


def _texts(item: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name in actions.TRANSLATED:
        texts = item.get(name) or {}
        if not isinstance(texts, dict):
            raise BadItem(f"{name} must map languages to texts")
        if strange := [code for code in texts if code not in languages.CODES]:
            raise BadItem(f"unknown language {strange[0]!r}")
        for code in languages.CODES:
            text = plain_text(str(texts.get(code) or "")).strip()
            found[f"{name}_{code}"] = _fitting(name, text)
    if not any(found[f"about_{code}"] for code in languages.CODES):
        raise BadItem("a service must say what it does")
    return found


def _fitting(name: str, text: str) -> str:
    longest = int(getattr(Service._meta.get_field(name), "max_length", 0) or 0)
    if len(text) > longest:
        raise BadItem(f"{name} is longer than {longest} characters")
    return text


def _list(item: dict[str, Any], name: str) -> list[Any]:
    value = item.get(name, [])
    if not isinstance(value, list):
        raise BadItem(f"{name} must be a list")
    return value
