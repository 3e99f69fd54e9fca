"""Paths of search: the page and the public interface."""

from __future__ import annotations

from django.urls import path

from knowledge.search import api, views

public_urlpatterns = [path("search/", views.search, name="search")]
api_urlpatterns = [
    path("knowledge/search/", api.search, name="api_search"),
    path("knowledge/articles/<slug:slug>/", api.article, name="api_article"),
    path("schema/", api.schema, name="api_schema"),
]
