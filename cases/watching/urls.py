"""Paths of watching."""

from django.urls import path

from cases.watching import views

desk_urlpatterns = [path("reading-week/", views.digest, name="digest")]
