"""Addresses of the access log."""

from __future__ import annotations

from django.urls import path

from helpdesk.audit import views

app_name = "audit"
desk_urlpatterns = [path("access-log/", views.log, name="log")]
