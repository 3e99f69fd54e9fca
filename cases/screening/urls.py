"""Paths of screening. The person's address says neither what nor whose."""

from __future__ import annotations

from django.urls import path

from cases.screening.views import desk, own

public_urlpatterns = [
    path("inbox/questions/", own.ask, name="ask"),
]
desk_urlpatterns = [
    path("requests/<uuid:request_id>/questions/", desk.aloud, name="aloud"),
    path("requests/<uuid:request_id>/steps/", desk.step, name="step"),
]
