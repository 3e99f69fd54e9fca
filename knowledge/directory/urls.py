"""Paths of the directory."""

from __future__ import annotations

from django.urls import path

from knowledge.directory import views

public_urlpatterns = [path("directory/", views.directory, name="directory")]
desk_urlpatterns = [
    path("directory/", views.service_list, name="services"),
    path("directory/new/", views.service_new, name="service_new"),
    path("directory/<slug:slug>/", views.service_edit, name="service_edit"),
]
