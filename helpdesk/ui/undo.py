"""Undo instead of "are you sure": a message with a button that posts the way back."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

KEPT_FOR = 3600  # seconds in which a decision can be undone by its button
FORM = (
    "undo"  # every page of the desk has <form id="undo" method="post">; buttons anywhere may post through it
)


def done(
    request: HttpRequest, text: str | Promise, *, undo_url: str, name: str = "", value: str = ""
) -> None:
    """Says what was done, with a button that undoes it by posting `name=value` to `undo_url`."""
    button = format_html(
        '<button class="button button--small" type="submit" form="{}" formaction="{}" name="{}" value="{}" '
        'data-key="u">'
        "{}</button>",
        FORM,
        undo_url,
        name or "undo",
        value,
        _("Undo"),
    )
    messages.success(request, format_html("{} {}", text, button))


def keep(user_id: object, before: Any) -> str:
    """Remembers for an hour how things stood; gives the token that the undo button posts."""
    token = secrets.token_urlsafe(16)
    cache.set(f"undo:{user_id}:{token}", before, KEPT_FOR)
    return token


def kept(user_id: object, token: str) -> Any:
    """What this very person's token stands for, once; None when it is unknown, used or too old."""
    name = f"undo:{user_id}:{token[:64]}"
    before = cache.get(name) if token else None
    cache.delete(name)
    return before
