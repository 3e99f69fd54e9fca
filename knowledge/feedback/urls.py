"""Paths of what readers say."""

from __future__ import annotations

from django.urls import path

from knowledge.feedback import views

public_urlpatterns = [
    path("articles/<slug:slug>/helped/", views.helped, name="helped"),
    path("articles/<slug:slug>/missing/", views.missing, name="missing"),
    path("articles/<slug:slug>/outdated/", views.outdated, name="outdated"),
    path("articles/<slug:slug>/thanks/", views.said, name="said"),
]
desk_urlpatterns = [
    path("remarks/<slug:slug>/", views.remarks, name="remarks"),
    path("remarks/<slug:slug>/done/", views.settle, name="settle"),
]
