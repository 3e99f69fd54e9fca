"""Paths of the editors' desk."""

from __future__ import annotations

from django.urls import path

from knowledge.translating import views

desk_urlpatterns = [
    path("articles/", views.edit_list, name="edit_list"),
    path("articles/new/", views.new, name="new"),
    path("articles/<slug:slug>/facts/", views.facts, name="facts"),
    path("articles/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("articles/<slug:slug>/<slug:language>/", views.edit, name="edit"),
]
