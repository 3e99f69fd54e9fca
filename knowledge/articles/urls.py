"""Paths of the reader's pages."""

from __future__ import annotations

from django.urls import path

from knowledge.articles.views import pages

home_urlpatterns = [path("", pages.home, name="home")]
public_urlpatterns = [
    path("topics/<slug:slug>/", pages.topic, name="topic"),
    path("articles/<slug:slug>/", pages.article, name="article"),
]
