"""Paths of what is read."""

from __future__ import annotations

from django.urls import path

from knowledge.reading import views

desk_urlpatterns = [path("work-lists/reads/", views.reads, name="reads")]
