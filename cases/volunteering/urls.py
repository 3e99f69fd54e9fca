"""Paths of this room."""

from django.urls import URLPattern

public_urlpatterns: list[URLPattern] = []
desk_urlpatterns: list[URLPattern] = []
