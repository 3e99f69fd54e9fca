"""Whole addresses of the public face, to be handed over from the desk."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from helpdesk.accounts.models import Office

OUTSIDE = {"PL": "pl", "LT": "lt"}  # the language of the street in which the office stands


def public_address(request: HttpRequest, name: str, *args: str, office: Office | None) -> str:
    with override(OUTSIDE.get(office.country if office else "", "be")):
        path = reverse(name, args=args)
    return f"{settings.PUBLIC_ORIGIN}{path}" if settings.PUBLIC_ORIGIN else request.build_absolute_uri(path)
