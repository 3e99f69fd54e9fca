"""Paths of the frame's own pages."""

from __future__ import annotations

from django.urls import path

from helpdesk.ui import views

public_urlpatterns = [
    path("exit/", views.leave, name="exit"),
    path("offline/", views.offline, name="offline"),
    path("styleguide/", views.public_styleguide, name="public_styleguide"),
]
desk_urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz/", views.health, name="health"),
]
