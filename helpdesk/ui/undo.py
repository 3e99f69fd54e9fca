"""Undo instead of "are you sure": a message with a button that posts the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

FORM = "act"  # the page has <form id="act" method="post">; buttons anywhere may post through it


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
